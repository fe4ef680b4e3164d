/** A program with everything it started. */
export interface ProcessGroup {
	/** Of the group and of its leader. */
	readonly pid: number;
	/** Exit code of the program, 128 when a signal ended it. */
	readonly exited: Promise<number>;
	/** Requests its end and kills it after the grace period (default 10,000 ms); true when it ended by itself. */
	readonly stop: (graceMs?: number) => Promise<boolean>;
}

interface Place {
	readonly cwd: string;
	readonly env: NodeJS.ProcessEnv;
}

export function startGroup(
	file: string,
	args: readonly string[],
	options: Place & { readonly onOutput: (chunk: Buffer, from: 'stdout' | 'stderr') => void },
): ProcessGroup;

export function runGroup(
	file: string,
	args: readonly string[],
	options: Place & { readonly timeoutMs: number },
): Promise<{
	readonly code: number;
	readonly stdout: string;
	/** stdout and stderr in the order of arrival. */
	readonly output: string;
	readonly timedOut: boolean;
}>;
