import { describe, expect, it } from 'vitest';
import { graphOf } from '../../support/apiCaller.mts';
import { defenderError } from '../../support/defenderErrors.mts';
import { answering, json } from '../../support/fakeHost.mts';
import { wireIncident } from '../../support/wireIncident.mts';
import { olderOf, wireOlder } from '../../support/wireOlder.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('response about another incident', () => {
	eachRow([
		['another ID', '999'],
		['one more digit', '10'],
		['one digit', ''],
	])('Graph, read or PATCH → unreadable, and a PATCH may have been stored', async (_, id) => {
		const api = () => graphOf(answering(json(200, wireIncident({ id: `${id}7` }))));
		const read = await defenderError(api().getIncident('1', { alerts: true }));
		const patch = await defenderError(api().patchIncident('1', { status: 'resolved' }));
		expect([read, patch].map(({ reason, effect }) => [reason.kind, effect])).toEqual([
			['unreadable', 'none'],
			['unreadable', 'unknown'],
		]);
		expect(read.message).toBe(`The response is about incident "${id}7" instead of 1`);
		expect(read.description).not.toContain('Status 200');
	});

	it('Graph, requested ID with leading zeros → accepted', async () => {
		const api = graphOf(answering(json(200, wireIncident({ id: '1' }))));
		expect((await api.getIncident('001', { alerts: false })).id).toBe('1');
	});

	eachRow<[string, unknown]>([
		['another number', 999],
		['a number with one more digit', 10],
		['another ID as text', '999'],
	])('older API, read by ID → an error that names both IDs', async (_, incidentId) => {
		const api = olderOf(answering(json(200, wireOlder({ incidentId }))));
		const error = await defenderError(api.getIncident('1', { alerts: true }));
		expect([error.reason.kind, error.effect]).toEqual(['unreadable', 'none']);
		expect(error.message).toBe(`The response is about incident "${String(incidentId)}" instead of 1`);
	});

	it('older API, same ID as number, as text or with a leading zero → accepted', async () => {
		for (const incidentId of [1, '1', '01'])
			await expect(
				olderOf(answering(json(200, wireOlder({ incidentId })))).getIncident('1', { alerts: false }),
			).resolves.toMatchObject({ alerts: 'notRead' });
	});

	it('older API, PATCH or comment → may have been stored', async () => {
		const host = () => answering(json(200, wireOlder({ incidentId: 999 })));
		const patch = await defenderError(olderOf(host()).patchIncident('1', { status: 'resolved' }));
		const comment = await defenderError(olderOf(host()).addComment('1', 'Isolated.'));
		expect([patch.effect, comment.effect]).toEqual(['unknown', 'unknown']);
	});
});
