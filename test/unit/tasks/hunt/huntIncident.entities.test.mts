import { describe, expect, it } from 'vitest';
import { huntIncident } from '../../../../defender/tasks/hunt/huntIncident.ts';
import { alert, evidence, incident } from '../../../support/incidents.mts';
import { huntOf, incidentHunt, libraryFixture } from '../../../support/libraryRun.mts';

const device = () => evidence('deviceEvidence', { deviceDnsName: 'd1.example' });
const withEvidence = (pieces: readonly ReturnType<typeof evidence>[], more = {}) =>
	incident({ alerts: [alert({ evidence: [...pieces] })], ...more });
const row = (name: string) => ({ Timestamp: '2026-11-22T00:40:00Z', Name: name });

describe('hunt around an incident › several hunts', () => {
	it('two hunts around one incident → the incident is read once; around another one → read again', async () => {
		const fixture = libraryFixture(
			() => [],
			[withEvidence([device()]), withEvidence([device()], { id: '2' })],
		);
		const hunt = huntOf('script-abuse');
		await Promise.all(
			['script-abuse', 'tampering'].map((id) =>
				huntIncident(fixture.api, huntOf(id), incidentHunt, fixture.run),
			),
		);
		await huntIncident(fixture.api, hunt, { ...incidentHunt, incidentId: '2' }, fixture.run);
		expect(fixture.requests.filter((request) => request !== 'hunt')).toEqual([
			'incident 48213',
			'incident 2',
		]);
	});

	it('failed read of the incident → the next hunt reads it again', async () => {
		const incidents = [incident({ id: '1' })];
		const fixture = libraryFixture(() => [], incidents);
		const run = async () =>
			await huntIncident(fixture.api, huntOf('script-abuse'), incidentHunt, fixture.run);
		await expect(run()).rejects.toThrow('no incident 48213');
		incidents.push(withEvidence([device()]));
		expect((await run()).kind).toBe('done');
	});
});

describe('hunt around an incident › alerts', () => {
	it('rows about own alerts → dropped in the hunt for other alerts, kept in other hunts', async () => {
		const own = incident({ alerts: [alert({ id: 'own', evidence: [device()] })] });
		const fixture = libraryFixture(
			() => ['own', 'other'].map((AlertId) => ({ ...row('x'), AlertId })),
			[own],
		);
		const alertsIn = async (id: string) => {
			const result = await huntIncident(fixture.api, huntOf(id), incidentHunt, fixture.run);
			return result.kind === 'done' && result.result.rows.map(({ AlertId }) => AlertId);
		};
		expect(await alertsIn('alerts-about-entity')).toEqual(['other']);
		expect(await alertsIn('script-abuse')).toEqual(['own', 'other']);
	});
});

describe('hunt around an incident › URLs', () => {
	it('hunt for contacts → the URL and its host; hunt for clicks → the URL only', async () => {
		const urls = ['https://a.example/x', 'https://A.example/y'].map((url) =>
			evidence('urlEvidence', { url }),
		);
		const fixture = libraryFixture(() => [], [withEvidence(urls)]);
		const domains = async (id: string) => {
			const result = await huntIncident(fixture.api, huntOf(id), incidentHunt, fixture.run);
			return result.kind === 'done' && result.searched.get('domains');
		};
		expect(await domains('indicator-contacts')).toEqual(['a.example']);
		expect(await domains('mail-clicks')).toEqual([]);
	});
});
