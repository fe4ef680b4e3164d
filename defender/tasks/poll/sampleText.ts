import { toMillis, type UtcInstant } from '../../core/instant';
import { count, counted, instantText, type Sentence } from '../../core/sentence';
import { malformedLeftOut } from '../../core/sentences/malformedText';
import type { MalformedIncident } from '../../incidents/incident';

/** What a manual run read, and what an active trigger would do with its sample. */
export interface SampleScan {
	/** Number of incidents that the service returned. */
	readonly read: number;
	/** Number of them that match the filters, without merged ones. */
	readonly matching: number;
	/** Number of them that were merged into others. */
	readonly merged: number;
	/** When the settle time of the sample ends; undefined without one. */
	readonly settlesAt: UtcInstant | undefined;
	/** Whether the last change of the sample was the application's own, and Own Changes is Skip. */
	readonly isOwnChange: boolean;
}

/** @param malformed incidents that could not be read, one of which may match */
export function noMatchForSample(
	malformed: readonly MalformedIncident[],
	scan: SampleScan,
	now: number,
): Sentence {
	const description =
		'Relax Filters to see a sample: a manual run returns the newest matching incident. An active workflow starts with the next one that matches.';
	return {
		message: 'No incident currently matches the filters',
		description: [description, ...sampleNotices(malformed, scan, now)].join(' '),
	};
}

/**
 * Explains what was read for a sample, what matches, and what an active trigger would not report.
 * @param malformed incidents that could not be read, one of which may be newer than the sample
 * @param now service time in milliseconds
 */
export function sampleNotices(
	malformed: readonly MalformedIncident[],
	{ read, matching, merged, settlesAt, isOwnChange }: SampleScan,
	now: number,
): readonly string[] {
	const others = read - matching - merged;
	const isSettling = settlesAt !== undefined && toMillis(settlesAt) > now;
	return [
		`Test event: Microsoft Defender returned ${counted(read, 'incident')}, of which ${matchText(matching)} the filters.`,
		...(others === 0 ? [] : [`Left out because they do not match: ${others}.`]),
		...(merged === 0 ? [] : [`Left out because they were merged into another incident: ${merged}.`]),
		...(isSettling
			? [
					`An active trigger reports this incident as new after its Settle Time, at ${instantText(toMillis(settlesAt))}.`,
				]
			: []),
		...(isOwnChange
			? [
					'An active trigger may skip the last change of this incident, because this application made it (Own Changes).',
				]
			: []),
		...(malformed.length === 0 ? [] : [malformedLeftOut(malformed)]),
	];
}

function matchText(matching: number): string {
	if (matching === 0) return 'none matches';
	return matching === 1 ? '1 matches' : `${count(matching)} match`;
}
