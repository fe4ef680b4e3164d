import { table, type Column } from '../../lab/demo/tables.mts';
import type { BusyResult, WorkflowResult } from './busyRun.mts';
import type { KilledResult } from './killedWorkers.mts';

/** All that `npm run test:queue` found out. */
export interface Results {
	readonly busy: BusyResult;
	/** Both workers killed, without `acknowledgeTag` and with it. */
	readonly plain: KilledResult;
	readonly acknowledged: KilledResult;
	readonly twoMains: string;
	/** Addresses outside this computer that a process requested. */
	readonly requestedOutside: readonly string[];
}

const COLUMNS: readonly Column[] = [
	['Workflow', 20],
	['Executions', 10],
	['Not successful', 14],
	['Made', 6],
	['Reported', 8],
	['Lost', 6],
	['Marked', 6],
	['Repeated, unmarked', 18],
	['In order', 8],
];

const LEGEND = `Executions, Not successful: in n8n's database. Made: incidents created, calls accepted.
Reported: at the end of the workflow. Marked: items with redelivered.
In order: the unmarked items, by execution.`;

export function showResults(results: Results): string {
	const { busy, plain, acknowledged, twoMains } = results;
	const rows = [busy.trigger, busy.webhook, plain, acknowledged].map(row);
	const tokens = [busy, plain, acknowledged].map(({ tokenRequests }) => tokenRequests);
	return [
		table(COLUMNS, rows),
		LEGEND,
		`Token requests of all processes, by credential: ${tokens.join(', ')}. Calls not accepted: ${busy.refusedCalls}.`,
		twoMains,
	].join('\n');
}

function row({ name, executions, tally }: WorkflowResult): readonly unknown[] {
	const { made, reported, lost, marked, unmarked, isOrdered } = tally;
	return [
		...[name, total(executions), notSuccessful(executions), made, reported, lost.length],
		...[marked, unmarked.length, isOrdered ? 'yes' : 'no'],
	];
}

const total = (executions: ReadonlyMap<string, number>): number =>
	[...executions.values()].reduce((sum, count) => sum + count, 0);

const notSuccessful = (executions: ReadonlyMap<string, number>): number =>
	total(executions) - (executions.get('success') ?? 0);

/** One sentence for each violation of what the README promises. */
export function violations({ busy, plain, acknowledged, requestedOutside }: Results): readonly string[] {
	const { trigger, webhook } = busy;
	const rules: readonly (readonly [isKept: boolean, sentence: string])[] = [
		...[trigger, webhook, plain, acknowledged].map(
			({ name, tally }) =>
				[
					tally.unmarked.length === 0,
					`${name}: repeated without a mark: ${tally.unmarked.join(', ')}`,
				] as const,
		),
		...[trigger, acknowledged].map(
			({ name, tally }) => [tally.lost.length === 0, `${name}: lost: ${tally.lost.join(', ')}`] as const,
		),
		// n8n does not repeat an execution whose worker was killed.
		[
			webhook.tally.lost.length <= notSuccessful(webhook.executions),
			`webhook: lost without a failed execution: ${webhook.tally.lost.join(', ')}`,
		],
		[
			plain.tally.reported === 0,
			`${plain.name}: ${plain.tally.reported} were reported, which the README excludes without acknowledgeTag`,
		],
		[
			acknowledged.tally.marked >= acknowledged.tally.made,
			`${acknowledged.name}: only ${acknowledged.tally.marked} items were marked`,
		],
		[trigger.tally.isOrdered, 'trigger: the order of the incidents was not kept'],
		...[busy, plain, acknowledged].map(
			({ tokenRequests }) => [tokenRequests <= 1, `${tokenRequests} token requests in an hour`] as const,
		),
		[requestedOutside.length === 0, `requested from other computers: ${requestedOutside.join(', ')}`],
	];
	return rules.filter(([isKept]) => !isKept).map(([, sentence]) => sentence);
}
