import { describe, expect, it } from 'vitest';
import { done, labelsOf, reports, startSync, statusOf } from './jiraSyncBench.mts';
import { playbooksOnDemand } from './playbookBench.mts';
import { tenantTime } from './tenantTime.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const start = playbooksOnDemand();
tenantTime();
const synced = async (settings = {}) => await startSync(start, settings);

describe('the sync with Jira › a ticket that is not its own', () => {
	eachRow([
		['made by somebody else, labeled as the incident’s', 'was created by somebody else', false],
		['made by somebody else, although the incident names it', 'was created by somebody else', true],
	])(
		'ticket that somebody else created → reported once, and causes no change',
		async (_what, because, named) => {
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
				expect.stringContaining(`${key} (labels of incident ${id}) ${because}\nThey were not changed`),
			]);
		},
	);

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

	it('ticket without a creator, made by a visitor → reported, and causes no change', async () => {
		const { bench, round, age, tenant, jira } = await synced();
		const { id } = tenant.incidents.create({});
		jira.issues.create('x', { summary: 'lunch', labels: labelsOf(id), creator: null, ...done });
		age();
		expect(await round()).toEqual([]);
		expect(statusOf(bench, id)).toBe('active');
		expect(reports(bench)).toEqual([expect.stringContaining('was created by somebody else')]);
	});

	it('its own ticket made between the two searches → no report, and the next round uses it', async () => {
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

	it('no channel accepts the report → the round fails with the key, and the next one reports it', async () => {
		const { bench, round, age, tenant, jira, chat } = await synced();
		const { id } = tenant.incidents.create({});
		const { key } = jira.issues.create('mallory', { summary: 'lunch', labels: labelsOf(id) });
		age();
		chat.fail(503, 4);
		expect(await round()).toEqual([expect.stringContaining(`no channel accepted the report on ${key}`)]);
		expect(await round()).toEqual([]);
		expect(reports(bench)).toEqual([expect.stringContaining(key)]);
	});

	it('merged incident whose target names a ticket of someone else → no link', async () => {
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
