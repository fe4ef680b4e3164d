import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { STATUSES, type JiraStatus } from '../../../lab/standIns/jira/jira.mts';
import { MINUTE } from '../../support/triggerFixture.mts';
import { CLEAN, HOSTILE } from './hostile.mts';
import { playbooksOnDemand, type PlaybookBench } from './playbookBench.mts';
import { tenantTime } from './tenantTime.mts';

const start = playbooksOnDemand();
tenantTime();

const PEOPLE = ['ann', 'bob'].map((name) => ({
	upn: `${name}@contoso.example`,
	accountId: `712020:${name}`,
}));
const USERS = [...PEOPLE.map(({ accountId }) => accountId), '712020:eve'].map((accountId) => ({
	accountId,
	displayName: accountId,
	emailAddress: 'x@contoso.example',
}));
/** Defender's status for each status of Jira. */
const MEANING = { 'To Do': 'active', 'In Progress': 'inProgress', Done: 'resolved' } as const;
const statusNamed = (name: string): JiraStatus => {
	const found = STATUSES.find((one) => one.name === name);
	if (found === undefined) throw new Error(`Jira has no status "${name}".`);
	return found;
};

async function synced(count: number) {
	const bench = await start('jira-sync', { people: PEOPLE }, { jira: { users: USERS } });
	const { tenant, jira } = bench;
	const pairs = Array.from({ length: count }, () => {
		const { id } = tenant.incidents.create({ displayName: HOSTILE });
		const { key } = jira.issues.create(jira.self, { summary: id, labels: ['defender-xdr', `mde-${id}`] });
		tenant.incidents.edit('ann', id, { customTags: [`ticket:${key}`] });
		return { id, key };
	});
	const { poll } = await bench.activate();
	const failures: unknown[] = [];
	const round = async () => {
		tenant.clock.advance(MINUTE);
		vi.setSystemTime(Date.parse(tenant.clock.now()));
		for (const result of [await poll(), await bench.run('Every 2 Minutes')])
			if (result?.error !== undefined) failures.push(result.error);
	};
	return { bench, pairs, round, failures, ...bench };
}
const written = ({ tenant, jira }: PlaybookBench) => ({
	defender: tenant.journal.filter(({ via }) => via === 'api').length,
	jira: jira.issues.changes.filter(({ by }) => by === jira.self).length,
});
const state = ({ tenant, jira }: PlaybookBench, { id, key }: { id: string; key: string }) => {
	const [incident, issue] = [tenant.incidents.get(id), jira.issues.get(key)];
	return {
		defender: [incident?.status, incident?.assignedTo ?? ''],
		jira: [
			Object.entries(MEANING).find(([name]) => name === issue?.status.name)?.[1],
			PEOPLE.find(({ accountId }) => accountId === issue?.assignee)?.upn ?? issue?.assignee ?? '',
		],
		comments: issue?.comments.map(({ text }) => text) ?? [],
	};
};

describe('two-way sync with Jira', () => {
	it('change on either side → applied on the other, owners included', async () => {
		const { bench, pairs, round, failures, tenant, jira } = await synced(2);
		const [one = { id: '', key: '' }, other = { id: '', key: '' }] = pairs;
		await round();
		tenant.incidents.edit('ann', one.id, { status: 'inProgress', assignedTo: 'Ann@contoso.example' });
		jira.issues.edit('bob', other.key, { status: statusNamed('Done'), assignee: '712020:bob' });
		await round();
		expect(state(bench, one)).toMatchObject({ jira: ['inProgress', 'ann@contoso.example'], comments: [] });
		expect(state(bench, other)).toMatchObject({
			defender: ['resolved', 'bob@contoso.example'],
			comments: [],
		});
		jira.issues.edit('bob', one.key, { assignee: null });
		tenant.incidents.edit('ann', other.id, { assignedTo: null });
		await round();
		expect([state(bench, one).defender[1], state(bench, other).jira[1]]).toEqual(['', '']);
		expect(failures).toEqual([]);
	});

	it('both sides change → Defender’s value is kept, and one comment in the ticket says so', async () => {
		const { bench, pairs, round, tenant, jira, failures } = await synced(1);
		const [pair = { id: '', key: '' }] = pairs;
		await round();
		tenant.incidents.edit('ann', pair.id, { status: 'inProgress' });
		jira.issues.edit('bob', pair.key, { status: statusNamed('Done') });
		await round();
		await round();
		expect(state(bench, pair)).toEqual({
			defender: ['inProgress', ''],
			jira: ['inProgress', ''],
			comments: [expect.stringMatching(/^Both sides changed status at the same time[^]*execution \d+\.$/u)],
		});
		expect(failures).toEqual([]);
	});

	it('verdict and comment of a person → in the ticket once, as plain text', async () => {
		const { bench, pairs, round, tenant } = await synced(1);
		const [pair = { id: '', key: '' }] = pairs;
		await round();
		tenant.incidents.comment('ann@contoso.example', pair.id, HOSTILE);
		tenant.incidents.edit('ann', pair.id, { classification: 'truePositive', determination: 'phishing' });
		await round();
		await round();
		const { comments } = state(bench, pair);
		expect(comments).toHaveLength(1);
		expect(comments[0]).toContain(
			'Verdict in Defender: truePositive, phishing\nComment in Defender by ann@contoso.example: ',
		);
		expect(comments[0]).toContain(CLEAN);
	});

	it('owner unknown on the other side → left unchanged in both directions', async () => {
		const { bench, pairs, round, tenant, jira, failures } = await synced(2);
		const [one = { id: '', key: '' }, other = { id: '', key: '' }] = pairs;
		await round();
		tenant.incidents.edit('ann', one.id, { assignedTo: 'stranger@contoso.example' });
		jira.issues.edit('eve', other.key, { assignee: '712020:eve' });
		await round();
		const quiet = written(bench);
		await round();
		expect(written(bench)).toEqual(quiet);
		expect(state(bench, one)).toMatchObject({
			defender: ['active', 'stranger@contoso.example'],
			jira: ['active', ''],
		});
		expect(state(bench, other)).toMatchObject({ defender: ['active', ''], jira: ['active', '712020:eve'] });
		expect(failures).toEqual([]);
	});

	it('merged incident → its ticket is linked and closed once', async () => {
		const { bench, pairs, round, tenant, jira, failures } = await synced(2);
		const [source = { id: '', key: '' }, target = { id: '', key: '' }] = pairs;
		await round();
		tenant.incidents.merge(source.id, target.id);
		await round();
		await round();
		expect(jira.issues.get(source.key)).toMatchObject({ status: { name: 'Done' }, links: [target.key] });
		expect(state(bench, source).comments).toEqual([
			expect.stringContaining(`Incident ${source.id} was merged into incident ${target.id}.`),
		]);
		jira.issues.edit('bob', source.key, { status: statusNamed('To Do') });
		const quiet = written(bench);
		await round();
		expect(written(bench)).toEqual(quiet);
		expect(failures).toEqual([]);
	});

	it('Jira fails → an error that names the ticket, and synchronized in the hourly round', async () => {
		const { bench, pairs, round, tenant, jira, failures } = await synced(1);
		const [pair = { id: '', key: '' }] = pairs;
		await round();
		tenant.incidents.edit('ann', pair.id, { status: 'resolved' });
		bench.node('Move Ticket').parameters['jsonBody'] = '={"transition": {"id": "99"} }';
		await round();
		const notInStep = {
			message: expect.stringMatching(/^Some tickets are not synchronized: SOC-1: /u) as unknown,
		};
		expect(failures).toMatchObject([notInStep, notInStep]);
		const original = await start('jira-sync');
		bench.node('Move Ticket').parameters['jsonBody'] =
			original.node('Move Ticket').parameters['jsonBody'] ?? '';
		tenant.clock.set('2026-11-22T04:59:30Z');
		await round();
		expect(jira.issues.get(pair.key)?.status.name).toBe('Done');
	});

	it('50 random changes on both sides → equal, and then no more writes', async () => {
		const { bench, pairs, round, tenant, jira, failures } = await synced(4);
		const changes = fc.sample(
			fc.record({
				pair: fc.integer({ min: 0, max: 3 }),
				side: fc.constantFrom('defender', 'jira'),
				field: fc.constantFrom('status', 'owner'),
				status: fc.constantFrom(...Object.keys(MEANING)),
				person: fc.constantFrom(...PEOPLE, undefined),
				roundAfter: fc.nat(2).map((number) => number === 0),
			}),
			{ seed: 20261122, numRuns: 50 },
		);
		await round();
		for (const { pair: index, side, field, status, person, roundAfter } of changes) {
			const { id, key } = pairs[index] ?? { id: '', key: '' };
			const meaning = Object.entries(MEANING).find(([name]) => name === status)?.[1] ?? 'active';
			if (side === 'defender')
				tenant.incidents.edit(
					'ann',
					id,
					field === 'status' ? { status: meaning } : { assignedTo: person?.upn ?? null },
				);
			else
				jira.issues.edit(
					'bob',
					key,
					field === 'status' ? { status: statusNamed(status) } : { assignee: person?.accountId ?? null },
				);
			if (roundAfter) await round();
		}
		await round();
		await round();
		const quiet = written(bench);
		for (let poll = 0; poll < 10; poll++) await round();
		expect(written(bench)).toEqual(quiet);
		for (const pair of pairs) {
			const { defender, jira: there } = state(bench, pair);
			expect(there).toEqual(defender);
		}
		expect(failures).toEqual([]);
	}, 120_000);
});
