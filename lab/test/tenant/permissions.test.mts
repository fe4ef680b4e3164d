import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	graphCaller,
	errorOf,
	INCIDENTS,
	startGraphCaller,
	type GraphCaller,
	type ReadResponse,
} from '../support/graphCaller.mts';

let owner: GraphCaller;
beforeAll(async () => {
	owner = await startGraphCaller();
	owner.tenant.incidents.create({ id: '7' });
});
afterAll(() => owner.practice.close());

const READ = 'SecurityIncident.Read.All';
const WRITE = 'SecurityIncident.ReadWrite.All';
const HUNT = 'ThreatHunting.Read.All';

const calls: Readonly<Record<string, (caller: GraphCaller) => Promise<ReadResponse>>> = {
	list: (caller) => caller.list(),
	get: (caller) => caller.get(`${INCIDENTS}/7`),
	patch: (caller) => caller.patch('7', { severity: 'low' }),
	comment: (caller) => caller.comment('7', 'Seen.'),
	hunt: (caller) => caller.hunt({ Query: 'DeviceInfo | take 1' }),
};

async function allowed(roles: readonly string[]): Promise<string[]> {
	const caller = await graphCaller(owner.practice, owner.tenant, owner.tenant.addApp({ roles }));
	const answers = await Promise.all(
		Object.entries(calls).map(async ([name, call]) => [name, (await call(caller)).status]),
	);
	expect(answers.filter(([, status]) => status !== 200 && status !== 403)).toEqual([]);
	return answers.filter(([, status]) => status === 200).map(([name]) => String(name));
}

describe('Graph application permissions', () => {
	it('each permission → allows reading, writing or hunting only', async () => {
		expect(await allowed([])).toEqual([]);
		expect(await allowed([READ])).toEqual(['list', 'get']);
		expect(await allowed([WRITE])).toEqual(['list', 'get', 'patch', 'comment']);
		expect(await allowed([HUNT])).toEqual(['hunt']);
	});

	it('a missing permission → the message names required and existing permissions', async () => {
		const caller = await graphCaller(owner.practice, owner.tenant, owner.tenant.addApp({ roles: [HUNT] }));
		const answer = await caller.patch('7', { severity: 'low' });
		expect(errorOf(answer)).toEqual({
			code: 'Forbidden',
			message: `Missing application roles. API required roles: ${WRITE}, application roles: ${HUNT}.`,
		});
	});

	it('the service document → needs a token and no permission', async () => {
		const caller = await graphCaller(owner.practice, owner.tenant, owner.tenant.addApp({ roles: [] }));
		expect((await caller.get('/v1.0/')).status).toBe(200);
		expect((await caller.get('/v1.0/', { authorization: 'Bearer none' })).status).toBe(401);
	});

	it('a permission added later → in effect with the next token', async () => {
		const app = owner.tenant.addApp({ roles: [] });
		const early = await graphCaller(owner.practice, owner.tenant, app);
		app.setRoles([READ]);
		expect((await early.list()).status).toBe(403);
		expect((await (await graphCaller(owner.practice, owner.tenant, app)).list()).status).toBe(200);
	});
});
