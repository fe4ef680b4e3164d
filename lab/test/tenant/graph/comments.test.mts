import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	INCIDENTS,
	JSON_BODY,
	listedObjects,
	startGraphCaller,
	type GraphCaller,
} from '../../support/graphCaller.mts';

let caller: GraphCaller;
beforeAll(async () => {
	caller = await startGraphCaller();
	caller.tenant.incidents.create({ id: '5' });
});
afterAll(() => caller.practice.close());

const TYPE = 'microsoft.graph.security.alertComment';
const post = async (body: unknown) => {
	const init = { method: 'POST', headers: JSON_BODY, body: JSON.stringify(body) };
	return (await caller.send(`${INCIDENTS}/5/comments`, init)).status;
};

describe('Graph POST comment', () => {
	it('a valid comment → all comments, the new one by the app', async () => {
		caller.tenant.incidents.comment('ann.ito@contoso.com', '5', 'By hand.');
		const answer = await caller.comment('5', 'By the playbook.');
		expect(answer.status).toBe(200);
		expect(listedObjects(answer)).toMatchObject([
			{ comment: 'By hand.', createdByDisplayName: 'ann.ito@contoso.com' },
			{ comment: 'By the playbook.', createdByDisplayName: 'API-App:n8n automation' },
		]);
	});

	it('more than 30,000 characters → 400', async () => {
		expect(await post({ '@odata.type': TYPE, comment: 'x'.repeat(30_000) })).toBe(200);
		expect(await post({ '@odata.type': TYPE, comment: 'x'.repeat(30_001) })).toBe(400);
	});

	it('a wrong type, no text or another property → 400', async () => {
		expect(await post({ comment: 'No type.' })).toBe(400);
		expect(await post({ '@odata.type': 'microsoft.graph.security.alert', comment: 'Wrong type.' })).toBe(400);
		expect(await post({ '@odata.type': TYPE })).toBe(400);
		expect(await post({ '@odata.type': TYPE, comment: ' ' })).toBe(400);
		expect(await post({ '@odata.type': TYPE, comment: 5 })).toBe(400);
		expect(await post({ '@odata.type': TYPE, comment: 'More.', author: 'me' })).toBe(400);
		expect(await post({ '@odata.type': `#${TYPE}`, comment: 'Fine.' })).toBe(200);
	});

	it('an unknown incident → 404', async () => {
		expect((await caller.comment('6', 'Hello')).status).toBe(404);
	});
});
