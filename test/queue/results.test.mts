import { describe, expect, it } from 'vitest';
import { eachRow } from '../../lab/test/support/eachRow.mts';
import type { WorkflowResult } from './busyRun.mts';
import { showResults, violations, type Results } from './results.mts';
import type { Tally } from './tally.mts';

const result = (name: string, tally: Partial<Tally> = {}): WorkflowResult => ({
	name,
	tally: { made: 5, reported: 5, lost: [], marked: 0, unmarked: [], isOrdered: true, ...tally },
	executions: new Map([
		['success', 4],
		['crashed', 1],
	]),
});
const lostAll: Partial<Tally> = { reported: 0, lost: ['1', '2', '3', '4', '5'] };

const good: Results = {
	busy: { trigger: result('trigger'), webhook: result('webhook'), refusedCalls: 0, tokenRequests: 1 },
	plain: { ...result('batch', lostAll), tokenRequests: 1 },
	acknowledged: { ...result('acknowledged batch', { marked: 5 }), tokenRequests: 1 },
	twoMains: 'Two main processes: not run.',
	requestedOutside: [],
};

const BAD: ReadonlyArray<readonly [string, Partial<Results>, string]> = [
	[
		'trigger lost an incident',
		{ busy: { ...good.busy, trigger: result('trigger', { lost: ['7'] }) } },
		'trigger: lost: 7',
	],
	[
		'webhook repeated a call',
		{ busy: { ...good.busy, webhook: result('webhook', { unmarked: ['call 3'] }) } },
		'webhook: repeated without a mark: call 3',
	],
	[
		'webhook lost more calls than executions failed',
		{ busy: { ...good.busy, webhook: result('webhook', { lost: ['call 1', 'call 2'] }) } },
		'webhook: lost without a failed execution: call 1, call 2',
	],
	[
		'order changed',
		{ busy: { ...good.busy, trigger: result('trigger', { isOrdered: false }) } },
		'trigger: the order of the incidents was not kept',
	],
	['second token request', { busy: { ...good.busy, tokenRequests: 2 } }, '2 token requests in an hour'],
	[
		'batch without the option reported',
		{ plain: { ...result('batch'), tokenRequests: 1 } },
		'batch: 5 were reported, which the README excludes without acknowledgeTag',
	],
	[
		'acknowledged batch lost',
		{ acknowledged: { ...result('acknowledged batch', { lost: ['1'], marked: 5 }), tokenRequests: 1 } },
		'acknowledged batch: lost: 1',
	],
	[
		'acknowledged batch without marks',
		{ acknowledged: { ...result('acknowledged batch', { marked: 4 }), tokenRequests: 1 } },
		'acknowledged batch: only 4 items were marked',
	],
	[
		'request to another computer',
		{ requestedOutside: ['https://api.n8n.io/'] },
		'requested from other computers: https://api.n8n.io/',
	],
];

describe('results of the queue mode test', () => {
	it('what the README promises → no violation', () => {
		expect(violations(good)).toEqual([]);
	});

	eachRow(BAD)('each broken promise → its sentence', (_name, change, sentence) => {
		expect(violations({ ...good, ...change })).toEqual([sentence]);
	});

	it('table → one row per workflow, executions that did not succeed counted', () => {
		const text = showResults(good);
		for (const name of ['trigger', 'webhook', 'batch', 'acknowledged batch'])
			expect(text).toMatch(new RegExp(`│ ${name} +│ 5 +│ 1 +│ 5 +│`));
		expect(text).toContain('Token requests of all processes, by credential: 1, 1, 1.');
	});
});
