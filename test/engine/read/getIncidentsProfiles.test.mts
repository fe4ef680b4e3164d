import type { INodeParameters } from 'n8n-workflow';
import { describe, expect } from 'vitest';
import { newestFirst } from '../../support/incidentOracle.mts';
import { jsonOf, our } from '../../support/practice.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { namedProfiles } from '../../support/namedProfiles.mts';

const current = benchPerTest();

describe('Get Many under each behavior profile', () => {
	current.eachRow(namedProfiles)(
		'Return All, Limit and filters → complete lists, the newest first, exact matches',
		async ({ profile }) => {
			await current.restart({ behaviours: profile });
			const own = current.bench;
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
		},
		120_000,
	);
});
