import { counted } from '../sentence';

/** Texts of notices: what is remarkable about a result that is right. */

export function orderNotHonoured(): string {
	return 'Microsoft Defender did not return the incidents in the order asked for, so all matching ones were read and sorted here. This takes more calls.';
}

export function filteredHere(): string {
	return 'Microsoft Defender refused a part of the filter, so it was applied here after reading. This takes more calls.';
}

export function filterIgnored(incidents: number): string {
	const what = incidents === 1 ? '1 incident that does' : `${incidents} incidents that do`;
	return `Microsoft Defender returned ${what} not meet the filter it was asked to apply; ${incidents === 1 ? 'it was' : 'they were'} left out.`;
}

export function scanStopped(scanned: number, found: number): string {
	return `Reading stopped after ${counted(scanned, 'incident')}, of which ${found} ${found === 1 ? 'matches' : 'match'}; others were not looked at. Narrow the filters, or raise Max Scanned.`;
}

export function unorderedInstant(): string {
	return 'Many incidents share one moment, so their pages were read until two readings agreed. This takes more calls.';
}

export function redirectLost(
	id: string,
	because: 'unnamed' | 'missing' | 'malformed' | 'cycle' | 'tooLong',
): string {
	const why = {
		unnamed: 'Microsoft Defender does not say into which one it was merged',
		missing: 'the incident it was merged into was not found',
		malformed: 'the incident it was merged into could not be read',
		cycle: 'the merges lead back to it',
		tooLong: 'it was merged more than 10 times over',
	}[because];
	return `Incident ${id} is merged, and given as it is, because ${why}.`;
}

export function providerMissing(warning: string): string {
	return `A Microsoft provider did not deliver its incidents this time, so some may be missing: ${warning.slice(0, 200)}`;
}

export function alertsUnavailable(id: string): string {
	return `The alerts of incident ${id} did not come with it; alertsUnavailable is set on its item.`;
}

/** `huntingEndDate` is the first day without hunting. */
export function apiEnds(huntingEndDate: string): string {
	return `The API of this credential is the older one of Microsoft 365 Defender: its hunting stops on ${huntingEndDate}, and no end is announced for its incidents. Choose Microsoft Graph as API in the credential in good time; docs/moving-to-graph.md of this package tells what changes.`;
}
