import { createHash } from 'node:crypto';

/** A GUID that depends on `text` alone, so that ids repeat from run to run. */
export function guidFrom(text: string): string {
	const hex = createHash('sha256').update(text).digest('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`4${hex.slice(13, 16)}`,
		`a${hex.slice(17, 20)}`,
		hex.slice(20, 32),
	].join('-');
}

/** A source of GUIDs, each different, the same row of them for the same `name`. */
export function guidSequence(name: string): () => string {
	let count = 0;
	return () => guidFrom(`${name}#${++count}`);
}

/** True for the usual 8-4-4-4-12 form, case-insensitive. */
export const isGuid = (text: string): boolean =>
	/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
