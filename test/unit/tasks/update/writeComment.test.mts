import { describe, expect, it } from 'vitest';
import type { CommentOutcome } from '../../../../defender/tasks/update/updateOutcome.ts';
import { writeComment } from '../../../../defender/tasks/update/writeComment.ts';
import { defenderError, trouble } from '../../../support/defenderErrors.mts';
import { scriptedApi, later, type Script } from '../../../support/scriptedApi.mts';
import { START } from '../../../support/fakeHost.mts';
import { at, incident } from '../../../support/incidents.mts';
import { singleUpdate } from '../../../support/singleUpdate.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const commentOf = (comment: string, more: object = {}) => ({
	comment,
	createdByDisplayName: 'API-App:n8n',
	createdDateTime: at('2026-11-22T03:00:00Z'),
	...more,
});
const before = incident({ comments: [commentOf('hello')] });
const lost = trouble({ kind: 'unreachable' }, 'unknown');

async function write(text: string, script: Script) {
	const api = scriptedApi(script);
	return { outcome: await writeComment(api, before, text, START), log: api.log };
}

describe('comment write', () => {
	it('earlier comments truncated → in doubt, because an older one may have the same text', async () => {
		const api = scriptedApi({
			comments: [[commentOf('new')]],
			gets: [incident({ comments: [commentOf('new')] })],
		});
		const cut = incident({ comments: [], truncated: { comments: 'why' } });
		expect((await writeComment(api, cut, 'new', START)).kind).toBe('inDoubt');
		expect(api.log).toEqual(['comment', 'get']);
	});

	const atStart = commentOf('new', { createdDateTime: at('2026-11-22T02:59:00Z') });
	const withNew = [commentOf('hello'), commentOf('new')];

	eachRow<[string, string, Script, CommentOutcome]>([
		['listed in the response', 'new', { comments: [withNew] }, { kind: 'written', comments: withNew }],
		[
			'same text again',
			'hello',
			{ comments: [[commentOf('hello'), commentOf('hello')]] },
			{ kind: 'written', comments: [commentOf('hello'), commentOf('hello')] },
		],
		[
			'line ends changed by the service',
			'a\r\nb\rc \n',
			{ comments: [[commentOf('a\nb\nc')]] },
			{ kind: 'written', comments: [commentOf('a\nb\nc')] },
		],
	])('response lists the comment → written in one request', async (_, text, script, outcome) => {
		expect(await write(text, script)).toEqual({ outcome, log: ['comment'] });
	});

	eachRow<[string, string, Script, CommentOutcome]>([
		[
			'no response, found by reading',
			'new',
			{ comments: [lost], gets: [incident({ comments: withNew })] },
			{ kind: 'written', comments: withNew },
		],
		[
			'no response, time stamp 60 s before the start',
			'new',
			{ comments: [lost], gets: [incident({ comments: [atStart] })] },
			{ kind: 'written', comments: [atStart] },
		],
		[
			'neither response nor read',
			'new',
			{ comments: [lost], gets: [trouble({ kind: 'serviceDown' })] },
			{ kind: 'inDoubt', detail: 'made up: serviceDown' },
		],
		[
			'not listed in the response nor found',
			'new',
			{ comments: [[]], gets: [before] },
			{ kind: 'inDoubt', detail: undefined },
		],
	])(
		'response does not list the comment → read once, written only if found',
		async (_, text, script, expected) => {
			const { outcome, log } = await write(text, script);
			expect(log).toEqual(['comment', 'get']);
			expect(outcome).toEqual(expected);
		},
	);

	eachRow([
		['does not show it', before],
		['shows only an older one of the same text', before],
		[
			'shows only a person’s of the same text',
			incident({ comments: [commentOf('hello'), commentOf('hello', { createdByDisplayName: 'ann' })] }),
		],
		[
			'shows only one without an author',
			incident({ comments: [commentOf('hello'), commentOf('hello', { createdByDisplayName: null })] }),
		],
		[
			'shows only one from 61 s before',
			incident({
				comments: [commentOf('hello'), commentOf('hello', { createdDateTime: at('2026-11-22T02:58:59Z') })],
			}),
		],
		[
			'shows only one without a time',
			incident({ comments: [commentOf('hello'), commentOf('hello', { createdDateTime: undefined })] }),
		],
	])('no response, not found for certain → in doubt, not sent again', async (_, read) => {
		const { outcome, log } = await write('hello', { comments: [lost], gets: [read] });
		expect(log).toEqual(['comment', 'get']);
		expect(outcome).toEqual({ kind: 'inDoubt', detail: 'made up: unreachable' });
	});

	it('service stored nothing for certain → its error', async () => {
		const refused = trouble({ kind: 'forbidden' });
		const api = scriptedApi({ comments: [refused] });
		expect(await defenderError(writeComment(api, before, 'new', START))).toBe(refused);
		expect(api.log).toEqual(['comment']);
	});
});

describe('comment of an update', () => {
	const update = async (script: Script, fields: object = { status: 'resolved' }) => {
		const api = scriptedApi(script);
		return { result: await singleUpdate(api, before.id, { comment: 'new', ...fields }), log: api.log };
	};
	const after = later(before, 1, { status: 'resolved' });
	const comments = [commentOf('hello'), commentOf('new')];

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
		const api = scriptedApi({ gets: [before], comments: [trouble({ kind: 'forbidden' })] });
		const failing = singleUpdate(api, before.id, { comment: 'new' });
		expect((await defenderError(failing)).reason.kind).toBe('forbidden');
	});
});
