import { beforeEach, describe, expect, it, vi } from 'vitest';
import { tokenize } from '../../../../defender/hunting/query/lexer.ts';
import { runHunt } from '../../../../defender/tasks/hunt/runHunt.ts';
import { scripted } from '../../../fixtures/fakeApi.mts';
import { START } from '../../../fixtures/fakeHost.mts';

vi.mock(import('../../../../defender/hunting/query/lexer.ts'), async (original) => {
	const lexer = await original();
	return { ...lexer, tokenize: vi.fn(lexer.tokenize) };
});

describe('hunt › tokenization', () => {
	beforeEach(() => {
		vi.mocked(tokenize).mockClear();
	});

	it('parameters, tables and a limit → the author’s text once, the prologue never', async () => {
		const sent: string[] = [];
		const api = {
			...scripted({}),
			runHunt: async ({ query }: { readonly query: string }) => {
				sent.push(query);
				return { columns: [], rows: [], length: 0, malformed: 0, numbersAsText: false };
			},
		};
		const query = 'DeviceInfo | where DeviceName == _p_device; // comment';
		await runHunt(
			{ ...api, can: { ...api.can, huntTimespan: true } },
			{
				query,
				parameters: [{ name: 'device', type: 'string', value: 'PC-1' }],
				timeRange: { kind: 'last', amount: 1, unit: 'days' },
				limit: 10,
				readInstant: () => undefined,
				onTruncation: 'hint',
				rawValues: false,
			},
			() => undefined,
			{ now: () => START },
		);
		expect(sent).toEqual([
			'let _p_device="PC-1";\nDeviceInfo | where DeviceName == _p_device\n| take 11; // comment',
		]);
		expect(vi.mocked(tokenize).mock.calls).toEqual([[query]]);
	});
});
