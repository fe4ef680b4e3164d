import { describe, expect, it } from 'vitest';
import { parseQuotaMessage } from '../../../defender/api/quotaMessage.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const at = (time: string) => Date.parse(`2026-11-22T${time}Z`);
const NOW = at('03:04:00');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe('parseQuotaMessage › calls quota', () => {
	eachRow([
		['API calls quota exceeded! maximum allowed 45 per 00:01:00', MINUTE],
		['API calls quota exceeded! maximum allowed 1500 per 01:00:00', 60 * MINUTE],
		['api CALLS QUOTA exceeded, 15 per 1:02:03', 62 * MINUTE + 3 * SECOND],
		['API calls quota exceeded', MINUTE],
		['API calls quota exceeded. Try again in 20 seconds.', 20 * SECOND],
		['maximum admitted 45 per 00:01:00', MINUTE],
	])('message → the quota and its window', (message, pauseMs) => {
		expect(parseQuotaMessage('hunt', message, NOW)).toEqual({ quota: 'calls', pauseMs });
		expect(parseQuotaMessage('read', message, NOW)).toEqual({ quota: 'calls', pauseMs });
	});
});

describe('parseQuotaMessage › CPU quota', () => {
	eachRow([
		[
			'You have exceeded processing resources allocated to this tenant. You can run queries again in 7 minutes.',
			7,
		],
		['CPU quota exceeded; try again after 1 hour', 60],
		['Tenant CPU is at 100 %, try again in about 2 minutes', 2],
	])('message with a time → the quota and this time', (message, minutes) => {
		expect(parseQuotaMessage('hunt', message, NOW)).toEqual({ quota: 'cpu', pauseMs: minutes * MINUTE });
	});

	eachRow([
		['03:00:00', 15 * MINUTE],
		['03:04:00', 11 * MINUTE],
		['03:14:59', SECOND],
		['03:15:00', 15 * MINUTE],
		['23:59:00', MINUTE],
	])('message without a time → until the next quarter of an hour', (time, pauseMs) => {
		for (const message of [
			'The tenant has used all its CPU.',
			'Queries are blocked until the next 15-minute cycle.',
			'You reached 100% of the allocated resources.',
		]) {
			expect(parseQuotaMessage('hunt', message, at(time))).toEqual({ quota: 'cpu', pauseMs });
		}
	});
});

describe('parseQuotaMessage › no quota in the message', () => {
	eachRow(['', 'Too many requests. Please retry later.', 'blocked per policy', 'again in a while'])(
		'hunt → until the next quarter of an hour; other requests → no pause',
		(message) => {
			expect(parseQuotaMessage('hunt', message, NOW)).toEqual({ quota: undefined, pauseMs: 11 * MINUTE });
			for (const call of ['read', 'patch', 'comment'] as const)
				expect(parseQuotaMessage(call, message, NOW)).toEqual({ quota: undefined, pauseMs: undefined });
		},
	);

	it('message with a time → this time', () => {
		for (const call of ['read', 'hunt'] as const)
			expect(parseQuotaMessage(call, 'Try again in 30 seconds', NOW).pauseMs).toBe(30 * SECOND);
	});

	eachRow(['again in 12345 minutes', 'again in -5 minutes', `again in ${' '.repeat(30)}5 minutes`])(
		'message with an implausible time → no pause',
		(message) => {
			expect(parseQuotaMessage('read', message, NOW).pauseMs).toBeUndefined();
		},
	);
});
