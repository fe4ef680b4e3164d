import { execFileSync } from 'node:child_process';
import type { INode, INodeParameters } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAt } from '../../lab/editor/canvas.mts';
import { findChromium } from '../../lab/editor/chromium.mts';
import { openEditor, startBrowser, type EditorPage } from '../../lab/editor/editorPage.mts';
import { readPlaybooks } from '../../lab/editor/playbooks.mts';
import { createRestClient, type RestClient } from '../../lab/editor/restClient.mts';
import { LISTENERS } from '../../scripts/lib/editorOptions.mjs';
import { saveWorkflow } from '../../lab/editor/workflowRun.mts';
import type { WorkflowJson } from '../../lab/engine/engine.mts';
import { isFree, n8nOf, PORT, printedAt, running, startEditor, type Started } from './editorProcess.mts';

const PLAYBOOKS = readPlaybooks();
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

const at = (
	position: [number, number],
	name: string,
	type: string,
	parameters: INodeParameters = {},
): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position,
	parameters,
});
/** One node or note of each kind that must not be in a playbook. */
const DEFECTIVE: WorkflowJson = {
	name: 'Defective',
	connections: {},
	nodes: [
		at([0, 0], 'Unknown', 'n8n-nodes-base.noSuchNode'),
		at([0, 400], 'Without Credential', 'n8n-nodes-microsoft-defender-xdr.getIncidents'),
		at([400, 400], 'Without Field', 'n8n-nodes-base.httpRequest'),
		at([430, 430], 'Below', 'n8n-nodes-base.noOp'),
		at([-50, -100], 'A', STICKY_NOTE, { content: '# Short', height: 150, width: 240 }),
		at([400, -300], 'B', STICKY_NOTE, {
			content: `# Long\n${'Too much. '.repeat(100)}`,
			height: 100,
			width: 240,
		}),
	],
};

describe('npm run editor', () => {
	let started: Started;
	let rest: RestClient;
	let origin: string;
	let ids: ReadonlyMap<string, string>;
	beforeAll(async () => {
		started = startEditor('--fresh');
		await started.says('Ctrl+C stops it.');
		const text = started.printed();
		origin = printedAt(text, "n8n's editor");
		rest = createRestClient(origin, {
			email: printedAt(text, 'email'),
			password: printedAt(text, 'password'),
		});
		await rest.signIn();
		const workflows = (await rest.call('GET', 'workflows')) as { id: string; name: string }[];
		ids = new Map(workflows.map(({ id, name }) => [name, id]));
	});
	afterAll(() => started?.group.stop());

	it('start → prints the addresses, all on this computer', () => {
		const text = started.printed();
		expect(origin).toBe(`http://127.0.0.1:${PORT}`);
		expect(text).toContain(`Practice tenant  http://127.0.0.1:${PORT + 1}/`);
		expect(text).toContain(`${PLAYBOOKS.length} playbooks are in n8n`);
	});

	it('start → every playbook with its credentials, the user credential connected', async () => {
		expect([...ids.keys()].toSorted()).toEqual(PLAYBOOKS.map(({ name }) => name).toSorted());
		const credentials = (await rest.call('GET', 'credentials')) as { id: string; type: string }[];
		const user = credentials.find(({ type }) => type === 'defenderXdrUserOAuth2Api');
		const opened = await rest.call('GET', `credentials/${user?.id}?includeData=true`);
		expect(opened).toMatchObject({ data: { oauthTokenData: true } });
	});

	const chromium = findChromium();
	describe.skipIf(chromium === undefined)('browser', () => {
		let browser: Browser;
		let editor: EditorPage;
		beforeAll(async () => {
			browser = await startBrowser(chromium ?? '');
			editor = await openEditor(browser, { origin, session: rest.session(), theme: 'light' });
		});
		afterAll(() => browser?.close());

		it.each(PLAYBOOKS)('$id → no missing node, no issue and no overlap', async (playbook) => {
			const canvas = await lookAt(editor.page, origin, ids.get(playbook.name) ?? '');
			await editor.screenshot(`playbook-${playbook.id}`);
			const nodes = playbook.workflow.nodes
				.filter(({ type }) => type !== STICKY_NOTE)
				.map(({ name }) => name);
			expect([...canvas.nodes].toSorted()).toEqual(nodes.toSorted());
			const { withIssues, overlaps, cutNotes } = canvas;
			expect({ withIssues, overlaps, cutNotes }).toEqual({ withIssues: [], overlaps: [], cutNotes: [] });
		});

		it('defective workflow → missing nodes, issues, overlaps and cut notes are found', async () => {
			const canvas = await lookAt(editor.page, origin, await saveWorkflow(rest, DEFECTIVE));
			await editor.screenshot('playbook-defective');
			expect(canvas).toEqual({
				nodes: expect.arrayContaining(['Unknown', 'Without Credential', 'Without Field', 'Below']) as unknown,
				withIssues: expect.arrayContaining(['Unknown', 'Without Credential', 'Without Field']) as unknown,
				overlaps: ['Without Field and Below', 'Unknown and the note "Short"'],
				cutNotes: ['Long'],
			});
		});

		it('console → no errors', () => {
			expect(editor.errors).toEqual([]);
		});
	});

	it('second start at the same port → exits with an error that names the port', async () => {
		const second = startEditor();
		expect(await second.group.exited).toBe(1);
		expect(second.printed()).toContain(
			`Port ${PORT} on 127.0.0.1 is where n8n's editor would listen, but it is in use.`,
		);
	});

	it('Ctrl+C → stops everything that it started, and nothing else', async () => {
		const others = execFileSync('ps', ['-e', '-o', 'pid='], { encoding: 'utf8' }).trim().split(/\s+/);
		process.kill(-started.group.pid, 'SIGINT');
		expect(await started.group.exited).toBe(0);
		for (let port = PORT; port < PORT + LISTENERS.length; port++)
			expect(await isFree(port), `port ${port}`).toBe(true);
		expect(running(`--port ${PORT}`)).toEqual([]);
		expect(others).toContain(`${process.pid}`);
	});

	it('next start → the same workflows; n8n ends → everything stops with a message', async () => {
		started = startEditor();
		await started.says('Ctrl+C stops it.');
		const again = createRestClient(origin, {
			email: printedAt(started.printed(), 'email'),
			password: printedAt(started.printed(), 'password'),
		});
		await again.signIn();
		const workflows = (await again.call('GET', 'workflows')) as { id: string; name: string }[];
		for (const [name, id] of ids) expect(workflows).toContainEqual(expect.objectContaining({ id, name }));
		process.kill(n8nOf(started), 'SIGKILL');
		expect(await started.group.exited).toBe(1);
		expect(started.printed()).toMatch(/n8n stopped with exit code \d+, so everything was stopped\./);
	});
});
