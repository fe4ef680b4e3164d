import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { behaviourLedger } from '../../tenant/behaviours.mts';
import { startPractice, type Practice } from '../../tenant/practice.mts';
import { switchesOf, behaviorProfiles, behaviorProfilesOf } from '../../tenant/behaviorProfiles.mts';
import { graphCaller, INCIDENTS } from '../support/graphCaller.mts';
import { legacyCaller } from '../support/legacyCaller.mts';
import { eachRow } from '../support/eachRow.mts';

let practice: Practice;
beforeAll(async () => {
	practice = await startPractice();
});
afterAll(() => practice.close());

describe('behavior profiles', () => {
	eachRow(['graph', 'legacy'] as const)(
		'each API → the defaults first, and every pair of values of the switches that its callers see',
		(api) => {
			const ofApi = behaviorProfilesOf(api);
			const rows = ofApi.map((profile) => Object.entries(profile).map(([id, value]) => `${id}=${value}`));
			const pairs = new Set(rows.flatMap((row) => row.flatMap((a) => row.map((b) => `${a}&${b}`))));
			const shown = switchesOf(api);
			for (const a of shown) {
				for (const b of shown.filter(({ id }) => id !== a.id)) {
					for (const x of a.values)
						for (const y of b.values) expect(pairs).toContain(`${a.id}=${x}&${b.id}=${y}`);
				}
			}
			expect(Object.entries(ofApi[0] ?? {})).toEqual(
				Object.entries(behaviourLedger).map(([id, row]) => [id, row.default]),
			);
		},
	);

	it('every switch → visible through at least one API', () => {
		const shown = [...switchesOf('graph'), ...switchesOf('legacy')].map(({ id }) => id);
		expect(new Set(shown)).toEqual(new Set(Object.keys(behaviourLedger)));
	});

	eachRow(behaviorProfiles.map((profile, index) => ({ index, profile })))(
		'every profile, every kind of Graph request → 200 in the published shape',
		async ({ profile }) => {
			const caller = await graphCaller(practice, practice.addTenant({ empty: true, behaviours: profile }));
			caller.tenant.incidents.create({ id: '1' });
			caller.tenant.incidents.create({ id: '2' });
			caller.tenant.incidents.merge('1', '2');
			const answers = [
				await caller.list({ $expand: 'alerts' }),
				await caller.patch('2', { status: 'resolved', customTags: ['done'], assignedTo: null }),
				await caller.comment('2', 'Done.'),
				await caller.get(`${INCIDENTS}/2?$expand=alerts`),
				await caller.hunt({ Query: 'print A=1, B=dynamic([1]), C=true, D=long(null)', Timespan: 'P1D' }),
			];
			expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
		},
		60_000,
	);

	eachRow(behaviorProfilesOf('legacy').map((profile, index) => ({ index, profile })))(
		'every profile, every kind of legacy request → 200 in the documented shape',
		async ({ profile }) => {
			const { incidents, ...tenant } = practice.addTenant({ empty: true, behaviours: profile });
			const caller = await legacyCaller(practice, { ...tenant, incidents });
			for (const id of ['1', '2', '3']) incidents.create({ id });
			incidents.addAlert('2');
			incidents.merge('1', '2');
			const answers = [
				await caller.list({ $top: '2' }),
				await caller.patch('2', { status: 'Resolved', tags: ['done'], assignedTo: '', comment: 'Done.' }),
				await caller.get('/api/incidents/2'),
				await caller.hunt({ Query: 'print A=1, B=dynamic([1]), C=true, D=long(null)' }),
			];
			expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		},
		60_000,
	);

	it('each API → at most 18 profiles', () => {
		expect(behaviorProfiles.length).toBeLessThanOrEqual(18);
		expect(behaviorProfilesOf('legacy').length).toBeLessThanOrEqual(18);
	});
});
