import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTITY_KEYS } from '../../../tenant/legacy/entities.mts';
import {
	anyText,
	graphCaller,
	errorOf,
	INCIDENTS as GRAPH_INCIDENTS,
	listedObjects,
	type JsonObject,
} from '../../support/graphCaller.mts';
import { INCIDENTS, numbers, startLegacyCaller, type LegacyCaller } from '../../support/legacyCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

let caller: LegacyCaller;
beforeAll(async () => {
	caller = await startLegacyCaller({});
});
afterAll(() => caller.practice.close());

const objects = (value: unknown): JsonObject[] =>
	Array.isArray(value) ? value.map((item: unknown) => ({ ...(typeof item === 'object' ? item : {}) })) : [];
const one = async (id: string) => (await caller.get(`${INCIDENTS}/${id}`)).json;
const everyAlert = async () => {
	const page = [...listedObjects(await caller.list()), ...listedObjects(await caller.list({ $skip: '100' }))];
	return page.flatMap(({ alerts }) => objects(alerts));
};

describe('legacy incidents', () => {
	it('an incident → the documented properties, numeric IDs, PascalCase members', async () => {
		const { incidents } = caller.tenant;
		incidents.create({
			id: '90001',
			severity: 'unknown',
			customTags: ['tier2'],
			systemTags: ['Critical asset'],
		});
		incidents.comment('ann@contoso.com', '90001', 'Seen.');
		expect(await one('90001')).toEqual({
			'@odata.context': anyText,
			incidentId: 90001,
			redirectIncidentId: null,
			incidentName: 'Practice incident 90001',
			createdTime: anyText,
			lastUpdateTime: anyText,
			assignedTo: null,
			classification: 'Unknown',
			determination: 'NotAvailable',
			status: 'Active',
			severity: 'UnSpecified',
			tags: ['tier2'],
			comments: [{ comment: 'Seen.', createdBy: 'ann@contoso.com', createdTime: anyText }],
			alerts: [],
		});
	});

	it("a merged incident → redirected, without alerts, with the target's number", async () => {
		const { incidents } = caller.tenant;
		const [source, target] = [incidents.create({ id: '90002' }), incidents.create({ id: '90003' })];
		incidents.addAlert(source.id);
		incidents.merge(source.id, target.id);
		expect(await one('90002')).toMatchObject({ status: 'Redirected', redirectIncidentId: 90003, alerts: [] });
		expect(objects((await one('90003')).alerts)).toMatchObject([{ incidentId: 90003, status: 'New' }]);
	});

	it('every alert → inline with devices and entities, each entity with every key', async () => {
		const alerts = await everyAlert();
		const entities = alerts.flatMap((alert) => objects(alert.entities));
		expect(entities.length).toBeGreaterThan(100);
		for (const entity of entities) expect(Object.keys(entity).sort()).toEqual([...ENTITY_KEYS].sort());
		expect(alerts.flatMap(({ devices }) => objects(devices)).length).toBeGreaterThan(10);
		expect(new Set(entities.map(({ entityType }) => entityType))).toEqual(
			new Set([
				...['User', 'Ip', 'Url', 'File', 'Process', 'MailBox', 'MailMessage', 'MailCluster', 'Registry'],
				'SecurityGroup',
			]),
		);
	});

	it('each entity type → only its own keys have values', async () => {
		const entities = (await everyAlert()).flatMap((alert) => objects(alert.entities));
		const filled = (type: string) => {
			const kind = entities.filter(({ entityType }) => entityType === type);
			const keys = kind.flatMap((entity) => Object.keys(entity).filter((key) => entity[key] !== null));
			return [...new Set(keys)].filter((key) => key !== 'entityType').sort();
		};
		expect(filled('Ip')).toEqual(['ipAddress']);
		expect(filled('Url')).toEqual(['url']);
		expect(filled('File')).toEqual(['deviceId', 'fileName', 'filePath', 'sha1', 'sha256']);
		expect(filled('MailMessage')).toEqual(['deliveryAction', 'recipient', 'sender', 'subject']);
		expect(filled('MailBox')).toEqual(['mailboxAddress', 'mailboxDisplayName', 'userPrincipalName']);
		expect(filled('User')).toEqual([
			'aadUserId',
			'accountName',
			'domainName',
			'userPrincipalName',
			'userSid',
		]);
		expect(filled('Process')).toEqual(
			expect.arrayContaining(['processCommandLine', 'sha256', 'parentProcessId']),
		);
	});

	it("service sources → named as in Microsoft's samples", async () => {
		const services = new Set((await everyAlert()).map(({ serviceSource }) => serviceSource));
		expect([...services]).toEqual(
			expect.arrayContaining(['MicrosoftDefenderATP', 'OfficeATP', 'MicrosoftCloudAppSecurity']),
		);
	});

	it('the list → the same incidents as Graph, newest first', async () => {
		const graph = await graphCaller(caller.practice, caller.tenant);
		const first = listedObjects(await graph.list({ $top: '50' })).map(({ id }) => Number(id));
		expect(numbers(await caller.list({ $top: '50' }))).toEqual(first);
		const { displayName } = (await graph.get(`${GRAPH_INCIDENTS}/${String(first[0])}`)).json;
		expect((await one(String(first[0]))).incidentName).toBe(displayName);
	});

	eachRow(['1', 'abc', 'a%2Fb'])('an unknown or malformed ID → 404', async (id) => {
		const answer = await caller.get(`${INCIDENTS}/${id}`);
		expect(answer.status).toBe(404);
		expect(answer.json.error).toEqual({ code: 'ResourceNotFound', message: anyText, target: anyText });
	});

	it('an option, another path or another method → rejected', async () => {
		const id = caller.tenant.incidents.create({ id: '90004' }).id;
		expect((await caller.get(`${INCIDENTS}/${id}?$expand=alerts`)).status).toBe(400);
		expect(errorOf(await caller.get('/api/alerts')).code).toBe('NotFound');
		expect((await caller.send(INCIDENTS, { method: 'POST' })).status).toBe(405);
	});

	it('the request ledger → kind "legacy"', async () => {
		await caller.list();
		expect(caller.tenant.calls.at(-1)).toMatchObject({ kind: 'legacy', path: INCIDENTS, tokenSequence: 1 });
	});
});
