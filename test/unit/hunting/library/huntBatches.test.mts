import { describe, expect, it } from 'vitest';
import { libraryHunts } from '../../../../defender/hunting/library/huntLibrary.ts';
import {
	divideEntities,
	MAX_ENTITIES,
	type FieldEntities,
} from '../../../../defender/hunting/library/huntBatches.ts';

const NONE: FieldEntities = {
	devices: [],
	users: [],
	hashes: [],
	ips: [],
	domains: [],
	urls: [],
	messageIds: [],
	senders: [],
	apps: [],
	processId: [],
};
const numbered = (prefix: string, count: number) =>
	Array.from({ length: count }, (_, index) => [`${prefix}${index + 1}`, `${prefix}-id-${index + 1}`]);
const huntOf = (id: string) => {
	const hunt = libraryHunts.find((one) => one.id === id);
	if (hunt === undefined) throw new Error(`no hunt ${id}`);
	return hunt;
};
const divide = (id: string, entities: Partial<FieldEntities>, perQuery: number) =>
	divideEntities(huntOf(id), { ...NONE, ...entities }, perQuery, { threshold: 0, baselineDays: 14 });

describe('entities of an incident › several queries', () => {
	it('60 devices, 50 in one query → the 55th in the second, with all its identifiers', () => {
		const { batches, searched, leftOut } = divide('script-abuse', { devices: numbered('d', 60) }, 50);
		expect(batches.map(({ devices }) => devices.length)).toEqual([100, 20]);
		expect(batches[1]?.devices).toEqual(expect.arrayContaining(['d55', 'd-id-55']));
		expect(searched.get('devices')).toHaveLength(60);
		expect(leftOut.size).toBe(0);
	});

	it('more than 200 → the first 200, and the rest counted', () => {
		const { batches, searched, leftOut } = divide('script-abuse', { devices: numbered('d', 217) }, 50);
		expect(batches).toHaveLength(4);
		expect(searched.get('devices')).toHaveLength(MAX_ENTITIES);
		expect([...leftOut]).toEqual([['devices', 17]]);
	});

	it('exactly 200 entities and 201 process IDs → nothing and one left out, in every list', () => {
		const processId = Array.from({ length: 201 }, (_, index) => [String(index)]);
		const divided = divide('process-tree', { devices: numbered('d', 200), processId }, 200);
		expect([...divided.leftOut]).toEqual([['processId', 1]]);
		expect(divided.batches[0]?.processId).toHaveLength(MAX_ENTITIES);
		expect(divided.searched.get('devices')?.[1]).toBe('d2');
		expect(divided.searched.get('processId')?.[7]).toBe('7');
		expect(
			divide('script-abuse', { devices: numbered('d', 1), processId }, 50).batches[0]?.processId,
		).toEqual([]);
	});

	it('exactly 50 and 51 → one query and two', () => {
		expect(divide('script-abuse', { devices: numbered('d', 50) }, 50).batches).toHaveLength(1);
		expect(divide('script-abuse', { devices: numbered('d', 51) }, 50).batches).toHaveLength(2);
	});

	it('several kinds → each once in all queries together', () => {
		const { batches } = divide('lateral-movement', { devices: numbered('d', 3), users: numbered('u', 5) }, 2);
		expect(batches.map(({ devices, users }) => [devices.length, users.length])).toEqual([
			[4, 4],
			[2, 4],
			[0, 2],
		]);
	});

	it('process IDs → in every query, because they are a condition in addition to the devices', () => {
		const { batches } = divide(
			'process-tree',
			{ devices: numbered('d', 3), processId: [['4711'], ['4712']] },
			2,
		);
		expect(batches.map(({ processId }) => processId)).toEqual([
			['4711', '4712'],
			['4711', '4712'],
		]);
	});

	it('kinds that the hunt does not use → not searched', () => {
		const { batches, searched } = divide(
			'script-abuse',
			{ devices: numbered('d', 1), ips: [['198.51.100.7']] },
			50,
		);
		expect(batches[0]?.ips).toEqual([]);
		expect([...searched.keys()]).toEqual(['devices']);
	});
});
