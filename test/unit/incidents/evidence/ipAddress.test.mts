import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPrivateIp, parseIp } from '../../../../defender/incidents/evidence/ipAddress.ts';
import { hostileStrings } from '../../../../lab/test/support/hostileStrings.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const RUNS = { seed: 20261122, numRuns: 2_000 };

/** IANA's special-purpose registries as Node reads them; one range per entry: network, prefix length. */
const witness = new BlockList();
const V4 = `0.0.0.0 8,10.0.0.0 8,100.64.0.0 10,127.0.0.0 8,169.254.0.0 16,172.16.0.0 12,192.0.0.0 24,192.168.0.0 16,
198.18.0.0 15,224.0.0.0 4,240.0.0.0 4`;
const V6 = `:: 128,::1 128,64:ff9b:1:: 48,100:: 64,2001:2:: 48,5f00:: 16,fc00:: 7,fe80:: 10,ff00:: 8`;
const ranges = (text: string) =>
	text.split(',').map((line) => {
		const [network = '', bits = ''] = line.trim().split(' ');
		return { network, bits: Number(bits) };
	});
for (const { network, bits } of ranges(V4)) witness.addSubnet(network, bits, 'ipv4');
for (const { network, bits } of ranges(V6)) witness.addSubnet(network, bits, 'ipv6');

const isPrivate = (text: string) => {
	const ip = parseIp(text);
	return ip && isPrivateIp(ip);
};
const byWitness = (text: string) => witness.check(text, isIP(text) === 4 ? 'ipv4' : 'ipv6');

const byte = fc.integer({ min: 0, max: 255 });
const dotted = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
const group = fc.integer({ min: 0, max: 0xffff });
/** Networks of the ranges, so that random addresses fall into them and beside them. */
const start = fc.constantFrom(
	'',
	'64:ff9b:1',
	'100',
	'2001:2',
	'2001:db8',
	'3fff',
	'3fff:1000',
	'fc00',
	'fdff',
	'fe80',
	'febf',
	'fec0',
	'ff02',
	'2606:4700',
);
const colons = fc.tuple(start, fc.array(group, { maxLength: 4 })).map(([head, rest]) => {
	const tail = rest.map((one) => one.toString(16)).join(':');
	return `${head}::${tail}`;
});
const mapped = dotted.map((text) => `::ffff:${text}`);
const full = fc
	.array(group, { minLength: 8, maxLength: 8 })
	.map((all) => all.map((one) => one.toString(16)).join(':'));

describe('IP address', () => {
	it('any text → read exactly if Node reads it', () => {
		const piece = fc.constantFrom(
			'0',
			'1',
			'01',
			'255',
			'256',
			'ffff',
			'g',
			'10000',
			':',
			'::',
			'.',
			'%',
			'eth0',
			' ',
			'1.2.3.4',
		);
		const nearly = fc.array(piece, { maxLength: 18 }).map((pieces) => pieces.join(''));
		fc.assert(
			fc.property(fc.oneof(dotted, colons, mapped, full, nearly, fc.string()), (text) => {
				expect(parseIp(text)?.version ?? 0).toBe(isIP(text));
			}),
			RUNS,
		);
	});

	eachRow([
		...hostileStrings.map(({ text }) => text),
		'1.2.3',
		'1.2.3.4.5',
		'01.2.3.4',
		'1.2.3.4:443',
		'10.0.0.0/8',
		'[::1]',
		'1::2::3',
		':::',
		'1:2:3:4:5:6:7',
		'::1.2.3.4:5',
		'::1%',
	])('hostile text, almost an address → not an address, also for Node', (text) => {
		expect([isIP(text), parseIp(text)]).toEqual([0, undefined]);
	});
});

describe('private IP address', () => {
	it('any address → the same answer as Node for the same ranges', () => {
		fc.assert(
			fc.property(fc.oneof(dotted, colons, mapped, full), (text) => {
				fc.pre(isIP(text) !== 0);
				expect(isPrivate(text)).toBe(byWitness(text));
			}),
			RUNS,
		);
	});

	eachRow([...ranges(V4), ...ranges(V6)])('first address of each special range → private', ({ network }) => {
		expect([isPrivate(network), byWitness(network)]).toEqual([true, true]);
	});

	eachRow([
		...[
			'9.255.255.255',
			'11.0.0.0',
			'100.63.255.255',
			'100.128.0.0',
			'126.255.255.255',
			'128.0.0.0',
			'172.15.255.255',
		],
		...[
			'172.32.0.0',
			'192.167.255.255',
			'192.169.0.0',
			'198.17.255.255',
			'198.20.0.0',
			'223.255.255.255',
			'1.0.0.0',
		],
		...[
			'::2',
			'fbff::',
			'fe7f:ffff::',
			'fec0::',
			'2001:db7::',
			'2001:db9::',
			'::ffff:8.8.8.8',
			'2606:4700::1',
		],
	])('addresses next to the ranges → public', (text) => {
		expect([isPrivate(text), byWitness(text)]).toEqual([false, false]);
	});

	it('mapped, scoped and last addresses → private', () => {
		const addresses = ['fe80::1%eth0', '::ffff:10.1.2.3', '::ffff:a01:203', 'FD00::1', '255.255.255.255'];
		expect([...addresses, '100.127.255.255'].filter((text) => isPrivate(text) !== true)).toEqual([]);
	});
});
