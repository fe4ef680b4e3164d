import { z } from 'zod';
import { jsonBody, listen } from '../../lab/standIns/listen.mts';

const effect = z.object({
	/** Incident or webhook call that the item is about. */
	key: z.string(),
	/** Whether the trigger marked it as `redelivered`. */
	isMarked: z.boolean(),
	execution: z.coerce.number(),
	/** Place among the items of its execution. */
	position: z.number(),
});

/** An item that reached the end of a workflow. */
export type Effect = z.infer<typeof effect>;

/** A server that the workflows report to, in place of a ticket system. */
export interface Recorder {
	/** Where a workflow posts the effects of one group. */
	address(group: string): string;
	/** Of one group, oldest first. */
	effects(group: string): readonly Effect[];
	close(): Promise<void>;
}

export async function startRecorder(): Promise<Recorder> {
	const groups = new Map<string, Effect[]>();
	const of = (group: string): Effect[] => {
		const known = groups.get(group) ?? [];
		groups.set(group, known);
		return known;
	};
	const { origin, close } = await listen((server) => {
		server.post<{ Params: { group: string } }>('/effects/:group', async ({ params, headers, body }) => {
			const reported = effect.parse(jsonBody(headers['content-type'], body));
			of(params.group).push(reported);
			return { key: reported.key };
		});
	});
	return { address: (group) => `${origin}/effects/${group}`, effects: of, close };
}
