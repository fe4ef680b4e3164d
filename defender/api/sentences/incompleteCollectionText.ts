/** Why a collection inside an incident is incomplete. Each text continues a sentence after "because". */

export function tooLong(pages: number, rows: number): string {
	return `there are more than ${pages} further pages or ${rows} rows`;
}

export function linkRepeated(): string {
	return 'Microsoft Defender sent the link to the same page again';
}

export function linkElsewhere(): string {
	return 'the link to the next page leads outside the collection';
}

export function linkUnreadable(): string {
	return 'the link to the next page is not text';
}

export function noTimeLeft(): string {
	return 'the time limit of this poll was reached';
}

export function noRows(): string {
	return 'the next page contained no list';
}

export function pageRefused(status: number): string {
	return `the request for the next page returned status ${status}`;
}

/** @param message what happened */
export function pageFailed(message: string): string {
	return `the next page could not be read: ${message}`;
}

export function malformedAlerts(amount: number): string {
	return amount === 1 ? 'one alert is malformed' : `${amount} alerts are malformed`;
}
