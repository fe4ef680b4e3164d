import { describe, expect, it } from 'vitest';
import { readScenario, scenarios } from '../../../tenant/scenarios/scenario.mts';
import { eachRow } from '../../support/eachRow.mts';

const call = { method: 'POST', path: '/incidents' };
const step = { at: 'PT0S', say: 'Something happens.', call };
const written = (...steps: readonly object[]) => ({ title: 'A', about: 'B', steps });

describe('scenario file', () => {
	it('the scenarios folder → five scenarios', () => {
		expect([...scenarios.keys()]).toEqual([
			'business-email-compromise',
			'merge-storm',
			'outage',
			'ransomware',
			'throttled-hour',
		]);
	});

	it('steps in order of time → accepted', () => {
		const later = { ...step, at: 'PT1H' };
		expect(readScenario('x', written(step, step, later)).steps).toHaveLength(3);
	});

	eachRow([
		['no steps', written(), 'must NOT have fewer than 1 items'],
		['no sentence', written({ at: 'PT0S', call }), "must have required property 'say'"],
		['a date that is no duration', written({ ...step, at: '5 minutes' }), 'must match pattern'],
		['a method that only reads', written({ ...step, call: { ...call, method: 'GET' } }), 'must be equal to'],
		[
			'a call of a whole address',
			written({ ...step, call: { ...call, path: 'http://x/' } }),
			'must match pattern',
		],
		['a scenario within', written({ ...step, call: { ...call, path: '/scenarios' } }), 'must match pattern'],
		['an unknown property', written({ ...step, wait: 1 }), 'must NOT have additional properties'],
		[
			'steps out of order',
			written({ ...step, at: 'PT2M' }, { ...step, at: 'PT1M' }),
			'step 2 (PT1M) is earlier than',
		],
		[
			'an unknown name',
			written({ ...step, call: { ...call, path: '/incidents/{main}/edit' } }),
			'uses {main}',
		],
		[
			'a name of its own call',
			written({ ...step, as: 'main', call: { ...call, body: { a: ['{main}'] } } }),
			'{main}',
		],
	])('an invalid step or an unknown name → rejected with the reason', (_what, content, reason) => {
		expect(() => readScenario('odd', content)).toThrow(`Scenario "odd": `);
		expect(() => readScenario('odd', content)).toThrow(reason);
	});
});
