import { describe, expect, it, vi } from 'vitest';
import { STATUSES } from '../../../lab/standIns/jira/jira.mts';
import { MINUTE } from '../triggering.mts';
import { playbooksOnDemand, type PlaybookBench } from './playbookBench.mts';
import { tenantTime } from './tenantTime.mts';

const start = playbooksOnDemand();
tenantTime();
const STATE = 'defender_xdr_jira_sync_state';
const [, , DONE] = STATUSES;
if (DONE === undefined) throw new Error('Jira has no last status.');
const done = { status: DONE };
const labelsOf = (...ids: string[]) => ['defender-xdr', ...ids.map((id) => `mde-${id}`)];

/** The sync between an incident and its own ticket, with rounds on demand. */
async function synced(settings = {}) {
	const bench = await start('jira-sync', settings);
	const { tenant, jira } = bench;
	const { poll } = await bench.activate();
	const pair = () => {
		const { id } = tenant.incidents.create({});
		const { key } = jira.issues.create(jira.self, { summary: id, labels: labelsOf(id) });
		tenant.incidents.edit('ann', id, { customTags: [`ticket:${key}`] });
		return { id, key };
	};
	const round = async (after?: (node: string) => void) => {
		tenant.clock.advance(MINUTE);
		vi.setSystemTime(Date.parse(tenant.clock.now()));
		const results = [await poll(), await bench.run('Every 2 Minutes', undefined, after)];
		return results.flatMap((result) => (result?.error === undefined ? [] : [result.error.message]));
	};
	/** Lets so much time pass that tickets made before are judged. */
	const age = () => tenant.clock.advance(6 * MINUTE);
	return { ...bench, bench, pair, round, age };
}
const statusOf = ({ tenant }: PlaybookBench, id: string) => tenant.incidents.get(id)?.status;
const reports = ({ chat }: PlaybookBench) =>
	chat.posts.filter(({ app }) => app === 'slack').map(({ text }) => text);

describe('the sync with Jira › a ticket that is not its own', () => {
	it.each([
		['made by somebody else, labeled as the incident’s', 'was made by somebody else', false],
		['made by somebody else, although the incident names it', 'was made by somebody else', true],
	])('%s → is reported once and never acted on', async (_what, because, named) => {
		const { bench, round, age, tenant, jira } = await synced();
		const { id } = tenant.incidents.create({});
		const { key } = jira.issues.create('mallory', { summary: 'lunch', labels: labelsOf(id) });
		if (named) tenant.incidents.edit('ann', id, { customTags: [`ticket:${key}`] });
		age();
		expect(await round()).toEqual([]);
		jira.issues.edit('mallory', key, done);
		expect(await round()).toEqual([]);
		tenant.incidents.edit('ann', id, { assignedTo: 'ann@contoso.example' });
		expect(await round()).toEqual([]);
		expect(statusOf(bench, id)).toBe('active');
		expect(tenant.journal.filter(({ via }) => via === 'api')).toEqual([]);
		expect(jira.issues.changes.filter(({ by }) => by === jira.self)).toEqual([]);
		expect(reports(bench)).toEqual([
			expect.stringContaining(`${key} (labels of incident ${id}) ${because}\nNothing was done`),
		]);
	});

	it('its own ticket relabeled to another incident → both incidents stay, and it is reported', async () => {
		const { bench, round, age, pair, tenant, jira } = await synced();
		const own = pair();
		const other = tenant.incidents.create({});
		await round();
		age();
		jira.issues.edit('mallory', own.key, { ...done, labels: labelsOf(other.id) });
		expect(await round()).toEqual([]);
		expect([statusOf(bench, own.id), statusOf(bench, other.id)]).toEqual(['active', 'active']);
		expect(reports(bench)).toEqual([expect.stringContaining('is not the ticket that the incident names')]);
	});

	it('its own ticket with labels of further incidents → is reported, and none of them is touched', async () => {
		const { bench, round, age, pair, tenant, jira } = await synced();
		const own = pair();
		const others = Array.from({ length: 12 }, () => tenant.incidents.create({}).id);
		await round();
		age();
		jira.issues.edit('mallory', own.key, { ...done, labels: labelsOf(own.id, ...others) });
		expect(await round()).toEqual([]);
		expect([own.id, ...others].map((id) => statusOf(bench, id))).toEqual(
			Array.from({ length: 13 }, () => 'active'),
		);
		expect(reports(bench)).toEqual([
			expect.stringMatching(/incident (?:\d+, ){9}\d+ and 3 more\) has labels of several incidents/u),
		]);
	});

	it('a ticket of nobody, made by a visitor → is reported and never acted on', async () => {
		const { bench, round, age, tenant, jira } = await synced();
		const { id } = tenant.incidents.create({});
		jira.issues.create('x', { summary: 'lunch', labels: labelsOf(id), creator: null, ...done });
		age();
		expect(await round()).toEqual([]);
		expect(statusOf(bench, id)).toBe('active');
		expect(reports(bench)).toEqual([expect.stringContaining('was made by somebody else')]);
	});

	it('its own ticket made between the two searches → no report, and the next round takes it', async () => {
		const { bench, round, pair, tenant, jira } = await synced();
		pair();
		let late: ReturnType<typeof pair> | undefined;
		await round((node) => {
			if (node === 'Own Tickets') late ??= pair();
		});
		const { id = '', key = '' } = late ?? {};
		expect(reports(bench)).toEqual([]);
		tenant.incidents.edit('ann', id, { status: 'resolved' });
		expect(await round()).toEqual([]);
		expect(jira.issues.get(key)?.status.name).toBe('Done');
		expect(reports(bench)).toEqual([]);
	});

	it('its own ticket that the incident does not name yet → no report at first, but one if that stays', async () => {
		const { bench, round, age, tenant, jira } = await synced();
		const { id } = tenant.incidents.create({});
		const { key } = jira.issues.create(jira.self, { summary: id, labels: labelsOf(id), ...done });
		expect(await round()).toEqual([]);
		expect([reports(bench), statusOf(bench, id)]).toEqual([[], 'active']);
		age();
		expect(await round()).toEqual([]);
		expect(reports(bench)).toEqual([expect.stringContaining(`${key} (labels of incident ${id}) is not the`)]);
		expect(statusOf(bench, id)).toBe('active');
	});

	it('no channel takes the report → the round fails with the key, and the next one reports it', async () => {
		const { bench, round, age, tenant, jira, chat } = await synced();
		const { id } = tenant.incidents.create({});
		const { key } = jira.issues.create('mallory', { summary: 'lunch', labels: labelsOf(id) });
		age();
		chat.fail(503, 4);
		expect(await round()).toEqual([expect.stringContaining(`no channel took the report on ${key}`)]);
		expect(await round()).toEqual([]);
		expect(reports(bench)).toEqual([expect.stringContaining(key)]);
	});

	it('a merged incident whose target names a ticket of somebody else → links nothing', async () => {
		const { round, pair, tenant, jira } = await synced();
		const source = pair();
		const target = tenant.incidents.create({});
		const foreign = jira.issues.create('mallory', { summary: 'x', labels: labelsOf(target.id) });
		tenant.incidents.edit('ann', target.id, { customTags: [`ticket:${foreign.key}`] });
		await round();
		tenant.incidents.merge(source.id, target.id);
		expect(await round()).toEqual([]);
		expect(jira.issues.get(source.key)).toMatchObject({ status: { name: 'Done' }, links: [] });
	});
});

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

	it.each([
		['is gone', undefined],
		['names statuses that do not exist', { defenderStatus: '%', ticketStatus: '~~~~' }],
		['says that both sides were as different as they are', { ticketStatus: 'resolved', ticketOwner: 'x' }],
		['has empty fields', { defenderStatus: null, defenderOwner: null, ticketOwner: null }],
	])('%s → Defender’s values stay, and both sides become equal', async (_what, damage) => {
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
	});

	it.each(['~~~~', '9999-12-31T00:00:00Z#ffffffff'])(
		'says that news up to %s were reported → the next verdict is still reported',
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

describe('the sync with Jira › what went wrong in a round', () => {
	it('several tickets are not in step → the failure names each', async () => {
		const { bench, round, pair, tenant } = await synced();
		const pairs = [pair(), pair()];
		await round();
		for (const { id } of pairs) tenant.incidents.edit('ann', id, { status: 'resolved' });
		bench.node('Move Ticket').parameters['jsonBody'] = '={"transition": {"id": "99"} }';
		const [failure] = await round();
		for (const { key } of pairs) expect(failure).toContain(`${key}: `);
	});

	it('an incident changed between reading and writing → it stays, the round says so, and the next one decides', async () => {
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
			`${key}: left as it is, because the incident changed meanwhile; the next round decides again`,
		]);
		expect(statusOf(bench, id)).toBe('active');
		await round();
		expect(statusOf(bench, id)).toBe('resolved');
	});
});
