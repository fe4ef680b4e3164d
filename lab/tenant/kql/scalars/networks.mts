import { isArray, type Value } from '../types.mts';
import { long, numberAt, textAt, type Call, type FunctionTable, type ScalarFunction } from './function.mts';
import { addressText, addressesIn, isWithin, masked, parseNetwork } from './ipv4.mts';

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap(
	(range) => parseNetwork(range) ?? [],
);

/** The texts of all arguments from `first` on; lists are taken apart. */
function textsFrom(args: readonly Value[], call: Call, first: number): readonly string[] {
	return args.slice(first).flatMap((value, index) => {
		if (isArray(value)) return value.filter((item) => typeof item === 'string');
		return [textAt(args, call, first + index)];
	});
}

/** Compares two addresses under the shortest of the given prefixes; null when one is no address. */
function compare(args: readonly Value[], call: Call): number | null {
	const [left, right] = [parseNetwork(textAt(args, call, 0)), parseNetwork(textAt(args, call, 1))];
	if (!left || !right) return null;
	const bits = Math.min(left.bits, right.bits, numberAt(args, 2) ?? 32);
	return Math.sign(masked(left.address, bits) - masked(right.address, bits));
}

const hasPrefix = (address: string, prefix: string): boolean =>
	address === prefix || address.startsWith(prefix.endsWith('.') ? prefix : `${prefix}.`);

const hasAny =
	(test: (found: string, wanted: string) => boolean): ScalarFunction =>
	(args, call) => {
		const found = addressesIn(textAt(args, call, 0));
		return textsFrom(args, call, 1).some((wanted) => found.some((address) => test(address, wanted)));
	};

/** Countries of the addresses that documentation and this world use; every other address has no place. */
const PLACES: readonly (readonly [range: string, country: string, city: string])[] = [
	['203.0.113.140/32', 'Moldova', 'Chisinau'],
	['198.51.100.200/32', 'Romania', 'Cluj-Napoca'],
	['192.0.2.0/24', 'United Kingdom', 'London'],
	['198.51.100.0/24', 'Netherlands', 'Amsterdam'],
	['203.0.113.0/24', 'United States', 'Ashburn'],
];

/** geo_info_from_ip_address: from the practice tenant's own table, because a public database would not know its addresses. */
function placeOf(args: readonly Value[], call: Call): Value {
	const address = parseNetwork(textAt(args, call, 0));
	const place =
		address &&
		PLACES.find(([range]) => {
			const network = parseNetwork(range);
			return network !== undefined && isWithin(address, network);
		});
	if (!place) return new Map();
	const [, country, city] = place;
	return new Map<string, Value>([
		['country', country],
		['state', ''],
		['city', city],
		['latitude', 0],
		['longitude', 0],
	]);
}

export const NETWORKS: FunctionTable = {
	ipv4_is_private: (args, call) => {
		const address = parseNetwork(textAt(args, call, 0));
		return address ? PRIVATE.some((range) => isWithin(address, range)) : null;
	},
	ipv4_is_in_range: (args, call) => {
		const address = parseNetwork(textAt(args, call, 0));
		const range = parseNetwork(textAt(args, call, 1));
		return address && range ? isWithin(address, range) : null;
	},
	ipv4_is_in_any_range: (args, call) => {
		const address = parseNetwork(textAt(args, call, 0));
		if (!address) return null;
		return textsFrom(args, call, 1).some((text) => {
			const range = parseNetwork(text);
			return range !== undefined && isWithin(address, range);
		});
	},
	ipv4_is_match: (args, call) => {
		const sign = compare(args, call);
		return sign === null ? null : sign === 0;
	},
	ipv4_compare: (args, call) => {
		const sign = compare(args, call);
		return sign === null ? null : long(sign);
	},
	ipv4_netmask_suffix: (args, call) => {
		const network = parseNetwork(textAt(args, call, 0));
		return network ? long(network.bits) : null;
	},
	parse_ipv4: (args, call) => {
		const network = parseNetwork(textAt(args, call, 0));
		return network ? long(masked(network.address, network.bits)) : null;
	},
	parse_ipv4_mask: (args, call) => {
		const network = parseNetwork(textAt(args, call, 0));
		return network ? long(masked(network.address, numberAt(args, 1) ?? 32)) : null;
	},
	format_ipv4: (args, call) => {
		const network = parseNetwork(textAt(args, call, 0));
		const address = network?.address ?? numberAt(args, 0);
		return address === undefined
			? ''
			: addressText(masked(address, numberAt(args, 1) ?? network?.bits ?? 32));
	},
	has_ipv4: hasAny((found, wanted) => found === wanted),
	has_any_ipv4: hasAny((found, wanted) => found === wanted),
	has_ipv4_prefix: hasAny(hasPrefix),
	has_any_ipv4_prefix: hasAny(hasPrefix),
	geo_info_from_ip_address: placeOf,
};
