import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

describe('the stand-in for Slack', () => {
	it('shows what Slack would: links, mentions and formatting are told apart from text', async () => {
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

	it.each([
		['no text', {}],
		['an unknown field', { text: 'a', channel: '#x' }],
		['an empty text', { text: '' }],
		[
			'a section of 3,001 characters',
			{ text: 'a', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }] },
		],
	])('refuses %s', async (_what, body) => {
		expect(await post(chat.slackUrl, body)).toEqual([400, 'invalid_payload']);
		expect(chat.posts).toEqual([]);
	});

	it('refuses another content type and another address', async () => {
		expect((await post(chat.slackUrl, { text: 'a' }, 'text/plain'))[0]).toBe(400);
		expect((await post(`${chat.slackUrl}x`, { text: 'a' }))[0]).toBe(404);
	});
});

describe('the stand-in for Teams', () => {
	it('takes a card, and reads Markdown in a TextBlock only', async () => {
		expect(await post(chat.teamsUrl, textRun('**a** [b](https://x.example)'))).toEqual([202, '']);
		await post(chat.teamsUrl, card({ type: 'TextBlock', text: '**a** [b](https://x.example)' }));
		expect(chat.posts.map(({ formatted }) => formatted)).toEqual([[], ['**a**', '[b](https://x.example)']]);
	});

	it('refuses what is no card, a link that is none, too much, and a wrong signature', async () => {
		expect((await post(chat.teamsUrl, { text: 'a' }))[0]).toBe(400);
		const actions = [{ type: 'Action.OpenUrl', title: 'x', url: 'javascript:alert(1)' }];
		expect((await post(chat.teamsUrl, card({ type: 'TextBlock', text: 'a' }, { actions })))[0]).toBe(400);
		expect((await post(chat.teamsUrl, textRun('x'.repeat(28 * 1024))))[0]).toBe(413);
		expect((await post(chat.teamsUrl.replace(/sig=.*/u, 'sig=x'), textRun('a')))[0]).toBe(401);
		expect(chat.posts).toEqual([]);
	});
});

it('fails as often as it is told', async () => {
	chat.fail(503, 2);
	const statuses = [];
	for (let call = 0; call < 3; call++) statuses.push((await post(chat.slackUrl, { text: 'a' }))[0]);
	expect(statuses).toEqual([503, 503, 200]);
});
