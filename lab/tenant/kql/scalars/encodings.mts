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

interface Network {
	readonly address: number;
	readonly bits: number;
}

function parseIpv4(text: string): Network | undefined {
	const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/u.exec(text.trim());
	if (!match) return undefined;
	const octets = match.slice(1, 5).map(Number);
	const bits = Number(match[5] ?? 32);
	if (octets.some((octet) => octet > 255) || bits > 32) return undefined;
	return { address: octets.reduce((sum, octet) => sum * 256 + octet, 0), bits };
}

function within(inner: Network, outer: Network): boolean {
	const size = 2 ** (32 - outer.bits);
	return inner.bits >= outer.bits && Math.floor(inner.address / size) === Math.floor(outer.address / size);
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((range) => parseIpv4(range) ?? []);

export const ENCODINGS: FunctionTable = {
	base64_decode_tostring: decodeBase64,
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
	ipv4_is_private: (args, call) => {
		const address = parseIpv4(textAt(args, call, 0));
		return address ? PRIVATE.some((range) => within(address, range)) : null;
	},
	ipv4_is_in_range: (args, call) => {
		const address = parseIpv4(textAt(args, call, 0));
		const range = parseIpv4(textAt(args, call, 1));
		return address && range ? within(address, range) : null;
	},
};
