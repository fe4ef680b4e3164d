/** How to start npm: the file, the arguments before its own, and options for `spawn`. */
export function npmCommand(): {
	readonly file: string;
	readonly first: readonly string[];
	readonly options: { readonly shell?: boolean };
};
