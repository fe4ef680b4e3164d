import { describe, expect, it } from 'vitest';
import { defenderError, trouble } from '../../../support/defenderErrors.mts';
import { scriptedApi, type Script } from '../../../support/scriptedApi.mts';
import { incident } from '../../../support/incidents.mts';
import { singleUpdate } from '../../../support/singleUpdate.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const before = incident({ customTags: ['old'] });
const resolved = { status: 'resolved' as const };

describe('refused PATCH', () => {
	it('403 → not repeated', async () => {
		const failure = trouble({ kind: 'forbidden' }, 'none', { status: 403, code: '', message: '' });
		const { error, log } = await failing({ gets: [before], patches: [failure] });
		expect([error, log]).toEqual([failure, ['get', 'patch']]);
	});

	it('400, incident not merged → not repeated', async () => {
		const failure = trouble({ kind: 'rejected' }, 'none', { status: 400, code: '', message: '' });
		const { error, log } = await failing({ gets: [before, before], patches: [failure] });
		expect([error, log]).toEqual([failure, ['get', 'patch', 'get']]);
	});

	eachRow([404, 409, 423])(
		'404, 409 or 423 → conflict, because a merge may be in progress',
		async (status) => {
			const failure = trouble({ kind: 'rejected' }, 'none', { status, code: '', message: '' });
			for (const second of [before, trouble({ kind: 'notFound' })]) {
				const api = scriptedApi({ gets: [before, second], patches: [failure] });
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
		},
	);
});

async function failing(script: Script) {
	const api = scriptedApi(script);
	return { error: await defenderError(singleUpdate(api, before.id, resolved)), log: api.log };
}
