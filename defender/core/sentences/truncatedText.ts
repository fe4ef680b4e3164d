/** Why a collection inside an incident did not arrive whole; each reads on after "because". */

export function tooLong(pages: number, rows: number): string {
	return `there are more than ${pages} further pages or ${rows} rows`;
}

export function linkRepeated(): string {
	return 'Microsoft Defender sent the link to the same page again';
}

export function linkElsewhere(): string {
	return 'the link to the next page does not lead to a part of it';
}

export function linkUnreadable(): string {
	return 'the link to the next page is not a text';
}

export function noTimeLeft(): string {
	return 'the time of this poll was up';
}

export function noRows(): string {
	return 'the next page held no list';
}

export function pageRefused(status: number): string {
	return `the request for the next page got status ${status}`;
}

/** @param message what happened */
export function pageFailed(message: string): string {
	return `the next page could not be read: ${message}`;
}

/** @param collection as the item names it; `alerts.` is before that of a single alert */
export function truncated(id: string, collection: string, why: string): string {
	const mark = `${collection.split('.').pop() ?? ''}Truncated`;
	return `Only a part of the ${collection} of incident ${id} was read, because ${why}. Its item has ${mark}.`;
}

/** Why the list of alerts has a gap. */
export function malformedAlerts(amount: number): string {
	return amount === 1 ? 'one alert is malformed' : `${amount} alerts are malformed`;
}
