interface Installed {
	readonly version?: string;
	readonly integrity?: string;
}

export function matchesLock(
	wanted: Readonly<Record<string, Installed & { readonly optional?: boolean }>>,
	installed: Readonly<Record<string, Installed>>,
): boolean;

export function ensureDependencies(): Promise<void>;
