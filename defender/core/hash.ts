import { createHash } from 'crypto';

/** Returns the SHA-256 digest of a text in hexadecimal digits. */
export function hash(text: string): string {
	return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Returns the first digits of {@link hash}. */
export function shortHash(text: string, digits: number): string {
	return hash(text).slice(0, digits);
}
