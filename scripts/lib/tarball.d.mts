/** A packed package: where it is, its packed size, and the paths in it. */
export interface Tarball {
	readonly file: string;
	readonly bytes: number;
	readonly files: readonly string[];
}

export function packTarball(): Promise<Tarball>;
