/** How to start npm: the file, what stands before its own arguments, and options for `spawn`. */
export function npmCommand(): {
	readonly file: string;
	readonly first: readonly string[];
	readonly options: { readonly shell?: boolean };
};
