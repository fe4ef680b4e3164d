import { describe, expect, it } from 'vitest';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import { MINUTE } from '../../support/triggerFixture.mts';
import { playbooksOnDemand, type PlaybookBench } from './playbookBench.mts';

const start = playbooksOnDemand();
const NAME = 'new-incident-ticket';
const TRIGGER = 'Incident Trigger';
const TAG = 'n8n-ticket';
const ANN = 'ann@contoso.com';
/** After this time, the trigger delivers an incident without the tag again. */
const DUE = 16 * MINUTE;

/** An active playbook, whose time passes before each poll. */
async function activePlaybook(bench: PlaybookBench) {
	const { poll } = await bench.activate();
	return (milliseconds: number, cutAfter?: string) => {
		bench.tenant.clock.advance(milliseconds);
		return poll(cutAfter);
	};
}

const written = ({ tenant }: PlaybookBench, id: string) => {
	const incident = tenant.incidents.get(id);
	return { tags: incident?.customTags, comments: incident?.comments.length };
};

describe('playbook from a new incident to ticket and chat › acknowledgement', () => {
	it('workflow ends well → tag set, and no redelivery after 15 minutes', async () => {
		const bench = await start(NAME);
		const poll = await activePlaybook(bench);
		const { id } = bench.tenant.incidents.create({ severity: 'high' });
		expect((await poll(6 * MINUTE))?.status).toBe('success');
		expect(written(bench, id)).toEqual({ tags: ['ticket:SOC-1', TAG], comments: 1 });
		for (let times = 0; times < 4; times++) expect(await poll(DUE)).toBeUndefined();
	});

	eachRow([
		['Settings', 0, 2],
		['Create Ticket', 1, 2],
		['Notify Slack', 1, 4],
		['To Link Back?', 1, 4],
	])(
		'workflow cut after a node before the last one → delivered again, and one ticket in total',
		async (node, ticketsBefore, posts) => {
			const bench = await start(NAME);
			const { tenant, jira, chat } = bench;
			const poll = await activePlaybook(bench);
			const { id } = tenant.incidents.create({ severity: 'high' });
			expect((await poll(6 * MINUTE, node))?.status).toBe('canceled');
			expect(jira.issues.all()).toHaveLength(ticketsBefore);
			expect(written(bench, id)).toEqual({ tags: [], comments: 0 });
			expect(await poll(10 * MINUTE)).toBeUndefined();
			const again = await poll(6 * MINUTE);
			expect(again?.status).toBe('success');
			expect(again?.items(TRIGGER)).toMatchObject([{ json: { id, redelivered: true, attempt: 1 } }]);
			expect(jira.issues.all().map(({ key }) => key)).toEqual(['SOC-1']);
			expect(chat.posts).toHaveLength(posts);
			expect(written(bench, id)).toEqual({ tags: ['ticket:SOC-1', TAG], comments: 1 });
			expect(await poll(DUE)).toBeUndefined();
		},
	);

	it('incident with the tag of a ticket → acknowledged without ticket, message and comment', async () => {
		const bench = await start(NAME);
		const { tenant, jira, chat } = bench;
		const poll = await activePlaybook(bench);
		const { id } = tenant.incidents.create({ severity: 'high', customTags: ['ticket:OPS-7'] });
		expect((await poll(6 * MINUTE))?.status).toBe('success');
		expect(written(bench, id)).toEqual({ tags: ['ticket:OPS-7', TAG], comments: 0 });
		expect([jira.issues.all(), chat.posts]).toEqual([[], []]);
		expect(await poll(DUE)).toBeUndefined();
	});

	it('batch with and without tickets, cut → the next delivery leaves all acknowledged', async () => {
		const bench = await start(NAME);
		const { tenant, jira } = bench;
		const poll = await activePlaybook(bench);
		const create = (customTags: readonly string[]) =>
			tenant.incidents.create({ severity: 'high', customTags: [...customTags] }).id;
		const [fresh, known] = [create([]), create(['ticket:OPS-7'])];
		expect((await poll(6 * MINUTE, 'To Link Back?'))?.status).toBe('canceled');
		expect((await poll(DUE))?.status).toBe('success');
		expect(written(bench, fresh)).toEqual({ tags: ['ticket:SOC-1', TAG], comments: 1 });
		expect(written(bench, known)).toEqual({ tags: ['ticket:OPS-7', TAG], comments: 0 });
		expect(jira.issues.all()).toHaveLength(1);
		expect(await poll(DUE)).toBeUndefined();
	});

	it('resolved incident → nothing is written, because the trigger does not wait for it', async () => {
		const bench = await start(NAME);
		const { tenant } = bench;
		const { id } = tenant.incidents.create({});
		tenant.incidents.edit(ANN, id, { status: 'resolved' });
		expect((await bench.run(TRIGGER, [{ id }])).status).toBe('success');
		expect(written(bench, id)).toEqual({ tags: [], comments: 0 });
	});

	it('ticket cannot be created → no tag, and the next delivery creates it', async () => {
		const bench = await start(NAME);
		const { tenant, jira } = bench;
		const poll = await activePlaybook(bench);
		const { id } = tenant.incidents.create({ severity: 'high' });
		jira.fail(503, 2);
		expect((await poll(6 * MINUTE))?.error?.message).toContain('Jira could not be searched');
		expect(written(bench, id)).toEqual({ tags: [], comments: 0 });
		const again = await poll(DUE);
		expect(again?.items(TRIGGER)).toMatchObject([{ json: { id, attempt: 1 } }]);
		expect(written(bench, id)).toEqual({ tags: ['ticket:SOC-1', TAG], comments: 1 });
		expect(jira.issues.all()).toHaveLength(1);
	});
});
