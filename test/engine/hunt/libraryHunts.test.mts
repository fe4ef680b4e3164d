import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { benchPerFile } from '../../support/benchHooks.mts';
import { incidentById, jsonOf, our } from '../../support/practice.mts';
import { expectPreviewed } from '../../support/previews.mts';

const current = benchPerFile();
const node = 'runHuntingQuery';
const RANSOMWARE = /Ransomware on multiple endpoints/;

const Summary = z.object({
	hunt: z.string(),
	question: z.string(),
	searchedFor: z.record(z.object({ count: z.number(), values: z.array(z.string()) })),
	leftOut: z.record(z.number()),
	window: z.object({ from: z.string(), to: z.string() }).nullable(),
	rowCount: z.number().nullable(),
	truncated: z.boolean(),
	windowOpen: z.boolean(),
	skipped: z.boolean(),
	reason: z.string().nullable(),
	summary: z.string(),
	rows: z.array(z.record(z.unknown())),
	order: z.number().optional(),
	budget: z.object({ requests: z.number(), used: z.number() }).optional(),
});

async function hunt(parameters: INodeParameters, input: readonly object[] = [{}]) {
	const result = await current.bench.run(our(node, { operation: 'library', ...parameters }), { input });
	expect(result.error).toBeUndefined();
	return { items: jsonOf(result, node), hints: result.hints(node).map(({ message }) => message) };
}
const summaries = async (parameters: INodeParameters, input?: readonly object[]) =>
	z.array(Summary).parse((await hunt(parameters, input)).items);
const refusalOf = async (parameters: INodeParameters) => {
	const { error } = await current.bench.run(our(node, { operation: 'library', ...parameters }));
	return {
		message: error?.message,
		description: z.object({ description: z.string() }).parse(error).description,
	};
};
const incidentNamed = (name: RegExp) => {
	const found = current.bench.tenant.incidents.all().find(({ displayName }) => name.test(displayName ?? ''));
	if (found === undefined) throw new Error(`no incident ${name.source}`);
	return found.id;
};
/** The tenant's data is from November 2026, and the host's clock may be later. */
const MONTH = { timeRange: 'between', from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };

describe('library hunt › by values', () => {
	it('device → one summary item with what was searched, and the output schema', async () => {
		const items = await summaries({ hunt: 'script-abuse', devices: 'lt-0471, lt-0702', ...MONTH });
		expect(items).toMatchObject([
			{ hunt: 'script-abuse', rowCount: 2, skipped: false, reason: null, truncated: false, leftOut: {} },
		]);
		expect(items[0]?.searchedFor).toEqual({ devices: { count: 2, values: ['lt-0471', 'lt-0702'] } });
		expect(items[0]?.summary).toMatch(/^2 suspicious commands \(1 device\).* Searched 2 devices from /);
		expectPreviewed(items, node, 'library');
	});

	it('no row → one item that says what it means, for a table and a file too; rows as chosen', async () => {
		const nothing = { hunt: 'script-abuse', devices: 'nobody', ...MONTH };
		const [item] = await summaries(nothing);
		expect(item).toMatchObject({ rowCount: 0, skipped: false, rows: [] });
		expect(item?.summary).toContain('\nNo command line has one of these patterns.');
		expect((await hunt({ ...nothing, output: 'table' })).items).toMatchObject([{ rowCount: 0, rows: [] }]);
		expect((await hunt({ ...nothing, output: 'file' })).items).toMatchObject([{ rowCount: 0 }]);
		expect((await hunt({ ...nothing, output: 'rows' })).items).toEqual([]);
		expect((await hunt({ ...nothing, output: 'rows', onEmpty: 'item' })).items).toMatchObject([
			{ rowCount: 0 },
		]);
	});

	it('rows with a limit → the rows, and a hint', async () => {
		const { items, hints } = await hunt({
			hunt: 'device-timeline',
			devices: ['lt-0471'],
			output: 'rows',
			limit: 3,
			...MONTH,
		});
		expect(items).toHaveLength(3);
		expect(hints.join()).toContain('limit of 3');
	});

	it('no value, unknown hunt, invalid hash → refused with what to do, no request', async () => {
		const before = current.bench.apiCalls().length;
		expect(await refusalOf({ hunt: 'script-abuse' })).toMatchObject({
			message: 'The hunt "script-abuse" has no value to search for',
		});
		const unknown = await refusalOf({ hunt: 'find-everything' });
		expect(unknown.message).toContain(
			'"find-everything" is not a hunt; use one of: alerts-about-entity, device-timeline',
		);
		expect(unknown.description).toContain('script-abuse: Did scripts or system tools');
		expect((await refusalOf({ hunt: 'hash-spread', hashes: 'abc' })).message).toBe(
			'"abc" is not a file hash',
		);
		expect(current.bench.apiCalls().length).toBe(before);
	});
});

describe('library hunt › from an incident', () => {
	it('the same values by hand and in the same time range → the same rows', async () => {
		const incidentId = incidentById(incidentNamed(RANSOMWARE));
		for (const id of [
			'script-abuse',
			'lateral-movement',
			'hash-spread',
			'credential-access',
			'ransomware-precursors',
		]) {
			const from = { entitiesFrom: 'incident', windowEnd: 'activity' };
			const [found] = await summaries({ hunt: id, incidentId, ...from });
			if (found?.window === null || found === undefined) throw new Error('no time range');
			const fields = enteredValues(found);
			const times = { timeRange: 'between', from: found.window.from, to: found.window.to };
			const rows = (await hunt({ hunt: id, incidentId, ...from, output: 'rows' })).items;
			const byHand = (await hunt({ hunt: id, ...fields, ...times, output: 'rows' })).items;
			expect(rows.length).toBeGreaterThan(0);
			expect([id, byHand]).toEqual([id, rows]);
		}
	});

	it('no incident chosen → that of the input item, of an alert its incident; none → refused', async () => {
		const id = incidentNamed(RANSOMWARE);
		const parameters = { hunt: 'script-abuse', entitiesFrom: 'incident' };
		for (const item of [{ id }, { id: 'da637', incidentId: Number(id) }])
			expect(await summaries(parameters, [item])).toMatchObject([{ rowCount: 2 }]);
		expect((await refusalOf(parameters)).message).toBe('No incident is chosen');
	});

	it('incident without a message → skipped with the reason, also as rows', async () => {
		const parameters = {
			hunt: 'mail-clicks',
			entitiesFrom: 'incident',
			incidentId: incidentById(incidentNamed(/Suspicious use of a service/)),
		};
		const reason = 'The incident names none of these: message, URL, domain.';
		for (const output of ['summary', 'rows', 'table'])
			expect(await summaries({ ...parameters, output })).toMatchObject([
				{ skipped: true, reason, rowCount: null, rows: [] },
			]);
	});
});

/** The values that a person would enter: what the item lists. */
function enteredValues({ searchedFor }: z.infer<typeof Summary>): INodeParameters {
	return Object.fromEntries(Object.entries(searchedFor).map(([field, { values }]) => [field, values]));
}

describe('library hunt › as a tool of an AI agent', () => {
	const asTool = async (parameters: INodeParameters) => {
		const { type, ...rest } = our(node, { operation: 'library', ...parameters });
		return await current.bench.run({ ...rest, type: `${type}Tool` });
	};

	it('ID in any case, values as text → the hunt; a query of the model is not read', async () => {
		const before = current.bench.apiCalls().length;
		const result = await asTool({
			hunt: '={{ " Script-Abuse" }}',
			devices: 'lt-0471',
			query: 'EmailEvents',
			...MONTH,
		});
		expect(result.error).toBeUndefined();
		expect(z.array(Summary).parse(jsonOf(result, node))).toMatchObject([
			{ hunt: 'script-abuse', rowCount: 2 },
		]);
		expect(current.bench.apiCalls().length).toBe(before + 1);
	});

	it('value with KQL → data, no row and no other table', async () => {
		const devices = 'x"; EmailEvents | take 1 //';
		const items = z
			.array(Summary)
			.parse(jsonOf(await asTool({ hunt: 'script-abuse', devices, ...MONTH }), node));
		expect(items).toMatchObject([{ rowCount: 0 }]);
	});
});

describe('everything that fits an incident', () => {
	it('ransomware → one item for each hunt in order, at most 8 requests', async () => {
		const before = current.bench.apiCalls().length;
		const items = await summaries({ hunt: 'all', entitiesFrom: 'incident' }, [
			{ id: incidentNamed(RANSOMWARE) },
		]);
		expect(items).toHaveLength(25);
		expect(items.map(({ order }) => order)).toEqual(items.map((_, index) => index + 1));
		const sent = current.bench.apiCalls().length - before;
		expect(sent).toBeLessThanOrEqual(8);
		expect(items.at(-1)?.budget).toEqual({ requests: 8, used: sent });
		expect(items.filter(({ skipped }) => !skipped)).toHaveLength(sent - 1);
		for (const { skipped, reason, summary } of items) {
			expect(skipped).toBe(reason !== null);
			expect(summary.length).toBeLessThanOrEqual(1_000);
		}
		expectPreviewed(items, node, 'library');
	});
});
