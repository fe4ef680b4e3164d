import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';

import { describe, expect } from 'vitest';
import { z } from 'zod';

import type { World } from '../../../tenant/world/generate.mts';
import { eachRow } from '../../support/eachRow.mts';
import { DAY_BEFORE, SEEDED_WORLDS } from '../../support/sampleWorlds.mts';

const file = new URL('../../../tenant/kql/advanced-hunting-schema.json', import.meta.url);
const SCHEMA = z.record(z.record(z.string())).parse(JSON.parse(readFileSync(file, 'utf8')));

const EIGHT = [
	'DeviceProcessEvents',
	'DeviceNetworkEvents',
	'DeviceFileEvents',
	'DeviceLogonEvents',
	'EmailEvents',
	'UrlClickEvents',
	'CloudAppEvents',
	'EntraIdSignInEvents',
];
const MAX_LONG = 2n ** 63n - 1n;

function fits(value: unknown, type: string | undefined): boolean {
	if (value === null) return true;
	switch (type) {
		case 'string':
			return typeof value === 'string';
		case 'bool':
			return typeof value === 'boolean';
		case 'int':
			return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
		case 'long':
			return Number.isSafeInteger(value) || (typeof value === 'bigint' && value <= MAX_LONG);
		case 'datetime':
			return typeof value === 'string' && /T\d{2}:\d{2}:\d{2}\.\d{7}Z$/.test(value);
		case 'real':
			return typeof value === 'number';
		case 'dynamic':
			return JSON.stringify(value) !== undefined;
		default:
			return false;
	}
}

/** Columns declared string that hold JSON as text. */
const JSON_TEXT = [
	'AdditionalFields',
	'AuthenticationDetails',
	'DetectionMethods',
	'UrlChain',
	'AuthenticationProcessingDetails',
];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function addressesIn(value: unknown): string[] {
	const text = typeof value === 'string' ? value : '';
	return text.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? [];
}

/** Every row of every table. */
const rowsOf = (tables: World['tables']) =>
	Object.entries(tables).flatMap(([table, rows]) => rows.map((row) => ({ table, row })));

describe('generated hunting rows', () => {
	eachRow(SEEDED_WORLDS)(
		'each seed → 8,000 to 12,000 rows, more than 50 in each event table of the stories',
		({ world: { tables } }) => {
			expect(Object.keys(tables)).toEqual(expect.arrayContaining(EIGHT));
			expect(rowsOf(tables).length).toBeGreaterThanOrEqual(8000);
			expect(rowsOf(tables).length).toBeLessThanOrEqual(12000);
			for (const table of EIGHT) expect(tables[table]?.length ?? 0).toBeGreaterThan(50);
		},
	);

	eachRow(SEEDED_WORLDS)(
		'every cell → a column of the published schema and a value of its type',
		({ world: { tables } }) => {
			const wrong = rowsOf(tables).flatMap(({ table, row }) =>
				Object.entries(row)
					.filter(([column, value]) => !fits(value, SCHEMA[table]?.[column]))
					.map(([column, value]) => `${table}.${column}: ${inspect(value)}`),
			);
			expect(wrong).toEqual([]);
		},
	);

	eachRow(SEEDED_WORLDS)(
		'each table → in order of time, half in the last day, at most eight days old',
		({ world: { tables } }) => {
			for (const rows of Object.values(tables)) {
				const times = rows.map((row) => textOf(row['Timestamp']));
				expect(times).toEqual([...times].sort());
			}
			const times = rowsOf(tables).flatMap(({ row }) =>
				'Timestamp' in row ? [textOf(row['Timestamp'])] : [],
			);
			expect(times.filter((time) => time >= DAY_BEFORE).length).toBeGreaterThan(times.length / 2);
			expect(times.every((time) => time >= '2026-11-14T03:00:00.0000000Z')).toBe(true);
		},
	);

	eachRow(SEEDED_WORLDS)('JSON in text columns → valid', ({ world: { tables } }) => {
		for (const { table, row } of rowsOf(tables)) {
			for (const column of JSON_TEXT) {
				const value = row[column];
				if (SCHEMA[table]?.[column] === 'string' && typeof value === 'string') {
					expect(() => void JSON.parse(value)).not.toThrow();
				}
			}
		}
	});

	eachRow(SEEDED_WORLDS)('each seed → longs that a double cannot represent', ({ world: { tables } }) => {
		const longs = rowsOf(tables).flatMap(({ row }) =>
			Object.values(row).filter((value) => typeof value === 'bigint'),
		);
		expect(longs.length).toBeGreaterThan(10);
		expect(longs.some((value) => typeof value === 'bigint' && BigInt(Number(value)) !== value)).toBe(true);
	});

	eachRow(SEEDED_WORLDS)(
		'each seed → file names with quotes, an apostrophe, a final backslash and an emoji',
		({ world: { tables } }) => {
			const names = (tables['DeviceFileEvents'] ?? []).map((row) => textOf(row['FileName']));
			for (const sign of ['"', "'", '🎉']) expect(names.some((name) => name.includes(sign))).toBe(true);
			expect(names.some((name) => name.endsWith('\\'))).toBe(true);
		},
	);

	eachRow(SEEDED_WORLDS)(
		'every IP address → private or reserved for documentation',
		({ world: { tables } }) => {
			const addresses = new Set(
				rowsOf(tables).flatMap(({ row }) =>
					['RemoteIP', 'LocalIP', 'IPAddress', 'SenderIPv4', 'FileOriginIP'].flatMap((c) =>
						addressesIn(row[c]),
					),
				),
			);
			expect(addresses.size).toBeGreaterThan(20);
			for (const address of addresses)
				expect(address).toMatch(/^(10\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.)/);
		},
	);
});
