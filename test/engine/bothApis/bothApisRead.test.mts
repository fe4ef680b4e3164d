import type { INodeParameters } from 'n8n-workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import type { IncidentRecord, IncidentStore } from '../../../lab/tenant/practice.mts';
import { hostileStrings } from '../../../lab/test/support/hostileStrings.mts';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { newestFirst } from '../../support/incidentOracle.mts';
import { incidentById, our } from '../../support/practice.mts';
import { olderApp, appSides, seats, sides, type Seat, type Side } from '../../support/sides.mts';

const start = benchesPerFile();
let seatOf: (side: Side) => Promise<Seat>;
let incidents: IncidentStore;
let merged: readonly [source: string, target: string];
const STARTING_MS = 60_000;

beforeAll(async () => {
	seatOf = await seats(start, {});
	({ incidents } = (await seatOf(olderApp)).bench.tenant);
	const [source, target] = [incidents.create({ displayName: 'Merged away' }), incidents.create()];
	incidents.addAlert(source.id);
	incidents.merge(source.id, target.id);
	merged = [source.id, target.id];
}, STARTING_MS);

const get = (parameters: INodeParameters) => our('getIncidents', { returnAll: true, ...parameters });
const idsOf = (items: readonly Readonly<Record<string, unknown>>[]) => items.map(({ id }) => id);
const all = (holds?: (incident: IncidentRecord) => boolean) =>
	newestFirst(incidents, holds).map(({ id }) => id);

describe('Get Incidents through each API and context', () => {
	start.eachRow(sides)('lists are complete and in order, and a limit takes the newest', async (side) => {
		const seat = await seatOf(side);
		expect(idsOf(await seat.items(get({})))).toEqual(all());
		expect(idsOf(await seat.items(our('getIncidents', { limit: 3 })))).toEqual(all().slice(0, 3));
	});

	start.eachRow(sides)('one incident is the one that is held, and an unknown one is told', async (side) => {
		const seat = await seatOf(side);
		const [id = ''] = all();
		const one = (incidentId: string) =>
			our('getIncidents', { operation: 'get', incidentId: incidentById(incidentId) });
		const held = incidents.get(id);
		expect(await seat.items(one(id))).toMatchObject([
			{ id, displayName: held?.displayName, status: held?.status, customTags: held?.customTags },
		]);
		const unknown = await seat.run(one('1'));
		expect(unknown.error?.message).toBe('Incident "1" was not found');
	});

	start.eachRow(sides)('merged incidents are left out, followed or kept', async (side) => {
		const seat = await seatOf(side);
		const [source, target] = merged;
		const list = (option: string) => seat.items(get({ options: { merged: option } }));
		expect(idsOf(await list('skip'))).not.toContain(source);
		const followed = await list('follow');
		expect(followed.find(({ id }) => id === target)).toMatchObject({ mergedFrom: [source] });
		const kept = await list('keep');
		expect(kept.find(({ id }) => id === source)).toMatchObject({
			status: 'redirected',
			redirectIncidentId: target,
		});
		const one = our('getIncidents', { operation: 'get', incidentId: incidentById(source) });
		expect(await seat.items(one)).toMatchObject([{ id: target, mergedFrom: [source] }]);
	});
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
		appSides.flatMap((side) => FILTERS.map(([name, ...row]) => [name, side.name, side, ...row] as const)),
	)(
		'one filter or two → exactly the incidents that a plain scan finds',
		async (_, __, side, filters, holds) => {
			expect(idsOf(await (await seatOf(side)).items(get({ filters })))).toEqual(all(holds));
		},
	);
});

describe('through the older API', () => {
	it('owners, tags and names of hostile texts find exactly their incidents', async () => {
		// What is blank is no owner to look for; the long ones are left to Graph's own suite.
		const texts = hostileStrings
			.map(({ text }) => text)
			.filter((text) => text.trim() !== '' && text.length < 200);
		const { bench, items } = await (await seats(start, { empty: true }))(olderApp);
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
