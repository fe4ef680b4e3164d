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

describe('writeComment', () => {
	it('is proven by the list that comes back', async () => {
		const comments = [said('hello'), said('new')];
		expect(await write('new', { comments: [comments] })).toEqual({
			outcome: { kind: 'written', comments },
			log: ['comment'],
		});
	});

	it('is in doubt where not all comments were read before, since an older one may have the same text', async () => {
		const api = scripted({ comments: [[said('new')]], gets: [incident({ comments: [said('new')] })] });
		const cut = incident({ comments: [], truncated: { comments: 'why' } });
		expect((await writeComment(api, cut, 'new', START)).kind).toBe('inDoubt');
		expect(api.log).toEqual(['comment', 'get']);
	});

	it('writes the same text again, since each execution says its own', async () => {
		const { outcome } = await write('hello', { comments: [[said('hello'), said('hello')]] });
		expect(outcome.kind).toBe('written');
	});

	it('knows its text whatever the service does to line ends', async () => {
		const { outcome } = await write('a\r\nb\rc \n', { comments: [[said('a\nb\nc')]] });
		expect(outcome.kind).toBe('written');
	});

	it('is found by reading after a lost answer, and not sent again', async () => {
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
	])('is in doubt when the answer is lost and the reading %s; it is never sent twice', async (_, read) => {
		const { outcome, log } = await write('hello', { comments: [lost], gets: [read] });
		expect(log).toEqual(['comment', 'get']);
		expect(outcome).toEqual({ kind: 'inDoubt', detail: 'made up: unreachable' });
	});

	it('is found also when the service’s stamp lies 60 s before our start', async () => {
		const stamped = said('new', { createdDateTime: at('2026-11-22T02:59:00Z') });
		const { outcome } = await write('new', { comments: [lost], gets: [incident({ comments: [stamped] })] });
		expect(outcome.kind).toBe('written');
	});

	it('is in doubt when neither answer nor reading came', async () => {
		const { outcome, log } = await write('new', {
			comments: [lost],
			gets: [trouble({ kind: 'serviceDown' })],
		});
		expect([outcome.kind, log]).toEqual(['inDoubt', ['comment', 'get']]);
	});

	it('is looked for when the answer does not show it', async () => {
		const { outcome, log } = await write('new', { comments: [[]], gets: [before] });
		expect(log).toEqual(['comment', 'get']);
		expect(outcome).toEqual({ kind: 'inDoubt', detail: undefined });
	});

	it('fails as it failed when the service certainly stored nothing', async () => {
		const refused = trouble({ kind: 'forbidden' });
		const api = scripted({ comments: [refused] });
		expect(await defenderError(writeComment(api, before, 'new', START))).toBe(refused);
		expect(api.log).toEqual(['comment']);
	});
});

describe('a comment of an update', () => {
	const update = async (script: Script, fields: object = { status: 'resolved' }) => {
		const api = scripted(script);
		return { result: await singleUpdate(api, before.id, { comment: 'new', ...fields }), log: api.log };
	};
	const after = later(before, 1, { status: 'resolved' });
	const comments = [said('hello'), said('new')];

	it('comes last and is shown on the incident', async () => {
		const { result, log } = await update({ gets: [before], patches: [after], comments: [comments] });
		expect(log).toEqual(['get', 'patch', 'comment']);
		expect(result).toMatchObject({ outcome: 'updated', incident: { status: 'resolved', comments } });
	});

	it('alone makes the incident updated, without a PATCH', async () => {
		const { result, log } = await update({ gets: [before], comments: [comments] }, {});
		expect([log, result.outcome, result.changes]).toEqual([['get', 'comment'], 'updated', {}]);
	});

	it('in doubt makes it partial, with the comment pending', async () => {
		const { result } = await update({ gets: [before, after], patches: [after], comments: [lost] });
		expect(result).toMatchObject({ outcome: 'partial', pending: 'comment', notApplied: [] });
		expect(result.reason).toBe(
			'The comment may have been stored, so it was not sent again: made up: unreachable.',
		);
	});

	it('response without it → partial, with the reason', async () => {
		const { result } = await update({ gets: [before, after], patches: [after], comments: [[]] });
		expect(result).toMatchObject({ outcome: 'partial', pending: 'comment' });
		expect(result.reason).toMatch(/not sent again: the response did not show it\.$/);
	});

	it('refused after the fields were written is told, with what was written', async () => {
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

	it('refused where nothing else was written fails', async () => {
		const api = scripted({ gets: [before], comments: [trouble({ kind: 'forbidden' })] });
		const failing = singleUpdate(api, before.id, { comment: 'new' });
		expect((await defenderError(failing)).reason.kind).toBe('forbidden');
	});
});
