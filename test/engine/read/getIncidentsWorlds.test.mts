import type { INodeParameters } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newestFirst } from '../../support/incidentOracle.mts';
import { jsonOf, our, startBench, type Bench } from '../../support/practice.mts';
import { skipWaits } from '../../support/skipWaits.mts';
import { namedWorlds } from '../../support/worldNames.mts';

let bench: Bench | undefined;
beforeEach(() => void skipWaits());
afterEach(async () => {
	vi.restoreAllMocks();
	await bench?.close();
});

describe.each(namedWorlds)('in the world $name', { timeout: 60_000 }, ({ world }) => {
	it('lists are complete, filters exact, and a limit takes the newest', async () => {
		const own = await startBench({ behaviours: world });
		bench = own;
		const list = newestFirst(own.tenant.incidents);
		const ask = async (parameters: INodeParameters) => {
			const result = await own.run(our('getIncidents', parameters));
			expect(result.error).toBeUndefined();
			return jsonOf(result, 'getIncidents').map(({ id, lastUpdateDateTime }) => [id, lastUpdateDateTime]);
		};
		const answer = (incidents: typeof list) =>
			incidents.map(({ id, lastUpdateDateTime }) => [id, lastUpdateDateTime]);

		expect(await ask({ returnAll: true })).toEqual(answer(list));
		for (const limit of [1, 3, 51]) expect(await ask({ limit })).toEqual(answer(list.slice(0, limit)));
		const filters = { status: ['active', 'inProgress'], severity: ['high', 'medium'] };
		const wanted = list.filter(
			({ status, severity }) => status !== 'resolved' && ['high', 'medium'].includes(severity),
		);
		expect(wanted.length).toBeGreaterThan(3);
		expect(await ask({ returnAll: true, filters })).toEqual(answer(wanted));
		expect(await ask({ limit: 2, filters })).toEqual(answer(wanted.slice(0, 2)));
	});
});
