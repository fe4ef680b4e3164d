import { counted, type Sentence } from '../../core/sentence';
import type { NoTargetReason } from '../../incidents/merge';

/** Errors and notices of reading incidents. A notice is a remark on a result that is correct. */

export function endlessList(pages: number, incidents: number): Sentence {
	return {
		message: `The list of incidents did not end after ${counted(pages, 'page')}`,
		description: `Narrow the filters, such as Created After, and run the node again. Because the list would be incomplete, the node returned none of the ${counted(incidents, 'incident')} it read.`,
	};
}

export function pageRepeated(): Sentence {
	return {
		message: 'Microsoft Defender returned the same page of incidents twice',
		description: 'Run the node again. It stopped because the list would have been incomplete.',
	};
}

export function orderIgnored(): string {
	return 'Microsoft Defender did not sort the incidents as requested, so the node read all matching ones and sorted them. This takes more requests.';
}

export function filteredHere(): string {
	return 'Microsoft Defender rejected part of the filter, so the node applied that part itself. This takes more requests.';
}

export function filterIgnored(incidents: number): string {
	return incidents === 1
		? 'Microsoft Defender returned 1 incident that does not match the filter; it was left out.'
		: `Microsoft Defender returned ${incidents} incidents that do not match the filter; they were left out.`;
}

export function scanStopped(scanned: number, found: number): string {
	return `Reading stopped after ${counted(scanned, 'incident')}, of which ${found} ${found === 1 ? 'matches' : 'match'}. Others were not read. Narrow the filters, or raise Max Scanned.`;
}

export function crowdedInstant(): string {
	return 'Many incidents have the same timestamp, so their pages were read until two reads agreed. This takes more requests.';
}

export function mergedWithoutTarget(id: string, because: NoTargetReason): string {
	const reason = {
		unnamed: 'Microsoft Defender does not name the incident it was merged into',
		missing: 'the incident it was merged into was not found',
		malformed: 'the incident it was merged into could not be read',
		cycle: 'the chain of merges leads back to it',
		tooLong: 'it was merged more than 10 times',
	}[because];
	return `Incident ${id} was merged, but is returned unchanged, because ${reason}.`;
}

export function providerMissing(warning: string): string {
	return `Some incidents may be missing, because a Microsoft product did not return its own: ${warning.slice(0, 200)}`;
}

export function alertsUnavailable(id: string): string {
	return `Microsoft Defender did not return the alerts of incident ${id}; its item has alertsUnavailable.`;
}
