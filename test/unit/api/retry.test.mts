import { describe, expect, it } from 'vitest';
import {
	decideRetry,
	possibleEffect,
	type RequestKind,
	type RequestOutcome,
} from '../../../defender/api/retry.ts';
import { parseRetryAfter } from '../../../defender/core/retryAfter.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
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

/** Maximum attempts for each request and cause; 1: never repeated, `pause`: everybody waits. */
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
	eachRow(rows)('allows a $call that met $cause: $allowed', ({ cause, call, allowed }) => {
		const outcome = outcomes[cause];
		if (outcome === undefined) throw new Error(`no outcome ${cause}`);
		const kinds = [1, 2, 3, 4, 5].map((attempt) => decideRetry(call, outcome, attempt, 0.5).kind);
		const again = (count: number) => [1, 2, 3, 4, 5].map((n) => (n < count ? 'retry' : 'fail'));
		expect(kinds).toEqual(allowed === 'pause' ? kinds.map(() => 'pauseAll') : again(allowed));
	});

	it('doubles the wait from half a second, with full jitter', () => {
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

	it('follows Retry-After of a fault, up to 20 seconds', () => {
		expect(decideRetry('read', status(503, 3_000), 1, 0.5)).toEqual({ kind: 'retry', milliseconds: 3_000 });
		expect(decideRetry('read', status(503, 0), 1, 0.5)).toEqual({ kind: 'retry', milliseconds: 0 });
		expect(decideRetry('read', status(503, 3_600_000), 1, 0.5)).toEqual({
			kind: 'retry',
			milliseconds: 20_000,
		});
	});

	it('pauses everybody as long as a 429 asks, or ten seconds', () => {
		expect(decideRetry('read', status(429, 7_000), 1, 0)).toEqual({ kind: 'pauseAll', milliseconds: 7_000 });
		expect(decideRetry('read', status(429), 9, 0)).toEqual({ kind: 'pauseAll', milliseconds: 10_000 });
	});
});

describe('possibleEffect', () => {
	const acting = ['500', '502', '504', 'noResponse', 'unreadable'];
	eachRow(Object.keys(outcomes))('says of a write that met %s what is known', (cause) => {
		const outcome = outcomes[cause];
		if (outcome === undefined) throw new Error(`no outcome ${cause}`);
		expect(possibleEffect('patch', outcome)).toBe(acting.includes(cause) ? 'unknown' : 'none');
		expect(possibleEffect('comment', outcome)).toBe(acting.includes(cause) ? 'unknown' : 'none');
		expect(possibleEffect('read', outcome)).toBe('none');
		expect(possibleEffect('hunt', outcome)).toBe('none');
	});
});

describe('parseRetryAfter', () => {
	eachRow([
		['0', 0],
		['7', 7_000],
		[' 7 ', 7_000],
		['0.5', 500],
		['999999999', 999_999_999_000],
		['Sun, 22 Nov 2026 03:00:30 GMT', 30_000],
		['Sunday, 22-Nov-26 03:00:30 GMT', 30_000],
		['Sun, 22 Nov 2026 02:00:00 GMT', 0],
		['Fri, 31 Dec 9999 23:59:59 GMT', Date.parse('9999-12-31T23:59:59Z') - NOW],
	])('reads %j', (header, milliseconds) => {
		expect(parseRetryAfter(header, NOW)).toBe(milliseconds);
	});

	eachRow([
		undefined,
		'',
		'-5',
		'+5',
		'1e3',
		'0x10',
		'Infinity',
		'NaN',
		'99999999999999999999',
		'soon',
		'soon 1',
		'in 5 minutes',
		'2026-11-22T03:00:30Z',
		'Sun Nov 22 03:00:30 2026',
		'Sun, 99 Nov 2026 03:00:30 GMT',
	])('does not take %j for a time', (header) => {
		expect(parseRetryAfter(header, NOW)).toBeUndefined();
	});
});
