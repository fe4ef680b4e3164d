import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createOutage, jsonBody, listen, type Outage, type StandInCall } from './listen.mts';

/** One message as people in the channel see it. */
export interface ChatPost {
	readonly app: 'slack' | 'teams';
	/** Every text of the message, one per line, as it is shown. */
	readonly text: string;
	/** Addresses behind links and buttons. */
	readonly links: readonly string[];
	/** Whom Slack would notify: `channel`, `here`, `everyone` or an id. */
	readonly mentions: readonly string[];
	/** Texts that the app would read as formatting. */
	readonly formatted: readonly string[];
}

/**
 * Channels of Slack (incoming webhook) and Teams (webhook of Workflows) on loopback. Sources: docs.slack.dev (sending messages
 * using incoming webhooks, formatting text), learn.microsoft.com (adaptive cards in Teams; webhooks with Workflows).
 */
export interface Chat extends Pick<Outage, 'fail'> {
	readonly slackUrl: string;
	readonly teamsUrl: string;
	readonly posts: readonly ChatPost[];
	readonly calls: readonly StandInCall[];
	readonly close: () => Promise<void>;
}

const SLACK_PATH = '/services/T0PRACTICE/B0PRACTICE/practice-slack-secret';
const TEAMS_PATH = '/workflows/practice/triggers/manual/paths/invoke';
const TEAMS_SIGNATURE = 'practice-teams-signature';
const TEAMS_LIMIT_BYTES = 28 * 1024;

export async function startChat({ port }: { readonly port?: number } = {}): Promise<Chat> {
	const posts: ChatPost[] = [];
	const calls: StandInCall[] = [];
	const outage = createOutage();
	const { origin, close } = await listen(
		(server) => {
			server.addHook('preHandler', async (_request, reply) => {
				const failing = outage.next();
				return failing === undefined ? undefined : reply.code(failing).send('');
			});
			registerSlack(server, posts);
			registerTeams(server, posts);
		},
		{ calls, ...(port === undefined ? {} : { port }) },
	);
	return {
		slackUrl: `${origin}${SLACK_PATH}`,
		teamsUrl: `${origin}${TEAMS_PATH}?api-version=1&sig=${TEAMS_SIGNATURE}`,
		posts,
		calls,
		fail: outage.fail,
		close,
	};
}

const slackText = z.discriminatedUnion('type', [
	z.strictObject({
		type: z.literal('plain_text'),
		text: z.string().min(1).max(3000),
		emoji: z.boolean().optional(),
	}),
	z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(3000) }),
]);
const slackMessage = z.strictObject({
	text: z.string().min(1).max(40_000),
	blocks: z
		.array(z.strictObject({ type: z.literal('section'), text: slackText }))
		.max(50)
		.optional(),
});

function registerSlack(server: FastifyInstance, posts: ChatPost[]): void {
	server.post(SLACK_PATH, async ({ headers, body }, reply) => {
		const read = slackMessage.safeParse(jsonBody(headers['content-type'], body));
		if (!read.success) return reply.code(400).send('invalid_payload');
		const { text, blocks = [] } = read.data;
		posts.push(
			shownInSlack(
				blocks.length === 0 ? [{ type: 'mrkdwn', text }] : blocks.map((block) => block.text),
				text,
			),
		);
		return reply.code(200).send('ok');
	});
}

/** Slack reads `<…>` as links and mentions in every text, `&amp;`, `&lt;` and `&gt;` as characters, and formatting in mrkdwn. */
function shownInSlack(texts: readonly z.infer<typeof slackText>[], fallback: string): ChatPost {
	const controls = [fallback, ...texts.map(({ text }) => text)].flatMap((text) =>
		[...text.matchAll(/<([^<>]*)>/gu)].map(([, inside = '']) => inside),
	);
	const shown = (text: string) =>
		text
			.replace(/<([^<>|]*)(?:\|([^<>]*))?>/gu, (_all, target: string, label?: string) => label ?? target)
			.replaceAll('&lt;', '<')
			.replaceAll('&gt;', '>')
			.replaceAll('&amp;', '&');
	return {
		app: 'slack',
		text: texts.map(({ text }) => shown(text)).join('\n'),
		links: [
			...new Set(
				controls.filter((inside) => /^https?:/u.test(inside)).map((inside) => inside.split('|')[0] ?? ''),
			),
		],
		mentions: [
			...new Set(controls.filter((inside) => /^[!@#]/u.test(inside)).map((inside) => inside.slice(1))),
		],
		formatted: texts.flatMap(({ type, text }) =>
			type === 'mrkdwn' ? (text.match(/(?<!\w)([*_~`])(?=\S)[^\n]*?\S\1(?!\w)/gu) ?? []) : [],
		),
	};
}

const run = z.strictObject({
	type: z.literal('TextRun'),
	text: z.string(),
	weight: z.enum(['Default', 'Bolder', 'Lighter']).optional(),
	size: z.enum(['Small', 'Default', 'Medium', 'Large']).optional(),
});
const element = z.discriminatedUnion('type', [
	z.strictObject({ type: z.literal('RichTextBlock'), inlines: z.array(run).min(1) }),
	z.strictObject({ type: z.literal('TextBlock'), text: z.string(), wrap: z.boolean().optional() }),
]);
const action = z.strictObject({
	type: z.literal('Action.OpenUrl'),
	title: z.string().min(1),
	url: z.string().regex(/^https?:\/\/\S+$/u),
});
const teamsMessage = z.strictObject({
	type: z.literal('message'),
	attachments: z.tuple([
		z.strictObject({
			contentType: z.literal('application/vnd.microsoft.card.adaptive'),
			content: z.strictObject({
				type: z.literal('AdaptiveCard'),
				$schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
				version: z.enum(['1.2', '1.3', '1.4', '1.5']),
				body: z.array(element).min(1),
				actions: z.array(action).max(6).optional(),
			}),
		}),
	]),
});

function registerTeams(server: FastifyInstance, posts: ChatPost[]): void {
	server.post<{ Querystring: { readonly sig?: string } }>(
		TEAMS_PATH,
		async ({ headers, body, query }, reply) => {
			if (query.sig !== TEAMS_SIGNATURE)
				return reply.code(401).send({ error: { code: 'DirectApiAuthorizationRequired' } });
			const read = teamsMessage.safeParse(jsonBody(headers['content-type'], body));
			if (!read.success) return reply.code(400).send({ error: { code: 'TriggerInputSchemaMismatch' } });
			if (typeof body === 'string' && Buffer.byteLength(body) > TEAMS_LIMIT_BYTES)
				return reply.code(413).send({ error: { code: 'RequestEntityTooLarge' } });
			const { body: elements, actions = [] } = read.data.attachments[0].content;
			const blocks = elements.filter((one) => one.type === 'TextBlock').map(({ text }) => text);
			posts.push({
				app: 'teams',
				text: elements
					.map((one) => (one.type === 'TextBlock' ? one.text : one.inlines.map(({ text }) => text).join('')))
					.join('\n'),
				links: actions.map(({ url }) => url),
				mentions: [],
				// A TextBlock reads Markdown, a TextRun none.
				formatted: blocks.flatMap(
					(text) => text.match(/(?<!\w)([*_]{1,2})(?=\S)[^\n]*?\S\1|\[[^\]]*\]\([^)]*\)/gu) ?? [],
				),
			});
			return reply.code(202).send();
		},
	);
}
