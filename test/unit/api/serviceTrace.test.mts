import { describe, expect, it } from 'vitest';
import { parseResponse } from '../../../defender/api/apiResponse.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const traced = (message: string) =>
	parseResponse(
		{ status: 400, headers: {}, text: JSON.stringify({ error: { code: message, message } }) },
		'integers',
	).trace;

describe('message of a refusal', () => {
	eachRow([4_000, 4_001, 1_000_000])('of %s characters → at most 4,000 are kept', (length) => {
		const { message, code } = traced('x'.repeat(length));
		expect(message).toBe(length > 4_000 ? `${'x'.repeat(4_000)}…` : 'x'.repeat(length));
		expect(code).toHaveLength(201);
	});

	it('token that is cut → not shown', () => {
		const token = `eyJ0eXAiOiJK${'x'.repeat(200)}`;
		expect(traced(`${'x'.repeat(3_900)} ${token}`).message).not.toContain('eyJ');
	});
});
