import { describe, expect, it } from 'vitest';
import { defenderError, trouble } from '../../../support/defenderErrors.mts';
import { scripted, type Script } from '../../../support/fakeApi.mts';
import { incident } from '../../../support/incidents.mts';
import { singleUpdate } from '../../../support/singleUpdate.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const before = incident({ customTags: ['old'] });
const resolved = { status: 'resolved' as const };

describe('a PATCH that is refused', () => {
	it('does not repeat a PATCH answered 403', async () => {
		const failure = trouble({ kind: 'forbidden' }, 'none', { status: 403, code: '', message: '' });
		const { error, log } = await failing({ gets: [before], patches: [failure] });
		expect([error, log]).toEqual([failure, ['get', 'patch']]);
	});

	it('does not repeat a PATCH answered 400, once a read shows that no merge is the cause', async () => {
		const failure = trouble({ kind: 'rejected' }, 'none', { status: 400, code: '', message: '' });
		const { error, log } = await failing({ gets: [before, before], patches: [failure] });
		expect([error, log]).toEqual([failure, ['get', 'patch', 'get']]);
	});

	eachRow([404, 409, 423])('takes a PATCH answered %i for a merge that may be under way', async (status) => {
		const failure = trouble({ kind: 'rejected' }, 'none', { status, code: '', message: '' });
		for (const second of [before, trouble({ kind: 'notFound' })]) {
			const api = scripted({ gets: [before, second], patches: [failure] });
			const result = await singleUpdate(api, before.id, { ...resolved, comment: 'c' });
			expect(api.log).toEqual(['get', 'patch', 'get']);
			expect(result).toMatchObject({
				outcome: 'conflict',
				incident: before,
				changes: {},
				notApplied: ['status'],
				pending: 'comment',
				wrote: false,
			});
			expect(result.reason).toContain(`(status ${status})`);
		}
	});
});

async function failing(script: Script) {
	const api = scripted(script);
	return { error: await defenderError(singleUpdate(api, before.id, resolved)), log: api.log };
}
