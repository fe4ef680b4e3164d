import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { evidenceTypes, fullEvidence } from '../../support/evidenceModel.mts';
import { scannedValues, spelled } from '../../support/evidenceOracle.mts';
import { hostileStrings } from '../../../lab/test/support/hostileStrings.mts';
import { benchPerFile } from '../../support/benchHooks.mts';
import { newestFirst } from '../../support/incidentOracle.mts';
import { incidentById, jsonOf, our } from '../../support/practice.mts';

const current = benchPerFile();
const ID = '48417';

async function items(parameters: INodeParameters): Promise<readonly Readonly<Record<string, unknown>>[]> {
	const result = await current.bench.run(our('getIncidents', parameters));
	expect(result.error).toBeUndefined();
	return jsonOf(result, 'getIncidents');
}
const one = (output: string) => items({ operation: 'get', incidentId: incidentById(ID), output });
/** The service writes instants without the zeros at their end. */
const trimmed = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replace(/\.?0*Z"/g, 'Z"'));
const incident = () => {
	const found = current.bench.tenant.incidents.get(ID);
	if (found === undefined) throw new Error(`The practice tenant lacks incident ${ID}.`);
	return found;
};

describe('Get Incidents, Output set to Alerts', () => {
	it('one incident → each alert as an item with its incident', async () => {
		const { alerts, displayName, incidentWebUrl } = incident();
		const about = { incidentId: ID, incidentDisplayName: displayName, incidentWebUrl };
		const found = await one('alerts');
		expect(found).toMatchObject(alerts.map(({ id, title }) => ({ id, title, ...about })));
		const sent = alerts.map(({ evidence }) => evidence);
		expect(trimmed(found.map(({ evidence }) => evidence))).toEqual(trimmed(sent));
		expect(found.length).toBeGreaterThan(1);
	});

	it('many incidents with a limit → the alerts in the order of the incidents, and the limit counts incidents', async () => {
		const wanted = newestFirst(current.bench.tenant.incidents).slice(0, 7);
		expect((await items({ output: 'alerts', limit: 7 })).map(({ id }) => id)).toEqual(
			wanted.flatMap(({ alerts }) => alerts.map(({ id }) => id)),
		);
	});

	it('alerts that are in two incidents during a merge → each once', async () => {
		const [first, second] = newestFirst(current.bench.tenant.incidents);
		const value = [first, { ...second, alerts: first?.alerts }];
		current.bench.fault({ status: 200, body: { value } });
		const found = await items({ output: 'alerts', limit: 2 });
		expect(found.map(({ id }) => id)).toEqual(first?.alerts.map(({ id }) => id));
	});
});

describe('Get Incidents, Output set to Evidence', () => {
	it('one incident → every value that a scan of the alerts finds', async () => {
		const found = await one('evidence');
		const scanned = scannedValues(incident().alerts.map(({ evidence }) => evidence));
		const ours = new Set(
			found.map(({ iocType, value }) => {
				const kind = iocType === 'ipv4' || iocType === 'ipv6' ? 'ip' : String(iocType);
				return spelled(kind, String(value));
			}),
		);
		expect(scanned.size).toBeGreaterThan(10);
		expect([...scanned].filter((value) => !ours.has(value))).toEqual([]);
		for (const item of found) expect(item).toMatchObject({ incidentId: ID });
	});

	it('all published types and hostile texts → unchanged', async () => {
		const texts = hostileStrings.map(({ text }) => text).filter((text) => text !== '');
		const files = texts.map((text) => fullEvidence('fileEvidence', () => text));
		const evidence = [...evidenceTypes.map((type) => fullEvidence(type)), ...files];
		const { alerts, ...rest } = incident();
		current.bench.fault({ status: 200, body: { ...rest, alerts: [{ ...alerts[0], evidence }] } });
		const found = await one('evidence');
		const types = new Set(found.map((item) => JSON.stringify(item['evidence'])));
		expect(evidence.filter((raw) => !types.has(JSON.stringify(raw)))).toEqual([]);
		const values = new Set(found.map(({ value }) => value));
		expect(texts.filter((text) => !values.has(text))).toEqual([]);
	});

	it('unknown type → an item with its type and the whole evidence', async () => {
		const raw = {
			'@odata.type': '#microsoft.graph.security.quantumEvidence',
			verdict: 'veryNew',
			qubits: [1, { a: '"' }],
		};
		const { alerts, ...rest } = incident();
		current.bench.fault({ status: 200, body: { ...rest, alerts: [{ ...alerts[0], evidence: [raw] }] } });
		expect(await one('evidence')).toMatchObject([
			{ entityType: raw['@odata.type'], iocType: null, value: null, verdict: 'veryNew', evidence: raw },
		]);
	});
});

describe('Get Incidents, Output set to Alerts or Evidence', () => {
	current.eachRow(['alerts', 'evidence'])(
		'response without alerts → one item with alertsUnavailable',
		async (output) => {
			const { alerts: _, ...wire } = incident();
			current.bench.fault({ status: 200, body: wire });
			const { displayName: incidentDisplayName, incidentWebUrl } = wire;
			expect(await one(output)).toEqual([
				{ incidentId: ID, incidentDisplayName, incidentWebUrl, alertsUnavailable: true },
			]);
		},
	);

	current.eachRow(['alerts', 'evidence'])('incident without alerts → no item', async (output) => {
		current.bench.fault({ status: 200, body: { ...incident(), alerts: [] } });
		expect(await one(output)).toEqual([]);
	});
});

it('Get Incidents, Output › unknown value → an error that names it, before any request', async () => {
	const before = current.bench.practice.calls.length;
	const result = await current.bench.run(our('getIncidents', { output: '={{ "rows" }}' }));
	expect(result.error).toMatchObject({
		message: '"rows" is not a value of Output',
		description: 'Use one of: alerts, evidence, incidents, targets.',
	});
	expect(current.bench.practice.calls.length).toBe(before);
});
