import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAt } from '../../lab/editor/canvas.mts';
import { findChromium } from '../../lab/editor/chromium.mts';
import { openEditor, startBrowser, type EditorPage } from '../../lab/editor/editorPage.mts';
import { readPlaybooks } from '../../lab/editor/playbooks.mts';
import { createRestClient, type RestClient } from '../../lab/editor/restClient.mts';
import { LISTENERS } from '../../scripts/lib/editorOptions.mjs';
import { startGroup, type ProcessGroup } from '../../scripts/lib/processGroup.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../../scripts/editor.mjs', import.meta.url));
/** Below the ports that the system hands out. */
const PORT = 24_680;
const PLAYBOOKS = readPlaybooks();
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

interface Started {
	readonly group: ProcessGroup;
	readonly printed: () => string;
	/** Waits for a text. */
	readonly says: (text: string) => Promise<void>;
}

function startEditor(...options: readonly string[]): Started {
	let text = '';
	const heard = new Set<() => void>();
	const group = startGroup(process.execPath, [SCRIPT, '--port', `${PORT}`, ...options], {
		cwd: ROOT,
		env: { ...process.env, CI: '1' },
		onOutput: (chunk) => {
			text += chunk.toString();
			for (const listener of heard) listener();
		},
	});
	const says = (wanted: string) =>
		new Promise<void>((resolve, reject) => {
			const look = () => text.includes(wanted) && resolve();
			heard.add(look);
			void group.exited.then((code) => reject(new Error(`It ended with code ${code}:\n${text}`)));
			look();
		});
	return { group, printed: () => text, says };
}

/** The value behind a label in what is printed. */
const printedAt = (text: string, label: string): string =>
	new RegExp(`^ +${label} +(\\S+)$`, 'm').exec(text)?.[1] ?? '';

const isFree = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});

/** Processes whose command line holds a text. */
const running = (text: string): readonly string[] =>
	execFileSync('ps', ['-e', '-o', 'pid=,args='], { encoding: 'utf8' })
		.split('\n')
		.filter((line) => line.includes(text));

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
			email: printedAt(text, 'e-mail'),
			password: printedAt(text, 'password'),
		});
		await rest.signIn();
		const workflows = (await rest.call('GET', 'workflows')) as { id: string; name: string }[];
		ids = new Map(workflows.map(({ id, name }) => [name, id]));
	});
	afterAll(() => started?.group.stop());

	it('prints where everything is, on this computer only', () => {
		const text = started.printed();
		expect(origin).toBe(`http://127.0.0.1:${PORT}`);
		expect(text).toContain(`Practice tenant  http://127.0.0.1:${PORT + 1}/`);
		expect(text).toContain(`${PLAYBOOKS.length} playbooks are in n8n`);
	});

	it('has every playbook, and a credential for each that they name, the user one connected', async () => {
		expect([...ids.keys()].toSorted()).toEqual(PLAYBOOKS.map(({ name }) => name).toSorted());
		const credentials = (await rest.call('GET', 'credentials')) as { id: string; type: string }[];
		const user = credentials.find(({ type }) => type === 'defenderXdrUserOAuth2Api');
		const opened = await rest.call('GET', `credentials/${user?.id}?includeData=true`);
		expect(opened).toMatchObject({ data: { oauthTokenData: true } });
	});

	const chromium = findChromium();
	describe.skipIf(chromium === undefined)('in a browser', () => {
		let browser: Browser;
		let editor: EditorPage;
		beforeAll(async () => {
			browser = await startBrowser(chromium ?? '');
			editor = await openEditor(browser, { origin, session: rest.session(), theme: 'light' });
		});
		afterAll(() => browser?.close());

		it.each(PLAYBOOKS)(
			'shows $id without a missing node, a red badge, or what covers another',
			async (playbook) => {
				const canvas = await lookAt(editor.page, origin, ids.get(playbook.name) ?? '');
				await editor.screenshot(`playbook-${playbook.id}`);
				const nodes = playbook.workflow.nodes
					.filter(({ type }) => type !== STICKY_NOTE)
					.map(({ name }) => name);
				expect([...canvas.nodes].toSorted()).toEqual(nodes.toSorted());
				const { withIssues, overlaps, cutNotes } = canvas;
				expect({ withIssues, overlaps, cutNotes }).toEqual({ withIssues: [], overlaps: [], cutNotes: [] });
			},
		);

		it('complains of nothing on its console', () => {
			expect(editor.errors).toEqual([]);
		});
	});

	it('refuses a second start at the same port with a sentence', async () => {
		const second = startEditor();
		expect(await second.group.exited).toBe(1);
		expect(second.printed()).toContain(
			`Port ${PORT} on 127.0.0.1 is where n8n's editor would listen, but it is in use.`,
		);
	});

	it('stops everything it started when Ctrl+C is pressed, and nothing else', async () => {
		const others = execFileSync('ps', ['-e', '-o', 'pid='], { encoding: 'utf8' }).trim().split(/\s+/);
		process.kill(-started.group.pid, 'SIGINT');
		expect(await started.group.exited).toBe(0);
		for (let port = PORT; port < PORT + LISTENERS.length; port++)
			expect(await isFree(port), `port ${port}`).toBe(true);
		expect(running(`--port ${PORT}`)).toEqual([]);
		expect(others).toContain(`${process.pid}`);
	});

	it('is there again the next time, and says so when n8n ends by itself', async () => {
		started = startEditor();
		await started.says('Ctrl+C stops it.');
		const again = createRestClient(origin, {
			email: printedAt(started.printed(), 'e-mail'),
			password: printedAt(started.printed(), 'password'),
		});
		await again.signIn();
		const workflows = (await again.call('GET', 'workflows')) as { id: string; name: string }[];
		expect(new Map(workflows.map(({ id, name }) => [name, id]))).toEqual(ids);
		process.kill(n8nOf(started), 'SIGKILL');
		expect(await started.group.exited).toBe(1);
		expect(started.printed()).toMatch(/n8n ended by itself with code \d+, so everything was stopped\./);
	});
});

/** The process of n8n below an editor. */
function n8nOf({ group }: Started): number {
	const rows = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
		.split('\n')
		.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
		.map(([, pid, parent, args = '']) => ({ pid: Number(pid), parent: Number(parent), args }));
	const isBelow = (pid: number): boolean =>
		pid === group.pid || rows.some((row) => row.pid === pid && row.parent > 1 && isBelow(row.parent));
	const found = rows.filter(
		({ pid, args }) => isBelow(pid) && /bin\/node \S+\/n8n start$/.test(args) && !args.includes('leash'),
	);
	if (found.length !== 1 || found[0] === undefined) throw new Error(`n8n was found ${found.length} times.`);
	return found[0].pid;
}
