import { describe, expect, it } from 'vitest';
import { parseResponse } from '../../../defender/api/apiResponse.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const traceOf = (message: string) =>
	parseResponse(
		{ status: 400, headers: {}, text: JSON.stringify({ error: { code: message, message } }) },
		'integers',
	).trace;

describe('serviceTrace › message', () => {
	eachRow([4_000, 4_001, 1_000_000])(
		'long text → at most 4,000 characters, and 200 of the code',
		(length) => {
			const { message, code } = traceOf('x'.repeat(length));
			expect(message).toBe(length > 4_000 ? `${'x'.repeat(4_000)}…` : 'x'.repeat(length));
			expect(code).toHaveLength(201);
		},
	);

	it('truncated token → not shown', () => {
		const token = `eyJ0eXAiOiJK${'x'.repeat(200)}`;
		expect(traceOf(`${'x'.repeat(3_900)} ${token}`).message).not.toContain('eyJ');
	});
});
