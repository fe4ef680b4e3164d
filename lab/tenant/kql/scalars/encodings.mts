import { createHash } from 'node:crypto';
import type { Value } from '../types.mts';
import { textAt, type Call, type FunctionTable, type ScalarFunction } from './function.mts';
import { parseUrl } from './urls.mts';

const hash =
	(algorithm: string): ScalarFunction =>
	(args, call) =>
		createHash(algorithm)
			.update(textAt(args, call, 0))
			.digest('hex');

/** UTF-8 text from base64; empty when the bytes are no UTF-8 or the text no base64. */
function decodeBase64(args: readonly Value[], call: Call): string {
	const text = textAt(args, call, 0);
	if (!/^[A-Za-z0-9+/]*={0,2}$/u.test(text)) return '';
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'));
	} catch {
		return '';
	}
}

export const ENCODINGS: FunctionTable = {
	base64_decode_tostring: decodeBase64,
	base64_decodestring: decodeBase64,
	base64_encodestring: (args, call) => Buffer.from(textAt(args, call, 0)).toString('base64'),
	base64_decode_toarray: (args, call) =>
		[...Buffer.from(textAt(args, call, 0), 'base64')].map((byte) => BigInt(byte)),
	base64_encode_tostring: (args, call) => Buffer.from(textAt(args, call, 0)).toString('base64'),
	hash_md5: hash('md5'),
	hash_sha1: hash('sha1'),
	hash_sha256: hash('sha256'),
	url_encode: (args, call) => encodeURIComponent(textAt(args, call, 0)),
	url_decode: (args, call) => {
		const text = textAt(args, call, 0);
		try {
			return decodeURIComponent(text);
		} catch {
			return text;
		}
	},
	parse_url: (args, call) => parseUrl(textAt(args, call, 0)),
};
