import { readFileSync, writeFileSync } from 'node:fs';

const HAS_PROC = process.platform === 'linux';

/**
 * Resident memory of a process in MB, now (`VmRSS`) or at its peak (`VmHWM`); 0 on systems other than Linux. Not `process.resourceUsage().maxRSS`:
 * Linux hands the parent's size on through fork and exec.
 */
export function residentMb(field: 'VmRSS' | 'VmHWM', pid: number | 'self' = 'self'): number {
	if (!HAS_PROC) return 0;
	const file = `/proc/${pid}/status`;
	const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(file, 'utf8')) ?? [];
	if (kilobytes === undefined) throw new Error(`${file} has no ${field}.`);
	return Math.round(Number(kilobytes) / 1_024);
}

/** Makes the peak start again. */
export function resetPeak(pid: number | 'self' = 'self'): void {
	if (HAS_PROC) writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Returns the only child of a process; on systems other than Linux, the process itself. @throws Error if it has none or several */
export function onlyChild(pid: number): number {
	if (!HAS_PROC) return pid;
	const file = `/proc/${pid}/task/${pid}/children`;
	const [child, ...others] = readFileSync(file, 'utf8').trim().split(' ').map(Number);
	if (child === undefined || child === 0 || others.length > 0)
		throw new Error(`${file} does not name exactly one process.`);
	return child;
}
