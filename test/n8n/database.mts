import { parse } from 'flatted';
import type { IRunData } from 'n8n-workflow';
import { z } from 'zod';
import type { Instance } from '../../lab/editor/instance.mts';
import { runGroup } from '../../scripts/lib/processGroup.mjs';

/** One execution as n8n's database stores it. */
export interface ExecutionRow {
	readonly id: number;
	readonly status: string;
	/** When its trigger handed its items over, in Unix time in milliseconds; after a crash n8n may start it later. */
	readonly createdAt: number;
	/** The items that its trigger gave; none when it did not come to an end. */
	readonly items: readonly unknown[];
	/** The static data that n8n copied into it; undefined for none, as n8n 2.41 does. */
	readonly staticData: unknown;
	/** Names of the nodes that ran. */
	readonly ran: readonly string[];
	readonly error: string | undefined;
}

const READ_MS = 60_000;

/** Runs in n8n's own Node, which can read SQLite; one line of JSON a row. */
const SCRIPT = `
const { DatabaseSync } = require('node:sqlite');
const [, file, query] = process.argv;
const database = new DatabaseSync(file, { readOnly: true });
for (const row of database.prepare(query).iterate()) console.log(JSON.stringify(row));
`;
const EXECUTIONS =
	'SELECT e.id, e.status, e.createdAt, d.data, d.workflowData FROM execution_entity e JOIN execution_data d ON d.executionId = e.id ORDER BY e.id';
const WORKFLOWS = 'SELECT staticData FROM workflow_entity';

const row = z.object({
	id: z.number(),
	status: z.string(),
	createdAt: z.string(),
	data: z.string(),
	workflowData: z.string(),
});
const workflow = z.object({ staticData: z.unknown() });
const contents = z.object({
	resultData: z.object({
		error: z.object({ message: z.string() }).optional(),
		runData: z.custom<IRunData>((value) => typeof value === 'object' && value !== null).optional(),
	}),
});

/** Every execution in the database, oldest first. @param triggers names that the trigger node has or had */
export async function executionRows(
	instance: Instance,
	triggers: readonly string[],
): Promise<readonly ExecutionRow[]> {
	return (await query(instance, EXECUTIONS)).map((one) => toExecution(row.parse(one), triggers));
}

const workflowRow = z.object({ staticData: z.string().nullable() });

/** What the nodes of all workflows have in n8n's static data, by `node:<name>`. */
export async function nodeStates(instance: Instance): Promise<readonly (readonly [string, unknown])[]> {
	const rows = z.array(workflowRow).parse(await query(instance, WORKFLOWS));
	return rows.flatMap(({ staticData }) =>
		Object.entries(z.record(z.unknown()).parse(JSON.parse(staticData ?? '{}'))),
	);
}

async function query({ program, userFolder }: Instance, text: string): Promise<readonly unknown[]> {
	const { code, stdout, output } = await runGroup(
		program.node,
		['--no-warnings', '-e', SCRIPT, `${userFolder}/.n8n/database.sqlite`, text],
		{ cwd: userFolder, env: {}, timeoutMs: READ_MS },
	);
	if (code !== 0) throw new Error(`n8n's database could not be read:\n${output}`);
	return stdout
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as unknown);
}

function toExecution(stored: z.infer<typeof row>, triggers: readonly string[]): ExecutionRow {
	const { staticData } = workflow.parse(JSON.parse(stored.workflowData));
	const { error, runData = {} } = contents.parse(parse(stored.data)).resultData;
	const runs = triggers.flatMap((name) => runData[name] ?? []);
	return {
		id: stored.id,
		status: stored.status,
		createdAt: Date.parse(`${stored.createdAt.replace(' ', 'T')}Z`),
		items: runs.flatMap(({ data }) => data?.['main']?.[0] ?? []).map(({ json }) => json),
		staticData: staticData ?? undefined,
		ran: Object.keys(runData),
		error: error?.message,
	};
}
