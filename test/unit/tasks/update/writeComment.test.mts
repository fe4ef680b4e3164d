import { describe, expect, it } from 'vitest';
import { writeComment } from '../../../../defender/tasks/update/writeComment.ts';
import { defenderError, trouble } from '../../../support/defenderErrors.mts';
import { scripted, later, type Script } from '../../../support/fakeApi.mts';
import { START } from '../../../support/fakeHost.mts';
import { at, incident } from '../../../support/incidents.mts';
import { singleUpdate } from '../../../support/singleUpdate.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const said = (comment: string, more: object = {}) => ({
	comment,
	createdByDisplayName: 'API-App:n8n',
	createdDateTime: at('2026-11-22T03:00:00Z'),
	...more,
});
const before = incident({ comments: [said('hello')] });
const lost = trouble({ kind: 'unreachable' }, 'unknown');

async function write(text: string, script: Script) {
	const api = scripted(script);
	return { outcome: await writeComment(api, before, text, START), log: api.log };
}

describe('comment write', () => {
	it('response lists it → written', async () => {
		const comments = [said('hello'), said('new')];
		expect(await write('new', { comments: [comments] })).toEqual({
			outcome: { kind: 'written', comments },
			log: ['comment'],
		});
	});

	it('earlier comments truncated → in doubt, because an older one may have the same text', async () => {
		const api = scripted({ comments: [[said('new')]], gets: [incident({ comments: [said('new')] })] });
		const cut = incident({ comments: [], truncated: { comments: 'why' } });
		expect((await writeComment(api, cut, 'new', START)).kind).toBe('inDoubt');
		expect(api.log).toEqual(['comment', 'get']);
	});

	it('same text again → written', async () => {
		const { outcome } = await write('hello', { comments: [[said('hello'), said('hello')]] });
		expect(outcome.kind).toBe('written');
	});

	it('line ends changed by the service → written', async () => {
		const { outcome } = await write('a\r\nb\rc \n', { comments: [[said('a\nb\nc')]] });
		expect(outcome.kind).toBe('written');
	});

	it('no response, found by reading → written, not sent again', async () => {
		const found = incident({ comments: [said('hello'), said('new')] });
		const { outcome, log } = await write('new', { comments: [lost], gets: [found] });
		expect([outcome.kind, log]).toEqual(['written', ['comment', 'get']]);
	});

	eachRow([
		['does not show it', before],
		['shows only an older one of the same text', before],
		[
			'shows only a person’s of the same text',
			incident({ comments: [said('hello'), said('hello', { createdByDisplayName: 'ann' })] }),
		],
		[
			'shows only one without an author',
			incident({ comments: [said('hello'), said('hello', { createdByDisplayName: null })] }),
		],
		[
			'shows only one from 61 s before',
			incident({ comments: [said('hello'), said('hello', { createdDateTime: at('2026-11-22T02:58:59Z') })] }),
		],
		[
			'shows only one without a time',
			incident({ comments: [said('hello'), said('hello', { createdDateTime: undefined })] }),
		],
	])('no response, not found for certain → in doubt, not sent again', async (_, read) => {
		const { outcome, log } = await write('hello', { comments: [lost], gets: [read] });
		expect(log).toEqual(['comment', 'get']);
		expect(outcome).toEqual({ kind: 'inDoubt', detail: 'made up: unreachable' });
	});

	it('time stamp up to 60 s before the start → written', async () => {
		const stamped = said('new', { createdDateTime: at('2026-11-22T02:59:00Z') });
		const { outcome } = await write('new', { comments: [lost], gets: [incident({ comments: [stamped] })] });
		expect(outcome.kind).toBe('written');
	});

	it('neither response nor read → in doubt', async () => {
		const { outcome, log } = await write('new', {
			comments: [lost],
			gets: [trouble({ kind: 'serviceDown' })],
		});
		expect([outcome.kind, log]).toEqual(['inDoubt', ['comment', 'get']]);
	});

	it('response does not list it → read, then in doubt', async () => {
		const { outcome, log } = await write('new', { comments: [[]], gets: [before] });
		expect(log).toEqual(['comment', 'get']);
		expect(outcome).toEqual({ kind: 'inDoubt', detail: undefined });
	});

	it('service stored nothing for certain → its error', async () => {
		const refused = trouble({ kind: 'forbidden' });
		const api = scripted({ comments: [refused] });
		expect(await defenderError(writeComment(api, before, 'new', START))).toBe(refused);
		expect(api.log).toEqual(['comment']);
	});
});

describe('comment of an update', () => {
	const update = async (script: Script, fields: object = { status: 'resolved' }) => {
		const api = scripted(script);
		return { result: await singleUpdate(api, before.id, { comment: 'new', ...fields }), log: api.log };
	};
	const after = later(before, 1, { status: 'resolved' });
	const comments = [said('hello'), said('new')];

	it('fields and comment → comment last, shown on the incident', async () => {
		const { result, log } = await update({ gets: [before], patches: [after], comments: [comments] });
		expect(log).toEqual(['get', 'patch', 'comment']);
		expect(result).toMatchObject({ outcome: 'updated', incident: { status: 'resolved', comments } });
	});

	it('comment only → updated without PATCH', async () => {
		const { result, log } = await update({ gets: [before], comments: [comments] }, {});
		expect([log, result.outcome, result.changes]).toEqual([['get', 'comment'], 'updated', {}]);
	});

	it('comment in doubt → partial, comment pending', async () => {
		const { result } = await update({ gets: [before, after], patches: [after], comments: [lost] });
		expect(result).toMatchObject({ outcome: 'partial', pending: 'comment', notApplied: [] });
		expect(result.reason).toBe(
			'The comment may have been stored, so it was not sent again: made up: unreachable.',
		);
	});

	it('response without the comment → partial, with the reason', async () => {
		const { result } = await update({ gets: [before, after], patches: [after], comments: [[]] });
		expect(result).toMatchObject({ outcome: 'partial', pending: 'comment' });
		expect(result.reason).toMatch(/not sent again: the response did not show it\.$/);
	});

	it('comment refused after the fields → partial, with the written changes', async () => {
		const { result } = await update({
			gets: [before],
			patches: [after],
			comments: [trouble({ kind: 'forbidden' })],
		});
		expect(result).toMatchObject({
			outcome: 'partial',
			pending: 'comment',
			changes: { status: { from: 'active', to: 'resolved' } },
		});
	});

	it('comment refused, nothing else written → error', async () => {
		const api = scripted({ gets: [before], comments: [trouble({ kind: 'forbidden' })] });
		const failing = singleUpdate(api, before.id, { comment: 'new' });
		expect((await defenderError(failing)).reason.kind).toBe('forbidden');
	});
});
