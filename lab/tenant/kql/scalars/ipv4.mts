/** An IPv4 address or network. */
export interface Network {
	readonly address: number;
	readonly bits: number;
}

export function parseNetwork(text: string): Network | undefined {
	const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/u.exec(text.trim());
	if (!match) return undefined;
	const octets = match.slice(1, 5).map(Number);
	const bits = Number(match[5] ?? 32);
	if (octets.some((octet) => octet > 255) || bits > 32) return undefined;
	return { address: octets.reduce((sum, octet) => sum * 256 + octet, 0), bits };
}

/** The first address of the block of `bits` that contains an address. */
export function masked(address: number, bits: number): number {
	const size = 2 ** (32 - bits);
	return Math.floor(address / size) * size;
}

export function isWithin(inner: Network, outer: Network): boolean {
	return inner.bits >= outer.bits && masked(inner.address, outer.bits) === masked(outer.address, outer.bits);
}

export function addressText(address: number): string {
	return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** The IPv4 addresses in a text, delimited by characters that are not alphanumeric. */
export function addressesIn(text: string): readonly string[] {
	const found = text.match(/(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}])/gu) ?? [];
	return found.filter((address) => parseNetwork(address) !== undefined);
}
