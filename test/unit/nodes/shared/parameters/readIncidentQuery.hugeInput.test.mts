import { describe, expect, it } from 'vitest';
import { readRawFilter } from '../../../../../defender/incidents/odata.ts';
import { matches } from '../../../../../defender/incidents/query.ts';
import { editTags, isEditApplied } from '../../../../../defender/incidents/tags.ts';
import { collectionOf } from '../../../../../nodes/shared/parameters/parameterSource.ts';
import { readTags } from '../../../../../nodes/shared/parameters/readChoice.ts';
import { readIncidentQuery } from '../../../../../nodes/shared/parameters/readIncidentQuery.ts';
import { runItems } from '../../../../../nodes/shared/items/runItems.ts';
import { incident } from '../../../../support/incidents.mts';
import { n8nContext } from '../../../../support/n8nContext.mts';
import { thrown } from '../../../../support/defenderErrors.mts';
import { eachRow } from '../../../../../lab/test/support/eachRow.mts';

const MAX_MS = 2_000;

function withinLimit<T>(work: () => T): T {
	const before = process.cpuUsage();
	const result = work();
	const { user, system } = process.cpuUsage(before);
	expect((user + system) / 1_000).toBeLessThan(MAX_MS);
	return result;
}

const query = (filters: Readonly<Record<string, unknown>>) =>
	readIncidentQuery(collectionOf(filters, 'filters', 'UTC'), () => undefined);
const TAGS = { name: 'tags', displayName: 'Tags', default: '' };
const tagsIn = (tags: unknown) => readTags(collectionOf({ tags }, 'updateFields', 'UTC'), TAGS);
const names = (count: number) => Array.from({ length: count }, (_, at) => `Tag ${at}`);
const sparse: unknown[] = new Array(5_000_000).fill('active');

describe('readIncidentQuery › value above its limit', () => {
	eachRow([
		['tags', names(100_000), 'Tags has more than 10,000 entries'],
		['tags', 'a,'.repeat(400_000), 'Tags has more than 10,000 entries'],
		['tags', 'a,'.repeat(10_000_000), 'Tags has 20,000,000 characters; the maximum is 1,000,000'],
		['excludeTags', new Array(10_000).fill('x'.repeat(1_000)), 'Exclude Tags has 10,000,000 characters'],
		['serviceSource', names(100_000), 'Service Source has more than 10,000 entries'],
		['nameContains', 'x'.repeat(50_000_000), 'Name Contains has 50,000,000 characters'],
		['assignedTo', ' '.repeat(50_000_000), 'Assigned To has 50,000,000 characters'],
		['status', sparse, 'Status has more than 10,000 entries'],
		['status', 'active,'.repeat(1_000_000), 'Status has 7,000,000 characters'],
		['odata', `id eq '${'x'.repeat(10_000_000)}'`, 'OData Filter has 10,000,008 characters'],
		['odata', `id eq '${'x'.repeat(10_000)}'`, 'OData Filter has 10,008 characters; the maximum is 10,000'],
		['createdAfter', '2026-'.repeat(5_000_000), 'Created After is not a date and time'],
	])('each filter → an error within two seconds', (filter, value, expected) => {
		const refusal = withinLimit(() => thrown(() => query({ [filter]: value })));
		expect(refusal.reason.kind).toBe('invalidInput');
		expect(refusal.message).toContain(expected);
		expect(refusal.description).toMatch(/^[A-Z]/);
	});

	it('tags to write → an error within two seconds', () => {
		expect(withinLimit(() => thrown(() => tagsIn(names(100_000)))).message).toBe(
			'Tags has more than 10,000 entries',
		);
	});
});

describe('largest accepted filters', () => {
	it('10,000 tags and a name of 1,000,000 characters, 2,000 incidents → matched within two seconds', () => {
		const own = incident({ customTags: names(20), displayName: 'A name' });
		const wanted = query({
			tags: names(10_000).reverse(),
			excludeTags: names(10_000).map((tag) => `${tag}x`),
		});
		const named = query({ nameContains: 'A'.repeat(1_000_000) });
		withinLimit(() => {
			for (let at = 0; at < 2_000; at += 1) {
				expect(matches(wanted, own)).toBe(true);
				expect(matches(named, own)).toBe(false);
			}
		});
	});

	it('repeated choices → each once', () => {
		const many = new Array(10_000).fill('active');
		expect(query({ status: many }).status).toEqual(['active']);
	});

	it('10,000 tags to add to 20,000 → edited within two seconds', () => {
		const edit = { add: names(10_000).map((tag) => tag.toUpperCase()), drop: 'others' as const };
		const after = withinLimit(() => editTags(edit, names(20_000)));
		expect(after).toEqual(names(10_000));
		expect(withinLimit(() => isEditApplied(edit, names(20_000), after))).toBe(true);
	});
});

describe('readRawFilter', () => {
	eachRow([
		[`name eq '${'x'.repeat(10_000_000)}'`, true],
		[`name eq '${"''".repeat(3_000_000)}'`, true],
		[`${'('.repeat(3_000_000)}${')'.repeat(3_000_000)}`, true],
		[`name eq '${'x'.repeat(10_000_000)}`, false],
		['('.repeat(5_000_000), false],
	])('millions of characters or parentheses → read without recursion', (text, isClosed) => {
		expect(withinLimit(() => readRawFilter(text)) !== undefined).toBe(isClosed);
	});
});

describe('value that is nested too deeply', () => {
	const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));

	eachRow([
		['a list of choices', () => query({ status: [deep] })],
		['a name to look for', () => query({ nameContains: deep })],
		['a number', () => query({ minPriority: deep })],
		['a date', () => query({ createdAfter: deep })],
		['tags', () => tagsIn([deep])],
	])('in any parameter → an error that says so', async (_, read) => {
		const run = async (continueOnFail: boolean) =>
			await runItems(n8nContext({ continueOnFail }), { bound: 1 }, async () => {
				read();
				return [];
			});
		await expect(run(false)).rejects.toMatchObject({
			message: 'A value is nested too deeply to be read',
			description: expect.stringContaining('Point the expressions at the intended fields') as unknown,
		});
		expect((await run(true))[0]?.json['error']).toBe('A value is nested too deeply to be read');
	});
});
