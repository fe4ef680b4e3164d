/** An IP address as numbers: eight groups of 16 bits, IPv4 in its mapped form (`::ffff:a.b.c.d`). */
export interface IpAddress {
	readonly version: 4 | 6;
	readonly groups: readonly number[];
	/** Interface of a link-local address including the percent sign (`%eth0`); '' for none. */
	readonly zone: string;
}

const BYTE = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
const ZONE = /^%[0-9a-z.:-]+$/i;
const GROUPS = 8;

/**
 * Parses an IP address in the notation of RFC 4291 and inet_pton.
 * @returns undefined for other text, such as an address with a port or a mask
 */
export function parseIp(text: string): IpAddress | undefined {
	const mapped = parseMapped(text);
	if (mapped !== undefined) return { version: 4, groups: mapped, zone: '' };
	const percent = text.indexOf('%');
	const zone = percent < 0 ? '' : text.slice(percent);
	if (zone !== '' && !ZONE.test(zone)) return undefined;
	const groups = parseGroups(percent < 0 ? text : text.slice(0, percent));
	return groups === undefined ? undefined : { version: 6, groups, zone };
}

/**
 * Ranges that are not globally reachable in IANA's special-purpose registries (RFC 6890 and its updates), and multicast.
 * Looking such an address up in threat intelligence, or blocking it, is wrong. Ranges for documentation are missing on
 * purpose: examples and practice tenants use them for external hosts.
 */
const NOT_PUBLIC = [
	'0.0.0.0/8',
	'10.0.0.0/8',
	'100.64.0.0/10',
	'127.0.0.0/8',
	'169.254.0.0/16',
	'172.16.0.0/12',
	'192.0.0.0/24',
	'192.168.0.0/16',
	'198.18.0.0/15',
	'224.0.0.0/4',
	'240.0.0.0/4',
	'::/128',
	'::1/128',
	'64:ff9b:1::/48',
	'100::/64',
	'2001:2::/48',
	'5f00::/16',
	'fc00::/7',
	'fe80::/10',
	'ff00::/8',
].map(parseRange);

/** Whether an address is private, loopback, link-local or otherwise not globally reachable. */
export function isPrivateIp({ groups }: IpAddress): boolean {
	return NOT_PUBLIC.some(({ start, bits }) =>
		groups.every((group, index) => {
			const fixed = Math.min(16, Math.max(0, bits - index * 16));
			return group >> (16 - fixed) === (start[index] ?? 0) >> (16 - fixed);
		}),
	);
}

/** Parses CIDR notation; `bits` counts from the start of the IPv6 form. */
function parseRange(range: string): { readonly start: readonly number[]; readonly bits: number } {
	const [text = '', length = ''] = range.split('/');
	const ip = parseIp(text);
	return { start: ip?.groups ?? [], bits: Number(length) + (ip?.version === 4 ? 96 : 0) };
}

function parseMapped(text: string): readonly number[] | undefined {
	const pair = parseDotted(text);
	return pair && [0, 0, 0, 0, 0, 0xffff, ...pair];
}

/** Parses a dotted IPv4 address into two groups of 16 bits. */
function parseDotted(text: string): readonly number[] | undefined {
	const bytes = text.split('.').map((part) => (BYTE.test(part) ? Number(part) : 256));
	if (bytes.length !== 4 || bytes.some((byte) => byte > 255)) return undefined;
	const [a = 0, b = 0, c = 0, d = 0] = bytes;
	return [a * 256 + b, c * 256 + d];
}

function parseGroups(text: string): readonly number[] | undefined {
	const halves = text.split('::');
	if (halves.length > 2) return undefined;
	const [head, tail] = halves.map((half, index) => parseHalf(half, index === halves.length - 1));
	if (head === undefined) return undefined;
	if (halves.length === 1) return head.length === GROUPS ? head : undefined;
	if (tail === undefined || head.length + tail.length >= GROUPS) return undefined;
	return [...head, ...Array.from({ length: GROUPS - head.length - tail.length }, () => 0), ...tail];
}

/** @param isLast the end of an address, which may be dotted */
function parseHalf(text: string, isLast: boolean): readonly number[] | undefined {
	if (text === '') return [];
	const parts = text.split(':');
	const groups = parts.map((part, index) => {
		if (GROUP.test(part)) return [parseInt(part, 16)];
		return isLast && index === parts.length - 1 ? parseDotted(part) : undefined;
	});
	return groups.every((group): group is readonly number[] => group !== undefined) ? groups.flat() : undefined;
}
