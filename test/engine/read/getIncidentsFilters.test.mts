import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { IncidentRecord } from '../../../lab/tenant/practice.mts';
import { benchPerFile } from '../../support/benchHooks.mts';
import { newestFirst, sorted } from '../../support/incidentOracle.mts';
import { jsonOf, our } from '../../support/practice.mts';

const current = benchPerFile();
type Matches = (incident: IncidentRecord) => boolean;

const NOON = '2026-11-21T12:00:00.0000000Z';
const noon = '2026-11-21T12:00:00Z';
const tagsOf = ({ customTags, systemTags }: IncidentRecord) =>
	[...customTags, ...systemTags].map((tag) => tag.toLowerCase());
const all = (matches?: Matches) => newestFirst(current.bench.tenant.incidents, matches).map(({ id }) => id);

async function read(parameters: INodeParameters) {
	const before = current.bench.apiCalls().length;
	const result = await current.bench.run(our('getIncidents', parameters));
	return {
		ids: jsonOf(result, 'getIncidents').map(({ id }) => id),
		hints: result.hints('getIncidents').map(({ message }) => message),
		error: result.error,
		calls: current.bench.practice.calls.filter(({ kind }) => kind === 'graph').slice(before),
	};
}

/** A tag that only some incidents of the tenant have. */
function someTag(): string {
	const tag = current.bench.tenant.incidents.all().flatMap(tagsOf)[0];
	if (tag === undefined) throw new Error('The tenant has no tag.');
	return tag;
}

describe('a filter finds exactly the incidents that meet it', () => {
	current.eachRow<[string, INodeParameters, Matches]>([
		['classification', { classification: ['truePositive'] }, (one) => one.classification === 'truePositive'],
		[
			'classification not set',
			{ classification: ['unknown'] },
			(one) => one.classification === 'unknown' || one.classification === null,
		],
		[
			'determination',
			{ determination: ['phishing', 'malware'] },
			(one) => /^(phishing|malware)$/.test(String(one.determination)),
		],
		['severity', { severity: ['high'] }, (one) => one.severity === 'high'],
		['no owner', { unassigned: true }, (one) => one.assignedTo === null],
		['created after', { createdAfter: noon }, (one) => one.createdDateTime >= NOON],
		['created before', { createdBefore: noon }, (one) => one.createdDateTime < NOON],
		['updated before', { updatedBefore: noon }, (one) => one.lastUpdateDateTime < NOON],
		[
			'updated between',
			{ updatedAfter: '2026-11-20T12:00:00Z', updatedBefore: noon },
			(one) => one.lastUpdateDateTime >= '2026-11-20T12:00:00.0000000Z' && one.lastUpdateDateTime < NOON,
		],
		['name', { nameContains: 'PHISH' }, (one) => /phish/i.test(one.displayName)],
		[
			'product',
			{ serviceSource: ['microsoftDefenderForOffice365'] },
			(one) => one.alerts.some((alert) => alert.serviceSource === 'microsoftDefenderForOffice365'),
		],
		[
			'sensor',
			{ detectionSource: ['antivirus'] },
			(one) => one.alerts.some((alert) => alert.detectionSource === 'antivirus'),
		],
		['priority', { minPriority: 60 }, (one) => (one.priorityScore ?? -1) >= 60],
		['raw text', { odata: "severity eq 'low'" }, (one) => one.severity === 'low'],
		[
			'raw text with or, inside its own parentheses',
			{ odata: "severity eq 'low' or severity eq 'high'", status: ['active'], unassigned: true },
			(one) => /^(low|high)$/.test(one.severity) && one.status === 'active' && one.assignedTo === null,
		],
		[
			'many at once',
			{
				status: ['active', 'inProgress'],
				severity: ['high', 'medium'],
				minPriority: 40,
				createdBefore: noon,
			},
			(one) =>
				/^(active|inProgress)$/.test(one.status) &&
				/^(high|medium)$/.test(one.severity) &&
				(one.priorityScore ?? -1) >= 40 &&
				one.createdDateTime < NOON,
		],
	])('one filter or several together → exactly the incidents that match', async (_, filters, matches) => {
		const wanted = all(matches);
		expect(wanted.length).toBeGreaterThan(0);
		expect(wanted.length).toBeLessThan(all().length);
		expect((await read({ returnAll: true, filters })).ids).toEqual(wanted);
		expect((await read({ limit: 2, filters })).ids).toEqual(wanted.slice(0, 2));
	});

	it('tag in another letter case, included or excluded → exactly the incidents that match', async () => {
		const tag = someTag();
		const has: Matches = (incident) => tagsOf(incident).includes(tag);
		const filters = { tags: `no such tag, ${tag.toUpperCase()}` };
		expect((await read({ returnAll: true, filters })).ids).toEqual(all(has));
		const without = { excludeTags: tag.toUpperCase() };
		expect((await read({ returnAll: true, filters: without })).ids).toEqual(all((one) => !has(one)));
		expect((await read({ filters: { ...filters, ...without } })).ids).toEqual([]);
	});

	it('highest priority as the minimum → the incidents of this priority', async () => {
		const scores = current.bench.tenant.incidents.all().map(({ priorityScore }) => priorityScore ?? 0);
		const minPriority = Math.max(...scores);
		const top = all(({ priorityScore }) => priorityScore === minPriority);
		expect((await read({ returnAll: true, filters: { minPriority } })).ids).toEqual(top);
	});
});

describe('Get Incidents, sort order', () => {
	current.eachRow(['updatedDesc', 'createdAsc', 'createdDesc', 'priorityDesc'] as const)(
		'each sort order → decides the order and what Limit leaves out',
		async (sort) => {
			const ids = sorted(current.bench.tenant.incidents, sort).map(({ id }) => id);
			expect((await read({ returnAll: true, options: { sort } })).ids).toEqual(ids);
			expect((await read({ limit: 7, options: { sort } })).ids).toEqual(ids.slice(0, 7));
		},
	);
});

describe('Get Incidents', () => {
	it('options whose expressions return null → the defaults', async () => {
		const options = { sort: '={{ null }}', merged: '={{ null }}', maxScanned: '={{ null }}' };
		const { ids, error } = await read({ limit: 7, options });
		expect(error).toBeUndefined();
		expect(ids).toEqual((await read({ limit: 7 })).ids);
	});
});

describe('Get Incidents, Max Scanned', () => {
	// The only match is the one that was changed longest ago of those with a name of their own.
	const lastNamed = () => {
		const list = newestFirst(current.bench.tenant.incidents);
		return list
			.filter((one) => list.every((other) => other === one || other.displayName !== one.displayName))
			.at(-1);
	};
	const ask = (maxScanned: number) =>
		read({ limit: 1, filters: { nameContains: lastNamed()?.displayName ?? '' }, options: { maxScanned } });

	it('all incidents → the last match, without a hint', async () => {
		const { ids, hints } = await ask(current.bench.tenant.incidents.all().length);
		expect(ids).toEqual(all((one) => one.displayName === lastNamed()?.displayName).slice(0, 1));
		expect(hints).toEqual([]);
	});

	it('fewer than needed → reading stops, and a hint says so', async () => {
		const few = await ask(20);
		expect(few.ids).toEqual([]);
		expect(few.hints).toEqual([
			expect.stringMatching(
				/^Reading stopped after 20 incidents, of which 0 match\. Others were not read\. Narrow the filters, or raise Max Scanned\.$/,
			),
		]);
		expect(few.calls.length).toBeLessThanOrEqual(3);
	});
});

describe('Get Incidents, request and hints', () => {
	it('dates in the workflow’s time zone → the hint shows them in UTC', async () => {
		const filters = { createdAfter: '2026-11-21T07:00:00', createdBefore: '2026-11-21T19:00:00' };
		const step = our('getIncidents', { returnAll: true, filters });
		const result = await current.bench.run(step, { timezone: 'America/New_York' });
		const [from, before] = [NOON, '2026-11-22T00:00:00.0000000Z'];
		expect(jsonOf(result, 'getIncidents').map(({ id }) => id)).toEqual(
			all(({ createdDateTime: at }) => at >= from && at < before),
		);
		expect(result.hints('getIncidents').map(({ message }) => message)).toEqual([
			`Searched incidents created from ${from} up to, but not including, ${before} (UTC).`,
		]);
	});

	it('OData filter with other filters → sent in parentheses', async () => {
		const filters = { odata: "severity eq 'low' or severity eq 'high'", status: ['active'] };
		const { calls, hints } = await read({ limit: 5, filters });
		expect(calls[0]?.query['$filter']).toContain(
			"status eq 'active' and (severity eq 'low' or severity eq 'high')",
		);
		expect(hints).toEqual([]);
	});

	current.eachRow([
		["status eq 'open'", "'open'"],
		["nosuch eq 'x'", "'nosuch'"],
		["displayName eq 'x'", "'displayName'"],
		["contains(displayName,'x')", 'contains'],
	])('rejected by the service → error after one request', async (odata, named) => {
		for (const more of [{}, { severity: ['high', 'low'], unassigned: true }]) {
			const { error, calls, hints } = await read({ returnAll: true, filters: { odata, ...more } });
			expect(error?.message).toContain(`Microsoft Defender rejected the OData filter "${odata}": `);
			expect(error?.message).toContain(named);
			expect(error?.description).toMatch(/^Correct OData Filter, or use the other filters\./);
			expect(calls).toHaveLength(1);
			expect(hints).toEqual([]);
		}
	});

	current.eachRow(["status eq 'active", "status eq 'active')", "status eq 'active') or (true", '   '])(
		'unbalanced quotes or parentheses, or only spaces → error before any request',
		async (odata) => {
			const { error, calls } = await read({ filters: { odata } });
			expect(error?.message).toMatch(
				/^The OData filter .* has an unclosed quote or parenthesis$|^OData Filter contains only spaces$/,
			);
			expect(calls).toEqual([]);
		},
	);
});
