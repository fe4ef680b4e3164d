import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { incidentItem } from '../../../defender/incidents/simplify.ts';
import { alert, evidence, incident } from '../../support/incidents.mts';
import names from '../../public-names.json' with { type: 'json' };
import { benchPerFile } from '../../support/benchHooks.mts';
import { incidentById, jsonOf, our } from '../../support/practice.mts';
import { expectPreviewed, previewOf } from '../../support/previews.mts';
import { updateStep } from '../../support/updateFixture.mts';

const current = benchPerFile();

const Named = z.object({ properties: z.record(z.unknown()) });
const namesIn = (preview: unknown) => Object.keys(Named.parse(preview).properties).sort();

async function incidents(parameters: INodeParameters) {
	const result = await current.bench.run(our('getIncidents', parameters));
	expect(result.error).toBeUndefined();
	const items = jsonOf(result, 'getIncidents');
	expect(items.length).toBeGreaterThan(0);
	return items;
}

describe('output preview', () => {
	const operations = Object.entries(names.nodes).flatMap(
		([type, { parameters }]): readonly { readonly type: string; readonly operation?: string }[] =>
			'operation' in parameters
				? parameters.operation.values.map((operation) => ({ type, operation }))
				: [{ type }],
	);

	current.eachRow(operations)('each operation → has a schema in dist', ({ type, operation }) => {
		expect(previewOf(type, operation)).toMatchObject({ type: 'object' });
	});

	it('incidents with and without alerts → match it', async () => {
		expectPreviewed(await incidents({ returnAll: true }), 'getIncidents', 'getAll');
		const options = { includeAlerts: true };
		expectPreviewed(await incidents({ returnAll: true, options }), 'getIncidents', 'getAll');
		const one = { operation: 'get', incidentId: incidentById('48417') };
		expectPreviewed(await incidents({ ...one, options }), 'getIncidents', 'get');
		current.bench.fault({
			status: 200,
			body: { ...current.bench.tenant.incidents.get('48417'), alerts: null },
		});
		expectPreviewed(await incidents({ ...one, options }), 'getIncidents', 'get');
	});

	it('simplified incident → the same fields, no more and no fewer', () => {
		const evidenceOf = (index: number) => [
			evidence('deviceEvidence', { mdeDeviceId: String(index) }),
			evidence('userEvidence', { userAccount: { accountName: String(index) } }),
			evidence('fileEvidence', { fileDetails: { fileName: String(index) } }),
			evidence('ipEvidence', { ipAddress: String(index) }),
			evidence('urlEvidence', { url: String(index) }),
			evidence('mailboxEvidence', { primaryAddress: String(index) }),
			evidence('analyzedMessageEvidence', { networkMessageId: String(index) }),
		];
		const alerts = Array.from({ length: 201 }, (_, index) => alert({ evidence: evidenceOf(index) }));
		const truncated = { comments: 'why', evidence: 'why' };
		const most = incidentItem(incident({ alerts, truncated }), true);
		const least = incidentItem(incident({ alerts: 'unavailable' }), true);
		// The node adds mergedFrom.
		const all = [...new Set([...Object.keys(most), ...Object.keys(least), 'mergedFrom'])].sort();
		expect(namesIn(previewOf('getIncidents', 'get'))).toEqual(all);
		// Of a list alone Microsoft says that one of its products did not answer, and rows of it may be malformed.
		const ofLists = ['malformedIncidents', 'partialAnswer'];
		expect(namesIn(previewOf('getIncidents', 'getAll'))).toEqual([...all, ...ofLists].sort());
	});

	current.eachRow([
		['with an effect', { updateFields: { status: 'inProgress' } }],
		['that has nothing to do', { updateFields: { status: 'inProgress' } }],
		[
			'with everything',
			{ tagsMode: 'add', tags: 'seen', comment: 'Seen.', updateFields: { verdict: 'truePositive:malware' } },
		],
	])('updates of each kind → match it', async (_, parameters) => {
		const result = await current.bench.run(updateStep(parameters));
		expect(result.error).toBeUndefined();
		expectPreviewed(jsonOf(result, 'updateIncident'), 'updateIncident', 'update');
	});

	it('update of a merged incident → matches it', async () => {
		const merged = current.bench.tenant.incidents.all().find(({ status }) => status === 'redirected');
		const result = await current.bench.run(updateStep({ updateFields: { status: 'resolved' } }, merged?.id));
		const items = jsonOf(result, 'updateIncident');
		expect(items).toMatchObject([{ outcome: 'conflict' }]);
		expectPreviewed(items, 'updateIncident', 'update');
	});

	it('hunt → names no column, because the query decides', () => {
		expect(namesIn(previewOf('runHuntingQuery', 'query'))).toEqual([]);
	});
});
