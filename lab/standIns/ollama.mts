import { z } from 'zod';
import { jsonBody, listen, type StandInCall } from './listen.mts';

/**
 * A stand-in for a language model behind Ollama's API on loopback. It does not reason: it calls each tool it is offered
 * once, or `callsPerTool` times, then replies with `reply`. Shapes: docs.ollama.com, API reference, "Generate a chat message".
 */
export interface Ollama {
	readonly origin: string;
	/** Fields of a credential of type `ollamaApi`. */
	readonly credential: { readonly baseUrl: string };
	/** Each tool's output, in the order of the calls. */
	readonly answers: readonly string[];
	readonly calls: readonly StandInCall[];
	readonly close: () => Promise<void>;
}

export interface OllamaOptions {
	readonly port?: number;
	/** The last message of every conversation. */
	readonly reply?: string;
	/** Values of the tools' arguments by name; the others are the text "a". */
	readonly values?: Readonly<Record<string, unknown>>;
	/** How often it calls each tool. @default 1 */
	readonly callsPerTool?: number;
}

const DEFAULT_REPLY = `SUGGESTION: truePositive:malware
This practice model does not reason: it read the output of its tools and suggests the same for every incident.`;

const tool = z.object({
	type: z.literal('function'),
	function: z.object({
		name: z.string().min(1),
		parameters: z.object({ properties: z.record(z.unknown()).default({}) }),
	}),
});
const chat = z.object({
	model: z.string().min(1),
	messages: z
		.array(z.object({ role: z.enum(['system', 'user', 'assistant', 'tool']), content: z.string() }))
		.min(1),
	tools: z.array(tool).default([]),
	stream: z.boolean(),
});
type Asked = z.infer<typeof chat>;

export async function startOllama({
	port = 0,
	reply: lastMessage = DEFAULT_REPLY,
	values = {},
	callsPerTool = 1,
}: OllamaOptions = {}): Promise<Ollama> {
	const answers: string[] = [];
	const calls: StandInCall[] = [];
	const { origin, close } = await listen(
		(server) => {
			server.post('/api/chat', async ({ headers, body }, reply) => {
				const read = chat.safeParse(jsonBody(headers['content-type'], body));
				if (!read.success) return reply.code(400).send({ error: read.error.message });
				const { messages, model } = read.data;
				const last = messages.at(-1);
				if (last?.role === 'tool') answers.push(last.content);
				const message = {
					role: 'assistant',
					...next(read.data, { reply: lastMessage, values, callsPerTool }),
				};
				const done = {
					model,
					created_at: new Date().toISOString(),
					done: true,
					done_reason: 'stop',
					message,
				};
				return reply.type('application/x-ndjson').send(`${JSON.stringify(done)}\n`);
			});
		},
		{ port, calls },
	);
	return { origin, credential: { baseUrl: origin }, answers, calls, close };
}

/** The next tool call, or the last message. */
function next(
	{ messages, tools }: Asked,
	{
		reply: lastMessage,
		values,
		callsPerTool,
	}: Required<Pick<OllamaOptions, 'reply' | 'values' | 'callsPerTool'>>,
) {
	const called = messages.filter(({ role }) => role === 'tool').length;
	const wanted = tools[Math.floor(called / callsPerTool)]?.function;
	if (wanted === undefined) return { content: lastMessage };
	const names = Object.keys(wanted.parameters.properties);
	const given = Object.fromEntries(names.map((name) => [name, values[name] ?? 'a']));
	return { content: '', tool_calls: [{ function: { name: wanted.name, arguments: given } }] };
}
