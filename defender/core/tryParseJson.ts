/** @returns undefined if the text is not JSON; a byte order mark in front of it is ignored */
export function tryParseJson(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\ufeff/, ''));
	} catch {
		return undefined;
	}
}
