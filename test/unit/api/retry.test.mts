import { describe, expect, it } from 'vitest';
import {
	decideRetry,
	possibleEffect,
	type RequestKind,
	type RequestOutcome,
} from '../../../defender/api/retry.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const status = (code: number, retryAfterMs?: number): RequestOutcome => ({
	kind: 'status',
	status: code,
	retryAfterMs,
});
const outcomes: Record<string, RequestOutcome> = {
	'429': status(429),
	'503': status(503),
	'500': status(500),
	'502': status(502),
	'504': status(504),
	'400': status(400),
	'403': status(403),
	'404': status(404),
	'408': status(408),
	'409': status(409),
	'412': status(412),
	'302': status(302),
	notSent: { kind: 'transport', failure: 'notSent' },
	noResponse: { kind: 'transport', failure: 'noResponse' },
	unreadable: { kind: 'unreadable' },
};

/** Maximum attempts for each request and outcome; 1: sent once, `pause`: all requests wait. */
const TABLE: Record<string, Record<RequestKind, number | 'pause'>> = {
	'429': { read: 'pause', readWithAlerts: 'pause', patch: 'pause', comment: 'pause', hunt: 'pause' },
	'503': { read: 4, readWithAlerts: 4, patch: 4, comment: 4, hunt: 4 },
	'500': { read: 4, readWithAlerts: 2, patch: 1, comment: 1, hunt: 2 },
	'502': { read: 4, readWithAlerts: 4, patch: 1, comment: 1, hunt: 4 },
	'504': { read: 4, readWithAlerts: 2, patch: 1, comment: 1, hunt: 2 },
	'400': { read: 1, readWithAlerts: 1, patch: 1, comment: 1, hunt: 1 },
	'403': { read: 1, readWithAlerts: 1, patch: 1, comment: 1, hunt: 1 },
	'404': { read: 1, readWithAlerts: 1, patch: 1, comment: 1, hunt: 1 },
	'408': { read: 4, readWithAlerts: 4, patch: 4, comment: 4, hunt: 4 },
	'409': { read: 1, readWithAlerts: 1, patch: 1, comment: 1, hunt: 1 },
	'412': { read: 1, readWithAlerts: 1, patch: 1, comment: 1, hunt: 1 },
	'302': { read: 1, readWithAlerts: 1, patch: 1, comment: 1, hunt: 1 },
	notSent: { read: 4, readWithAlerts: 4, patch: 4, comment: 4, hunt: 4 },
	noResponse: { read: 4, readWithAlerts: 2, patch: 1, comment: 1, hunt: 2 },
	unreadable: { read: 4, readWithAlerts: 2, patch: 1, comment: 1, hunt: 2 },
};
const rows = Object.entries(TABLE).flatMap(([cause, calls]) =>
	(['read', 'readWithAlerts', 'patch', 'comment', 'hunt'] as const).map((call) => ({
		cause,
		call,
		allowed: calls[call],
	})),
);

describe('decideRetry', () => {
	eachRow(rows)(
		'each request and outcome → the documented number of attempts',
		({ cause, call, allowed }) => {
			const outcome = outcomes[cause];
			if (outcome === undefined) throw new Error(`no outcome ${cause}`);
			const kinds = [1, 2, 3, 4, 5].map((attempt) => decideRetry(call, outcome, attempt, 0.5).kind);
			const again = (count: number) => [1, 2, 3, 4, 5].map((n) => (n < count ? 'retry' : 'fail'));
			expect(kinds).toEqual(allowed === 'pause' ? kinds.map(() => 'pauseAll') : again(allowed));
		},
	);

	it('no Retry-After → waits that double from half a second, with full jitter', () => {
		const waits = [0, 0.5, 0.999_999].map((chance) =>
			[1, 2, 3].map((attempt) => decideRetry('read', status(502), attempt, chance)),
		);
		const milliseconds = waits.map((row) => row.map((it) => (it.kind === 'retry' ? it.milliseconds : -1)));
		expect(milliseconds).toEqual([
			[0, 0, 0],
			[250, 500, 1_000],
			[500, 1_000, 2_000],
		]);
	});

	it('Retry-After of a server error → this wait, at most 20 seconds', () => {
		expect(decideRetry('read', status(503, 3_000), 1, 0.5)).toEqual({ kind: 'retry', milliseconds: 3_000 });
		expect(decideRetry('read', status(503, 0), 1, 0.5)).toEqual({ kind: 'retry', milliseconds: 0 });
		expect(decideRetry('read', status(503, 3_600_000), 1, 0.5)).toEqual({
			kind: 'retry',
			milliseconds: 20_000,
		});
	});

	it('status 429 → a pause for all, of Retry-After or ten seconds', () => {
		expect(decideRetry('read', status(429, 7_000), 1, 0)).toEqual({
			kind: 'pauseAll',
			milliseconds: 7_000,
			isGuess: false,
		});
		expect(decideRetry('read', status(429), 9, 0)).toEqual({
			kind: 'pauseAll',
			milliseconds: 10_000,
			isGuess: true,
		});
	});
});

describe('possibleEffect', () => {
	const acting = ['500', '502', '504', 'noResponse', 'unreadable'];
	eachRow(Object.keys(outcomes))('each outcome of a write → whether it may have been stored', (cause) => {
		const outcome = outcomes[cause];
		if (outcome === undefined) throw new Error(`no outcome ${cause}`);
		expect(possibleEffect('patch', outcome)).toBe(acting.includes(cause) ? 'unknown' : 'none');
		expect(possibleEffect('comment', outcome)).toBe(acting.includes(cause) ? 'unknown' : 'none');
		expect(possibleEffect('read', outcome)).toBe('none');
		expect(possibleEffect('hunt', outcome)).toBe('none');
	});
});
