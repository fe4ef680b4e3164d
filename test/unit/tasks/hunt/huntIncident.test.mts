import { describe, expect, it } from 'vitest';
import { DefenderError } from '../../../../defender/core/errors.ts';
import { libraryHunts } from '../../../../defender/hunting/library/huntLibrary.ts';
import { huntEverything, huntIncident } from '../../../../defender/tasks/hunt/huntIncident.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { alert, at, evidence, incident } from '../../../support/incidents.mts';
import { defenderError } from '../../../support/defenderErrors.mts';
import { huntOf, incidentHunt, libraryFixture, unknownTable } from '../../../support/libraryRun.mts';

const devices = (count: number) =>
	Array.from({ length: count }, (_, index) =>
		evidence('deviceEvidence', {
			mdeDeviceId: `${index}f`.padStart(40, '0'),
			deviceDnsName: `d${index + 1}.example`,
		}),
	);
const withEvidence = (pieces: ReturnType<typeof devices>, more = {}) =>
	incident({ alerts: [alert({ evidence: pieces })], ...more });
const row = (name: string) => ({ Timestamp: '2026-11-22T00:40:00Z', Name: name });
const kinds = [
	...devices(1),
	evidence('userEvidence', { userAccount: { userPrincipalName: 'a@b.example' } }),
	evidence('fileEvidence', { fileDetails: { sha256: 'a'.repeat(64) } }),
	evidence('ipEvidence', { ipAddress: '198.51.100.7' }),
	evidence('analyzedMessageEvidence', { networkMessageId: 'n' }),
	evidence('oauthApplicationEvidence', { appId: 'app' }),
	evidence('processEvidence', { processId: 4711, imageFile: { fileName: 'x' } }),
];
const everyKind = withEvidence(kinds);

describe('hunt around an incident › many entities', () => {
	it('60 devices → two queries, the row of the 55th found, duplicates of other queries dropped', async () => {
		const fixture = libraryFixture(
			(query) => (query.includes('"d55.example"') ? [row('found'), row('both')] : [row('both')]),
			[withEvidence(devices(60))],
		);
		const result = await huntIncident(fixture.api, huntOf('script-abuse'), incidentHunt, fixture.run);
		if (result.kind !== 'done') throw new Error(result.reason);
		expect(fixture.requests).toEqual(['incident 48213', 'hunt', 'hunt']);
		expect(result.result.rows.map((one) => one['Name'])).toEqual(['both', 'found']);
		expect(result.searched.get('devices')).toHaveLength(60);
		expect(fixture.notices).toEqual([]);
	});

	it('equal rows of one query → kept', async () => {
		const fixture = libraryFixture(() => [row('a'), row('a')], [withEvidence(devices(60))]);
		const result = await huntIncident(fixture.api, huntOf('script-abuse'), incidentHunt, fixture.run);
		expect(result.kind === 'done' && result.result.rows).toHaveLength(2);
	});

	it('203 devices → 200 searched, a hint counts the rest', async () => {
		const fixture = libraryFixture(() => [], [withEvidence(devices(203))]);
		await huntIncident(fixture.api, huntOf('script-abuse'), incidentHunt, fixture.run);
		expect(fixture.queries).toHaveLength(4);
		expect(fixture.notices.map(({ text }) => text)).toEqual([
			'A hunt searches for at most 200 entities of each kind, the most relevant ones first. Not searched: 3 devices.',
		]);
	});

	it('more rows than the limit in all queries together → truncated', async () => {
		const fixture = libraryFixture((_, count) => [row(`a${count}`)], [withEvidence(devices(60))]);
		const settings = { ...incidentHunt, resultOf: () => ({ ...incidentHunt.resultOf(), limit: 1 }) };
		const result = await huntIncident(fixture.api, huntOf('script-abuse'), settings, fixture.run);
		expect(result).toMatchObject({
			kind: 'done',
			result: { complete: { because: 'limit' }, rows: [row('a1')] },
		});
	});
});

describe('hunt around an incident › nothing to search for', () => {
	eachRow([
		[withEvidence([]), [], 'The incident names none of these: device.'],
		[
			withEvidence(devices(1)),
			['attacker'],
			'The incident names none of these with the chosen Entity Roles: device.',
		],
		[
			incident({ alerts: 'unavailable' }),
			[],
			'Microsoft Defender did not return the incident’s alerts, so its entities are unknown. Run the hunt again later.',
		],
	] as const)(
		'no entity, no entity of the roles, no alerts → skipped with the reason, no query',
		async (one, roles, reason) => {
			const fixture = libraryFixture(() => [row('x')], [one]);
			const result = await huntIncident(
				fixture.api,
				huntOf('script-abuse'),
				{ ...incidentHunt, roles },
				fixture.run,
			);
			expect(result).toMatchObject({ kind: 'skipped', reason });
			expect(fixture.queries).toEqual([]);
		},
	);

	it('part of the evidence missing → a hint', async () => {
		const fixture = libraryFixture(() => [], [withEvidence(devices(1), { truncated: { evidence: 'why' } })]);
		await huntIncident(fixture.api, huntOf('script-abuse'), incidentHunt, fixture.run);
		expect(fixture.notices.map(({ topic }) => topic)).toEqual(['evidenceIncomplete']);
	});
});

describe('hunt around an incident › merged', () => {
	it('merged incident → the entities of the one that contains its alerts', async () => {
		const merged = incident({ status: 'redirected', redirectIncidentId: '2' });
		const fixture = libraryFixture(() => [row('x')], [merged, withEvidence(devices(1), { id: '2' })]);
		const result = await huntIncident(fixture.api, huntOf('script-abuse'), incidentHunt, fixture.run);
		expect(result.kind).toBe('done');
		expect(fixture.requests).toEqual(['incident 48213', 'incident 2', 'hunt']);
	});

	it('merges in a circle → refused', async () => {
		const merged = incident({ status: 'redirected', redirectIncidentId: '2' });
		const fixture = libraryFixture(() => [], [merged, { ...merged, id: '2', redirectIncidentId: '48213' }]);
		const error = await defenderError(
			huntIncident(fixture.api, huntOf('script-abuse'), incidentHunt, fixture.run),
		);
		expect(error.message).toBe('The incident was merged, and its target is unknown');
	});
});

describe('hunt around an incident › time range', () => {
	const times = {
		firstActivityDateTime: at('2026-11-20T10:00:00Z'),
		lastActivityDateTime: at('2026-11-20T12:00:00Z'),
	};
	const windowOf = async (
		id: string,
		settings: Partial<typeof incidentHunt> | { windowEnd: 'now' | 'activity' },
	) => {
		const one = incident({ alerts: [alert({ ...times, evidence: kinds })] });
		const fixture = libraryFixture(() => [], [one]);
		const result = await huntIncident(fixture.api, huntOf(id), { ...incidentHunt, ...settings }, fixture.run);
		return result.kind === 'done'
			? [result.window.from.slice(0, 16), result.window.to.slice(0, 16), result.windowOpen]
			: result;
	};

	it('device hunt → the activity with an hour on both sides; sign-ins and mail → until now', async () => {
		const now = new Date(libraryFixture(() => []).run.now()).toISOString().slice(0, 16);
		expect(await windowOf('script-abuse', {})).toEqual(['2026-11-20T09:00', '2026-11-20T13:00', false]);
		expect(await windowOf('mail-clicks', {})).toEqual(['2026-11-20T09:00', now, true]);
		expect(await windowOf('script-abuse', { windowEnd: 'now' })).toEqual(['2026-11-20T09:00', now, true]);
		expect(await windowOf('mail-clicks', { windowEnd: 'activity' })).toEqual([
			'2026-11-20T09:00',
			'2026-11-20T13:00',
			false,
		]);
	});
});

describe('everything that fits an incident', () => {
	it('all kinds of entities → at most 8 requests with the incident, hunts beyond skipped, in the order of the library', async () => {
		const fixture = libraryFixture(() => [row('x')], [everyKind]);
		const results = await huntEverything(fixture.api, libraryHunts, incidentHunt, fixture.run);
		expect(fixture.requests).toHaveLength(8);
		expect(results.map(({ result }) => result.hunt.id)).toEqual(libraryHunts.map(({ id }) => id));
		expect(results.map(({ order }) => order)).toEqual(libraryHunts.map((_, index) => index + 1));
		expect(results.filter(({ result }) => result.kind === 'done')).toHaveLength(7);
		expect(results.at(-1)).toMatchObject({
			requestsUsed: 8,
			result: { reason: 'The maximum of 8 requests is reached. Run this hunt on its own.' },
		});
	});

	it('60 devices → one query for each hunt', async () => {
		const fixture = libraryFixture(() => [], [withEvidence(devices(60))]);
		const results = await huntEverything(fixture.api, libraryHunts, incidentHunt, fixture.run);
		expect(results.filter(({ result }) => result.kind === 'done')).toHaveLength(fixture.queries.length);
		expect(
			results.filter(({ result }) => result.kind === 'skipped').map(({ result }) => result.hunt.id),
		).toContain('mail-clicks');
	});

	it('missing table in the last request → not more than 8 requests', async () => {
		const fixture = libraryFixture(
			(_, count) => (count === 7 ? unknownTable('EntraIdSignInEvents') : [row('x')]),
			[everyKind],
		);
		const results = await huntEverything(fixture.api, libraryHunts, incidentHunt, fixture.run);
		expect(fixture.requests).toHaveLength(8);
		expect(results.find(({ result: { hunt } }) => hunt.id === 'sign-in-new-place')?.result).toMatchObject({
			reason: 'The hunt failed: The maximum of 8 requests is reached.',
		});
	});

	it('one hunt rejected → skipped with the reason, the others run', async () => {
		const rejected = new DefenderError({ kind: 'rejected' }, { message: 'Too heavy', description: '' });
		const fixture = libraryFixture((_, count) => (count === 1 ? rejected : [row('x')]), [everyKind]);
		const results = await huntEverything(fixture.api, libraryHunts, incidentHunt, fixture.run);
		expect(results[0]?.result).toMatchObject({ kind: 'skipped', reason: 'The hunt failed: Too heavy.' });
		expect(results[1]?.result.kind).toBe('done');
	});

	eachRow(['forbidden', 'unauthorized', 'unreachable', 'intercepted', 'signIn', 'misdirected'] as const)(
		'failure that every hunt would meet → no further request, and an error if nothing ran',
		async (kind) => {
			const failure = new DefenderError({ kind }, { message: 'No way', description: '' });
			const first = libraryFixture(() => failure, [everyKind]);
			const error = await defenderError(huntEverything(first.api, libraryHunts, incidentHunt, first.run));
			expect([error.message, first.queries.length]).toEqual(['No way', 1]);
			const second = libraryFixture((_, count) => (count === 2 ? failure : [row('x')]), [everyKind]);
			const results = await huntEverything(second.api, libraryHunts, incidentHunt, second.run);
			expect(second.queries).toHaveLength(2);
			expect(results.filter(({ result }) => result.kind === 'done')).toHaveLength(1);
		},
	);

	it('canceled → ends at once', async () => {
		const canceled = new DefenderError({ kind: 'canceled' }, { message: 'Canceled', description: '' });
		const fixture = libraryFixture((_, count) => (count === 2 ? canceled : [row('x')]), [everyKind]);
		const error = await defenderError(huntEverything(fixture.api, libraryHunts, incidentHunt, fixture.run));
		expect(error.reason.kind).toBe('canceled');
	});
});
