import type { INodeParameters } from 'n8n-workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import type { IncidentRecord, IncidentStore } from '../../../lab/tenant/practice.mts';
import { hostileStrings } from '../../../lab/test/support/hostileStrings.mts';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { newestFirst } from '../../support/incidentOracle.mts';
import { incidentById, our } from '../../support/practice.mts';
import {
	legacyAppAccess,
	appAccesses,
	connections,
	apiAccesses,
	type Connection,
	type ApiAccess,
} from '../../support/apiAccess.mts';

const start = benchesPerFile();
let connectionFor: (access: ApiAccess) => Promise<Connection>;
let incidents: IncidentStore;
let merged: readonly [source: string, target: string];
const STARTING_MS = 60_000;

beforeAll(async () => {
	connectionFor = await connections(start, {});
	({ incidents } = (await connectionFor(legacyAppAccess)).bench.tenant);
	const [source, target] = [incidents.create({ displayName: 'Merged away' }), incidents.create()];
	incidents.addAlert(source.id);
	incidents.merge(source.id, target.id);
	merged = [source.id, target.id];
}, STARTING_MS);

const get = (parameters: INodeParameters) => our('getIncidents', { returnAll: true, ...parameters });
const idsOf = (items: readonly Readonly<Record<string, unknown>>[]) => items.map(({ id }) => id);
const all = (matches?: (incident: IncidentRecord) => boolean) =>
	newestFirst(incidents, matches).map(({ id }) => id);

describe('Get Incidents through each API and context', () => {
	start.eachRow(apiAccesses)(
		'all incidents, or a limit → complete and in order, or the newest',
		async (access) => {
			const connection = await connectionFor(access);
			expect(idsOf(await connection.items(get({})))).toEqual(all());
			expect(idsOf(await connection.items(our('getIncidents', { limit: 3 })))).toEqual(all().slice(0, 3));
		},
	);

	start.eachRow(apiAccesses)('ID of an incident → its incident; unknown ID → an error', async (access) => {
		const connection = await connectionFor(access);
		const [id = ''] = all();
		const one = (incidentId: string) =>
			our('getIncidents', { operation: 'get', incidentId: incidentById(incidentId) });
		const held = incidents.get(id);
		expect(await connection.items(one(id))).toMatchObject([
			{ id, displayName: held?.displayName, status: held?.status, customTags: held?.customTags },
		]);
		const unknown = await connection.run(one('1'));
		expect(unknown.error?.message).toBe('Incident "1" was not found');
	});

	start.eachRow(apiAccesses)(
		'merged incidents → left out, followed or kept by the option',
		async (access) => {
			const connection = await connectionFor(access);
			const [source, target] = merged;
			const list = (option: string) => connection.items(get({ options: { merged: option } }));
			expect(idsOf(await list('skip'))).not.toContain(source);
			const followed = await list('follow');
			expect(followed.find(({ id }) => id === target)).toMatchObject({ mergedFrom: [source] });
			const kept = await list('keep');
			expect(kept.find(({ id }) => id === source)).toMatchObject({
				status: 'redirected',
				redirectIncidentId: target,
			});
			const one = our('getIncidents', { operation: 'get', incidentId: incidentById(source) });
			expect(await connection.items(one)).toMatchObject([{ id: target, mergedFrom: [source] }]);
		},
	);
});

/** Filters, and what a plain scan of the tenant finds. */
const FILTERS: readonly (readonly [string, INodeParameters, (incident: IncidentRecord) => boolean])[] = [
	['status', { status: ['active', 'inProgress'] }, ({ status }) => status !== 'resolved'],
	['severity', { severity: ['high', 'informational'] }, ({ severity }) => /^(high|info)/.test(severity)],
	['no owner', { unassigned: true }, ({ assignedTo }) => assignedTo === null],
	['classification', { classification: ['truePositive'] }, (one) => one.classification === 'truePositive'],
	[
		'determination',
		{ determination: ['notMalicious', 'notEnoughDataToValidate', 'phishing'] },
		({ determination }) => /^(notM|notE|phi)/.test(determination),
	],
	['tags', { tags: 'tier2' }, ({ customTags }) => customTags.includes('tier2')],
	['name', { nameContains: 'RANSOM' }, ({ displayName }) => /ransom/i.test(displayName)],
	[
		'two filters together',
		{ status: ['active'], severity: ['high'], unassigned: true },
		(one) => one.status === 'active' && one.severity === 'high' && one.assignedTo === null,
	],
	[
		'times',
		{ createdAfter: '2026-11-10T00:00:00Z', updatedBefore: '2026-11-21T00:00:00Z' },
		(one) => one.createdDateTime >= '2026-11-10' && one.lastUpdateDateTime < '2026-11-21',
	],
	[
		'product',
		{ serviceSource: ['microsoftDefenderForOffice365'] },
		({ alerts }) => alerts.some(({ serviceSource }) => serviceSource === 'microsoftDefenderForOffice365'),
	],
	[
		'detector',
		{ detectionSource: ['antivirus'] },
		({ alerts }) => alerts.some(({ detectionSource }) => detectionSource === 'antivirus'),
	],
];

describe('filters through each API', () => {
	start.eachRow(
		appAccesses.flatMap((access) =>
			FILTERS.map(([name, ...row]) => [name, access.name, access, ...row] as const),
		),
	)(
		'one filter or two → exactly the incidents that a plain scan finds',
		async (_, __, access, filters, matches) => {
			expect(idsOf(await (await connectionFor(access)).items(get({ filters })))).toEqual(all(matches));
		},
	);
});

describe('filters through the legacy API', () => {
	it('hostile owners and tags → exactly their incidents', async () => {
		// An empty text is no owner. The long texts are tested with Graph alone.
		const texts = hostileStrings
			.map(({ text }) => text)
			.filter((text) => text.trim() !== '' && text.length < 200);
		const { bench, items } = await (await connections(start, { empty: true }))(legacyAppAccess);
		const ids = texts.map(
			(text) =>
				bench.tenant.incidents.create({ assignedTo: text, customTags: [text], displayName: `(${text})` }).id,
		);
		const byOwner = await items(get({ filters: { assignedTo: '={{ $json.text }}' } }), {
			input: texts.map((text) => ({ text })),
		});
		expect(idsOf(byOwner)).toEqual(ids);
		const byTag = await items(get({ filters: { tags: '={{ [$json.text] }}' } }), {
			input: texts.map((text) => ({ text })),
		});
		expect(idsOf(byTag)).toEqual(ids);
	});
});
