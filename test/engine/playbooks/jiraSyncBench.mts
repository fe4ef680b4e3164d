import { vi } from 'vitest';
import { STATUSES } from '../../../lab/standIns/jira/jira.mts';
import { MINUTE } from '../../support/triggerFixture.mts';
import type { playbooksOnDemand, PlaybookBench } from './playbookBench.mts';

const [, , DONE] = STATUSES;
if (DONE === undefined) throw new Error('Jira has no last status.');
/** An edit that closes a ticket. */
export const done = { status: DONE };
export const labelsOf = (...ids: string[]) => ['defender-xdr', ...ids.map((id) => `mde-${id}`)];

/** The sync between an incident and its own ticket, with rounds on demand. */
export async function startSync(start: ReturnType<typeof playbooksOnDemand>, settings = {}) {
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
export const statusOf = ({ tenant }: PlaybookBench, id: string) => tenant.incidents.get(id)?.status;
/** What the sync reported to the channels. */
export const reports = ({ chat }: PlaybookBench) =>
	chat.posts.filter(({ app }) => app === 'slack').map(({ text }) => text);
