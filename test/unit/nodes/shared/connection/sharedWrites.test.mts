import { expect, it } from 'vitest';
import { sharedWrites } from '../../../../../nodes/shared/connection/sharedWrites.ts';
import { FakeHost } from '../../../../support/fakeHost.mts';
import { n8nContext } from '../../../../support/n8nContext.mts';
import { eachRow } from '../../../../../lab/test/support/eachRow.mts';

const GRAPH = 'https://graph.microsoft.com';
const LEGACY = 'https://api.security.microsoft.com';
const TENANT = '4e0fbaec-0ccb-46fb-a341-05087b992c7f';

const through = (apiOrigin: string, tenantId: string) =>
	sharedWrites(n8nContext(), { apiOrigin, tenantId, host: new FakeHost() });

eachRow([
	['the same tenant, named by a domain', GRAPH, 'contoso.onmicrosoft.com'],
	['the other API', LEGACY, TENANT],
])(
	'sharedWrites › two writes of one incident, by domain or through the other API → one after the other',
	async (_what, apiOrigin, tenantId) => {
		const steps: string[] = [];
		const write = (name: string) => async () => {
			steps.push(`${name} begins`);
			await new Promise((resolve) => setImmediate(resolve));
			steps.push(`${name} ends`);
		};
		await Promise.all([
			through(GRAPH, TENANT).runAlone('48417', write('first')),
			through(apiOrigin, tenantId).runAlone('48417', write('second')),
		]);
		expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
	},
);

it('sharedWrites › same incident ID in another tenant → its own state', () => {
	const at = '2026-11-22T03:00:00.0000000Z' as Parameters<ReturnType<typeof through>['noteUpdate']>[1];
	through(GRAPH, TENANT).noteUpdate('48417', at);
	expect(through(GRAPH, TENANT).newestOf('48417')).toBe(at);
	expect(through(GRAPH, 'fabrikam.com').newestOf('48417')).toBeUndefined();
});
