/** The facts that decide whether a checkout may be published. */
export interface ReleaseState {
	/** The variables of GitHub Actions. */
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** The version in package.json. */
	readonly version: string;
	/** Whether the commit is part of the branch main. */
	readonly isOnMain: boolean;
	/** Whether every file is as it was committed. */
	readonly isClean: boolean;
}

export function publishRefusal(state: ReleaseState): string | undefined;
export function withoutPrivate(manifest: string): string;
