import { describe, expect, it, vi } from 'vitest';
import { tokenize } from '../../../../defender/hunting/query/lexer.ts';
import { runHunt } from '../../../../defender/tasks/hunt/runHunt.ts';
import { scriptedApi } from '../../../support/scriptedApi.mts';
import { START } from '../../../support/fakeHost.mts';

/** The texts that sticky patterns read, in order: only the lexer has such patterns. */
async function lexedTexts(work: () => unknown): Promise<readonly unknown[]> {
	const exec = vi.spyOn(RegExp.prototype, 'exec');
	try {
		await work();
		return exec.mock.calls.flatMap(([text], call) => {
			const pattern: unknown = exec.mock.contexts[call];
			return pattern instanceof RegExp && pattern.sticky ? [text] : [];
		});
	} finally {
		exec.mockRestore();
	}
}

describe('hunting › tokenization', () => {
	it('parameters, tables and a limit → the author’s query once, the parameter line never', async () => {
		const sent: string[] = [];
		const base = scriptedApi({});
		const api = {
			...base,
			can: { ...base.can, huntTimespan: true },
			runHunt: async (request: { readonly query: string }) => {
				sent.push(request.query);
				return { columns: [], rows: [], length: 0, malformed: 0, numbersAsText: false };
			},
		};
		const query = 'DeviceInfo | where DeviceName == _p_device; // comment';
		const settings = {
			query,
			parameters: [{ name: 'device', type: 'string', value: 'PC-1' }],
			timeRange: { kind: 'last', amount: 1, unit: 'days' },
			limit: 10,
			readInstant: () => undefined,
			onTruncation: 'hint',
			rawValues: false,
			parseJson: [],
			splitMax: 32,
		} as const;
		const lexed = await lexedTexts(
			async () => await runHunt(api, settings, () => undefined, { now: () => START }),
		);
		expect(sent).toEqual([
			'let _p_device="PC-1";\nDeviceInfo | where DeviceName == _p_device\n| take 11; // comment',
		]);
		expect(lexed.length).toBeGreaterThan(0);
		expect(lexed).toEqual(await lexedTexts(() => tokenize(query)));
	});
});
