import { describe, expect, it } from 'vitest';
import { huntParameters } from '../../defender/hunting/library/huntParameters.ts';
import { libraryHunts } from '../../defender/hunting/library/huntLibrary.ts';
import { ENTITY_FIELDS, fieldsOfHunt, tablesOf } from '../../defender/hunting/library/libraryHunt.ts';
import { parseQuery } from '../../defender/hunting/query/parseQuery.ts';
import { limitRows } from '../../defender/hunting/query/rowLimit.ts';
import { tablesInQuery } from '../../defender/hunting/query/tablesInQuery.ts';
import { eachRow } from '../../lab/test/support/eachRow.mts';
import { bindText } from '../support/huntQueries.mts';
import { someValues, someWindow } from '../support/libraryFixture.mts';
import { analyzeInDefender } from './officialKusto.mts';

const boundText = (hunt: (typeof libraryHunts)[number], kql = hunt.kql) => {
	const limited = limitRows(parseQuery(kql), hunt.rowCap);
	expect(limited.requested).toBe(hunt.rowCap + 1);
	return bindText(limited.text, huntParameters(hunt, someValues, someWindow));
};

describe('hunt library › Microsoft’s parser and binder', () => {
	eachRow(libraryHunts.map((hunt) => [hunt.id, hunt] as const))(
		'each hunt → one query without diagnostics, with the documented columns',
		(_, hunt) => {
			const { text, notices } = boundText(hunt);
			const reading = analyzeInDefender(text);
			expect(reading.diagnostics).toEqual([]);
			expect(reading.isQuery).toBe(true);
			expect(reading.statements.filter((kind) => kind === 'ExpressionStatement')).toHaveLength(1);
			expect(reading.columns).toEqual(hunt.columns);
			expect(notices).toEqual([]);
		},
	);

	eachRow(libraryHunts.map((hunt) => [hunt.id, hunt] as const))(
		'each hunt → reads exactly the tables that it declares',
		(_, hunt) => {
			expect([...tablesInQuery(parseQuery(hunt.kql))].sort()).toEqual([...tablesOf(hunt)].sort());
		},
	);

	it('hunts with a replacement of a table → bound with the replacement too', () => {
		const replaced = libraryHunts.flatMap((hunt) =>
			hunt.licenses.flatMap(({ tables: [table = ''], fallback }) =>
				fallback === undefined ? [] : [{ hunt, kql: hunt.kql.replaceAll(table, fallback) }],
			),
		);
		expect(replaced.length).toBeGreaterThanOrEqual(3);
		for (const { hunt, kql } of replaced) {
			expect(kql).not.toBe(hunt.kql);
			const reading = analyzeInDefender(boundText(hunt, kql).text);
			expect([hunt.id, reading.diagnostics]).toEqual([hunt.id, []]);
			expect(reading.columns).toEqual(hunt.columns);
		}
	});
});

/** Values that would change the query if they were code. */
const HOSTILE = [
	'"; DeviceInfo | take 1 //',
	"'; .show tables",
	'" | union EmailEvents | where "a"=="a',
	'a\\',
	'\\"',
	'x\n| union DeviceInfo',
	'\u2028',
	'```',
	'_p_from',
	'{{ $json.x }}',
	'%22%3b',
	'datetime(2020)); T',
	'\u202e🔥',
];

describe('hunt library › hostile values', () => {
	eachRow(libraryHunts.map((hunt) => [hunt.id, hunt] as const))(
		'each hunt → the same statements and columns, each value one literal',
		(_, hunt) => {
			const values = {
				...someValues,
				...Object.fromEntries(ENTITY_FIELDS.map((field) => [field, HOSTILE])),
				subject: HOSTILE.join(' '),
			};
			const text = bindText(hunt.kql, huntParameters(hunt, values, someWindow)).text;
			const plain = analyzeInDefender(bindText(hunt.kql, huntParameters(hunt, someValues, someWindow)).text);
			const hostile = analyzeInDefender(text);
			expect(hostile.diagnostics).toEqual([]);
			expect(hostile.statements).toEqual(plain.statements);
			expect(hostile.columns).toEqual(plain.columns);
			const literals = hostile.strings.map(({ value }) => value);
			const usesText =
				/_p_(?:hostNames|plainAccounts|upns|ips|domains|urls|appNames|internetMessageIds|sha256)/.exec(
					hunt.kql,
				)?.[0];
			expect(usesText).toBeDefined();
			// Hashes and principal names are sorted by their form, so only a hostile one of that form is sent.
			if (!/_p_(?:sha256|upns)/.test(usesText ?? '')) expect(literals).toContain(HOSTILE[2]);
		},
	);
});

describe('hunt library › each hunt', () => {
	it('first column → Timestamp, then ReportId where there is one', () => {
		for (const { id, columns } of libraryHunts) {
			expect([id, columns[0]]).toEqual([id, 'Timestamp']);
			if (columns.includes('ReportId')) expect([id, columns[1]]).toEqual([id, 'ReportId']);
		}
	});

	it('question, ID and fields → one question each, a unique ID and at least one need', () => {
		expect(libraryHunts).toHaveLength(25);
		expect(new Set(libraryHunts.map(({ id }) => id)).size).toBe(25);
		for (const hunt of libraryHunts) {
			expect(hunt.question).toMatch(/^[^?.!]+(?:\. [^?.!]+)?\?$/);
			expect(hunt.needs.length).toBeGreaterThan(0);
			expect(fieldsOfHunt(hunt).includes('threshold')).toBe(hunt.threshold !== undefined);
			expect(hunt.kql.includes('_p_threshold')).toBe(hunt.threshold !== undefined);
			expect(hunt.kql.includes('_p_baselineFrom')).toBe(fieldsOfHunt(hunt).includes('baselineDays'));
			expect(hunt.kql.includes('_p_from')).toBe(hunt.window === 'event');
			expect(hunt.attack.every((technique) => /^T\d{4}(?:\.\d{3})?$/.test(technique))).toBe(true);
		}
	});
});
