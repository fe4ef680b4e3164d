import { shortHash } from '../core/hash';
import { isRecord } from '../core/isRecord';

/** A text in the saved state. A long one is saved as a hash: its changes are recognized, but its wording is lost. */
export type SavedText = string | null | TextHash;

export interface TextHash {
	readonly hash: string;
}

/** Maximum JSON length of a text that is saved itself. It is enough for most names of incidents. */
const MAX_TEXT = 100;
const HASH_DIGITS = 8;

export function isTextHash(value: unknown): value is TextHash {
	return isRecord(value) && typeof value['hash'] === 'string';
}

/** Whether a text is the one that was saved. */
export function isSavedText(saved: SavedText, text: SavedText): boolean {
	const [one, other] = [hashed(saved), hashed(text)];
	return isTextHash(saved) || isTextHash(text) ? one === other : saved === text;
}

/**
 * @param isCompact whether to save even a short text as its hash
 * @returns the text, the empty text for null, or a list with the hash
 */
export function packText(text: SavedText, isCompact: boolean): string | readonly [string] {
	if (isTextHash(text)) return [text.hash];
	if (text === null) return '';
	return isCompact || JSON.stringify(text).length > MAX_TEXT ? [shortHash(text, HASH_DIGITS)] : text;
}

/** @returns undefined for anything that {@link packText} did not write */
export function readSavedText(packed: unknown): SavedText | undefined {
	if (typeof packed === 'string') return packed === '' ? null : packed;
	if (!Array.isArray(packed)) return undefined;
	const [digits]: readonly unknown[] = packed;
	return typeof digits === 'string' ? { hash: digits } : undefined;
}

function hashed(text: SavedText): string | null {
	if (isTextHash(text)) return text.hash;
	return text === null ? null : shortHash(text, HASH_DIGITS);
}
