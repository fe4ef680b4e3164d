import { describe, expect, it } from 'vitest';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { USER_CREDENTIAL_TYPE } from '../../support/practice.mts';
import { itemJson, MOMENT, triggerWorkflow } from '../../support/triggerFixture.mts';
import { connected } from '../../support/userBench.mts';

describe('trigger of a signed-in user', () => {
	const start = benchesOnDemand();
	it('new and changed incident → both, without ownChange', async () => {
		const bench = await connected(start);
		const { credentials, credentialId, engine, tenant } = bench;
		tenant.clock.advance(MOMENT);
		const json = triggerWorkflow(bench, {
			authentication: USER_CREDENTIAL_TYPE,
			events: ['created', 'statusChanged'],
			options: { ownChanges: 'mark' },
		});
		const nodes = json.nodes.map((node) => ({
			...node,
			credentials: { [USER_CREDENTIAL_TYPE]: { id: credentialId, name: 'Practice' } },
		}));
		const active = await engine.activate({ ...json, nodes }, { credentials, workflowId: 'user' });
		const { id } = tenant.incidents.create({});
		tenant.incidents.edit('ann@contoso.com', '48417', { status: 'inProgress' });
		tenant.clock.advance(MOMENT);
		const items = itemJson(await active.poll());
		expect(items).toMatchObject([
			{ id, event: 'created' },
			{ id: '48417', event: 'statusChanged' },
		]);
		expect(items[1]).not.toHaveProperty('ownChange');
	});
});
