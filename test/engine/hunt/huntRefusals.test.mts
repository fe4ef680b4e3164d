import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { benchPerFile } from '../../support/benchHooks.mts';
import { our } from '../../support/practice.mts';

const current = benchPerFile();
const device: INodeParameters = { values: [{ name: 'device', type: 'string', value: 'a"b' }] };

async function refusalOf(query: string, parameters: INodeParameters = device) {
	const before = current.bench.apiCalls().length;
	const result = await current.bench.run(our('runHuntingQuery', { query, parameters, limit: 5 }));
	const { message = '', description = '' } = result.error ?? {};
	return { message, description: description ?? '', calls: current.bench.apiCalls().length - before };
}

describe('query that the service rejects', () => {
	it('unknown column → Microsoft’s message, the author’s line and column, and a similar name', async () => {
		const query = 'DeviceProcessEvents\n| where DeviceNam == _p_device\n| take 1';
		const { message, description, calls } = await refusalOf(query);
		expect(message).toMatch(
			/^Microsoft Defender rejected the request while running the hunting query: .*DeviceNam.*line 2, column 9/,
		);
		expect(description).toContain(
			'Line 2 of the query, column 9: "| where ▸DeviceNam == _p_device" (▸ marks the position). Did you mean DeviceName',
		);
		expect(description).toMatch(/without a license.*code "BadRequest".*request id/);
		expect(`${message}${description}`).not.toContain('a"b');
		expect(calls).toBe(1);
	});

	it('unknown table → advice about spelling and license', async () => {
		const { description } = await refusalOf('DeviceProcessEvent | where DeviceName == _p_device');
		expect(description).toContain('column 1: "▸DeviceProcessEvent | where');
		expect(description).toContain('Did you mean DeviceProcessEvents?');
	});

	it('too expensive → one request, and advice how to narrow the query', async () => {
		const message = 'Query execution has exceeded the allowed limits (80DA0001): The query was preempted.';
		current.bench.fault({ status: 400, body: { error: { code: 'BadRequest', message } } });
		const refusal = await refusalOf('DeviceInfo', {});
		expect(refusal.message).toContain('too much CPU or memory');
		expect(refusal.description).toContain(message);
		expect(refusal.calls).toBe(1);
	});

	it('timeout at the service → sent again once', async () => {
		current.bench.fault({ status: 504 }, { times: 3 });
		expect((await refusalOf('DeviceInfo', {})).calls).toBe(2);
	});
});
