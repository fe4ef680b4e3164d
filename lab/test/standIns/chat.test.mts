import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eachRow } from '../support/eachRow.mts';
import { startChat, type Chat } from '../../standIns/chat.mts';

let chat: Chat;
beforeEach(async () => {
	chat = await startChat();
});
afterEach(async () => chat.close());

const post = async (url: string, body: unknown, contentType = 'application/json') => {
	const headers = { 'content-type': contentType };
	const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
	return [response.status, await response.text()];
};
const card = (element: unknown, more = {}) => ({
	type: 'message',
	attachments: [
		{
			contentType: 'application/vnd.microsoft.card.adaptive',
			content: {
				$schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
				type: 'AdaptiveCard',
				version: '1.4',
				body: [element],
				...more,
			},
		},
	],
});
const textRun = (text: string) => card({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] });

describe('Slack stand-in', () => {
	it('a message with links, mentions and formatting → recorded separately from the text', async () => {
		expect(
			await post(chat.slackUrl, { text: '*b* &lt;x&gt; &amp; <https://a.example/|A> <!channel>' }),
		).toEqual([200, 'ok']);
		const section = { type: 'section', text: { type: 'plain_text', text: '*b* &lt;!here&gt;' } };
		await post(chat.slackUrl, { text: 'fallback', blocks: [section] });
		expect(chat.posts).toEqual([
			{
				app: 'slack',
				text: '*b* <x> & A !channel',
				links: ['https://a.example/'],
				mentions: ['channel'],
				formatted: ['*b*'],
			},
			{ app: 'slack', text: '*b* <!here>', links: [], mentions: [], formatted: [] },
		]);
	});

	eachRow([
		['no text', {}],
		['an unknown field', { text: 'a', channel: '#x' }],
		['an empty text', { text: '' }],
		[
			'a section of 3,001 characters',
			{ text: 'a', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }] },
		],
	])('a payload that Slack rejects → 400 invalid_payload, nothing recorded', async (_what, body) => {
		expect(await post(chat.slackUrl, body)).toEqual([400, 'invalid_payload']);
		expect(chat.posts).toEqual([]);
	});

	it('another content type or address → 400 or 404', async () => {
		expect((await post(chat.slackUrl, { text: 'a' }, 'text/plain'))[0]).toBe(400);
		expect((await post(`${chat.slackUrl}x`, { text: 'a' }))[0]).toBe(404);
	});
});

describe('Teams stand-in', () => {
	it('an Adaptive Card → accepted, Markdown read in TextBlock only', async () => {
		expect(await post(chat.teamsUrl, textRun('**a** [b](https://x.example)'))).toEqual([202, '']);
		await post(chat.teamsUrl, card({ type: 'TextBlock', text: '**a** [b](https://x.example)' }));
		expect(chat.posts.map(({ formatted }) => formatted)).toEqual([[], ['**a**', '[b](https://x.example)']]);
	});

	it('no card, an invalid link, too much text or a wrong signature → rejected, nothing recorded', async () => {
		expect((await post(chat.teamsUrl, { text: 'a' }))[0]).toBe(400);
		const actions = [{ type: 'Action.OpenUrl', title: 'x', url: 'javascript:alert(1)' }];
		expect((await post(chat.teamsUrl, card({ type: 'TextBlock', text: 'a' }, { actions })))[0]).toBe(400);
		expect((await post(chat.teamsUrl, textRun('x'.repeat(28 * 1024))))[0]).toBe(413);
		expect((await post(chat.teamsUrl.replace(/sig=.*/u, 'sig=x'), textRun('a')))[0]).toBe(401);
		expect(chat.posts).toEqual([]);
	});
});

it('Chat stand-in › fail(503, 2) → two responses with 503, then 200', async () => {
	chat.fail(503, 2);
	const statuses = [];
	for (let call = 0; call < 3; call++) statuses.push((await post(chat.slackUrl, { text: 'a' }))[0]);
	expect(statuses).toEqual([503, 503, 200]);
});
