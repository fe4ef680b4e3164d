import type { INodeParameters } from 'n8n-workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { our } from '../../support/practice.mts';
import { abilities, appAccesses, connections } from '../../support/apiAccess.mts';

type Item = Readonly<Record<string, unknown>>;
type Pair = readonly [graph: readonly Item[], older: readonly Item[]];

/** Properties of an alert that the older API does not have. Graph has no `investigationId`. */
const ALERT_LACKS = [
	...[
		'tenantId',
		'additionalData',
		'providerAlertId',
		'systemTags',
		'alertPolicyId',
		'categories',
		'detectorId',
	],
	...['recommendedActions', 'threatDisplayName', 'comments', 'customDetails', 'productName', 'alertWebUrl'],
];

/** Evidence that only Graph has: kinds added after the older API, and properties that its entities lack. */
const EVIDENCE_LACKS = new Set([
	...['session id', 'session sessionId', 'session userAgent', 'application name', 'application id'],
	...['application appId', 'application objectId', 'storage url', 'storage name', 'adDomain name'],
	...['cloudResource resourceId', 'cloudResource name', 'networkConnection null', 'mailboxRule name'],
	...['mailboxRule id', 'submission id', 'servicePrincipal name', 'ip ipv4', 'url url'],
	...['file md5', 'message networkMessageId', 'message messageId', 'mailCluster id', 'group sid'],
	...['user objectId', 'user sid', 'registryValue name'],
]);
/** The older API has no ID of messages, so they have no value. */
const WITHOUT_VALUE = new Set(['message null', 'mailCluster null']);

const start = benchesPerFile();
let read: (parameters: INodeParameters) => Promise<Pair>;
beforeAll(async () => {
	const connectionFor = await connections(start, {});
	read = async (parameters) => {
		const step = our('getIncidents', { returnAll: true, ...parameters });
		const [graph, older] = await Promise.all(
			appAccesses.map(async (access) => (await connectionFor(access)).items(step)),
		);
		return [graph ?? [], older ?? []];
	};
}, 60_000);

const without = (item: Item, names: readonly string[]): Item =>
	Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
const recordsIn = (value: unknown): readonly Item[] => z.array(z.record(z.unknown())).parse(value ?? []);
const textsIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

describe('simplified incidents of the legacy API', () => {
	it('all incidents → the same as through Graph except for the missing properties', async () => {
		const { lacks } = abilities.legacy;
		const [graph, older] = await read({});
		expect(older.length).toBeGreaterThan(50);
		expect(older.map((item) => without(item, lacks))).toEqual(graph.map((item) => without(item, lacks)));
		expect(Object.keys(older[0] ?? {})).toEqual(Object.keys(graph[0] ?? {}));
		const missing = older.flatMap((item) => lacks.map((name) => item[name]));
		expect(new Set(missing.map((value) => JSON.stringify(value)))).toEqual(new Set(['null', '[]']));
		for (const name of lacks)
			expect(
				graph.some((item) => !['null', '[]'].includes(JSON.stringify(item[name]))),
				name,
			).toBe(true);
	});

	it('with alerts → the same entities as through Graph, and no further IP addresses or URLs', async () => {
		const { lacks } = abilities.legacy;
		const [graph, older] = await read({ options: { includeAlerts: true } });
		// Addresses of senders, of network connections and of stored files are in evidence that it lacks.
		const differing = [...lacks, 'ips', 'urls', 'accounts', 'messages'];
		const compared = (item: Item) => ({
			...without(item, differing),
			devices: recordsIn(item['devices']).map((device) => without(device, ['onboardingStatus'])),
			files: recordsIn(item['files']).map((file) => without(file, ['md5'])),
		});
		expect(older.map(compared)).toEqual(graph.map(compared));
		const upnsIn = (item: Item | undefined) => recordsIn(item?.['accounts']).flatMap(({ upn }) => upn ?? []);
		for (const [at, item] of older.entries()) {
			expect(upnsIn(item)).toEqual(upnsIn(graph[at]));
			expect(item['messages']).toEqual([]);
		}
		expect(older.flatMap(upnsIn).length).toBeGreaterThan(20);
		for (const name of ['ips', 'urls']) {
			for (const [at, item] of older.entries())
				expect(textsIn(graph[at]?.[name])).toEqual(expect.arrayContaining([...textsIn(item[name])]));
			expect(older.some((item) => textsIn(item[name]).length > 0)).toBe(true);
		}
	});
});

describe('other outputs of the legacy API', () => {
	it('alerts → the same as through Graph except for the missing properties', async () => {
		const [graph, older] = await read({ output: 'alerts' });
		const differing = [...ALERT_LACKS, 'investigationId', 'evidence'];
		expect(older.length).toBeGreaterThan(100);
		expect(older.map((item) => without(item, differing))).toEqual(
			graph.map((item) => without(item, differing)),
		);
		for (const name of ALERT_LACKS) expect(older[0]).not.toHaveProperty(name);
	});

	it('evidence → the values of Graph that its entities contain, without verdicts', async () => {
		const [graph, older] = await read({ output: 'evidence' });
		const kindOf = ({ entityType, iocType }: Item) => `${String(entityType)} ${String(iocType)}`;
		const keyOf = (item: Item) => JSON.stringify([item['incidentId'], kindOf(item), item['value']]);
		const [graphs, olders] = [new Set(graph.map(keyOf)), new Set(older.map(keyOf))];
		const onlyGraph = new Set(graph.filter((item) => !olders.has(keyOf(item))).map(kindOf));
		const onlyOlder = new Set(older.filter((item) => !graphs.has(keyOf(item))).map(kindOf));
		expect(onlyGraph).toEqual(EVIDENCE_LACKS);
		expect(onlyOlder).toEqual(WITHOUT_VALUE);
		expect(older.length).toBeGreaterThan(400);
		expect(new Set(older.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
		expect(new Set(older.map(({ remediationStatus }) => remediationStatus))).toEqual(new Set([null]));
	});
});
