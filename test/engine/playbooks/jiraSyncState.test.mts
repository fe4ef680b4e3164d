import { describe, expect, it, vi } from 'vitest';
import { MINUTE } from '../../support/triggerFixture.mts';
import { done, labelsOf, startSync, statusOf } from './jiraSyncBench.mts';
import { playbooksOnDemand } from './playbookBench.mts';
import { tenantTime } from './tenantTime.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const start = playbooksOnDemand();
tenantTime();
const synced = async (settings = {}) => await startSync(start, settings);
const STATE = 'defender_xdr_jira_sync_state';

describe('the sync with Jira › its state', () => {
	it('labels that look like state → are no state', async () => {
		const { bench, round, pair, tenant, jira } = await synced();
		const { id, key } = pair();
		await round();
		const forged = ['mde-sync:resolved:active::', 'mde-told:~~~~'];
		jira.issues.edit('mallory', key, { labels: [...labelsOf(id), ...forged] });
		tenant.incidents.comment('ann@contoso.example', id, 'look here');
		expect(await round()).toEqual([]);
		expect(statusOf(bench, id)).toBe('active');
		expect(jira.issues.get(key)?.comments.map(({ text }) => text)).toEqual([
			expect.stringContaining('look here'),
		]);
		expect(jira.issues.get(key)?.labels).toEqual([...labelsOf(id), ...forged]);
	});

	eachRow([
		['is gone', undefined],
		['names statuses that do not exist', { defenderStatus: '%', ticketStatus: '~~~~' }],
		['says that both sides were as different as they are', { ticketStatus: 'resolved', ticketOwner: 'x' }],
		['has empty fields', { defenderStatus: null, defenderOwner: null, ticketOwner: null }],
	])(
		'missing or damaged saved state → Defender’s values stay, and both sides become equal',
		async (_what, damage) => {
			const { bench, round, pair, jira, tenant } = await synced();
			const { id, key } = pair();
			expect(await round()).toEqual([]);
			const state = bench.rows(STATE);
			if (damage === undefined) state.splice(0);
			else for (const row of state) Object.assign(row, damage);
			jira.issues.edit('ann', key, done);
			tenant.incidents.edit('ann', id, { displayName: 'renamed' });
			expect(await round()).toEqual([]);
			expect(statusOf(bench, id)).toBe('active');
			expect(jira.issues.get(key)?.status.name).toBe('To Do');
			jira.issues.edit('ann', key, done);
			expect(await round()).toEqual([]);
			expect(statusOf(bench, id)).toBe('resolved');
		},
	);

	eachRow(['~~~~', '9999-12-31T00:00:00Z#ffffffff'])(
		'saved checkpoint later than every change → the next verdict is still reported',
		async (reportedUpTo) => {
			const { bench, round, pair, jira, tenant } = await synced();
			const { id, key } = pair();
			await round();
			for (const row of bench.rows(STATE)) Object.assign(row, { reportedUpTo });
			tenant.incidents.edit('ann', id, { classification: 'truePositive', determination: 'malware' });
			expect(await round()).toEqual([]);
			expect(jira.issues.get(key)?.comments.map(({ text }) => text)).toEqual([
				expect.stringContaining('Verdict in Defender: truePositive, malware'),
			]);
			await round();
			expect(jira.issues.get(key)?.comments).toHaveLength(1);
		},
	);
});

describe('the sync with Jira › failures in a round', () => {
	it('several tickets are not in step → the failure names each', async () => {
		const { bench, round, pair, tenant } = await synced();
		const pairs = [pair(), pair()];
		await round();
		for (const { id } of pairs) tenant.incidents.edit('ann', id, { status: 'resolved' });
		bench.node('Move Ticket').parameters['jsonBody'] = '={"transition": {"id": "99"} }';
		const [failure] = await round();
		for (const { key } of pairs) expect(failure).toContain(`${key}: `);
	});

	it('incident changed between reading and writing → kept and reported, and the next round decides', async () => {
		const { bench, round, pair, tenant, jira } = await synced();
		const { id, key } = pair();
		await round();
		jira.issues.edit('ann', key, done);
		tenant.clock.advance(MINUTE);
		vi.setSystemTime(Date.parse(tenant.clock.now()));
		const result = await bench.run('Every 2 Minutes', undefined, (node) => {
			if (node === 'Read Incident') tenant.incidents.edit('bob', id, { assignedTo: 'bob@contoso.example' });
		});
		expect(result.items('Next').map(({ json }) => json['done'])).toEqual([
			`${key}: not changed, because the incident changed meanwhile; the next execution decides again`,
		]);
		expect(statusOf(bench, id)).toBe('active');
		await round();
		expect(statusOf(bench, id)).toBe('resolved');
	});
});
