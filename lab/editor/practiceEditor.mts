import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { furnish } from './furnish.mts';
import { installPackage } from './installPackage.mts';
import { instanceAt } from './instance.mts';
import { reserveListeners } from './listeners.mts';
import { createLog, type Log } from './log.mts';
import { ownerOf } from './login.mts';
import { readPlaybooks } from './playbooks.mts';
import { createRestClient, type Login, type RestClient } from './restClient.mts';
import { startServer, type Server } from './server.mts';
import { credentialFields, settingsOf, startSurroundings, type Surroundings } from './surroundings.mts';

/** n8n unpacks scripts into a user folder, and every linter leaves a folder of this name alone. */
const FOLDERS = fileURLToPath(new URL('../../.cache/editor/node_modules', import.meta.url));
const CONNECTED = { type: 'defenderXdrUserOAuth2Api', name: 'Microsoft Defender XDR User' };

export interface PracticeEditorOptions {
	/** The editor's; the ports after it are used too. */
	readonly port: number;
	readonly seed: number;
	/** Whether to forget what an earlier start left in n8n. */
	readonly fresh: boolean;
	/** What `npm pack` made. */
	readonly tarball: () => Promise<string>;
	/** Runs a step and shows that it runs. */
	readonly step: <T>(label: string, work: () => Promise<T>) => Promise<T>;
	/** Ends what has been started, also in the middle of a start. */
	readonly signal: AbortSignal;
	/** See `Places`. */
	readonly proxy?: string;
}

/** A running n8n with everything that its playbooks need. */
export interface PracticeEditor {
	readonly server: Server;
	readonly owner: Login;
	readonly rest: RestClient;
	readonly log: Log;
	readonly surroundings: Surroundings;
	/** Ids of the workflows by the name of the playbook's file. */
	readonly workflows: Readonly<Record<string, string>>;
	/** Where n8n keeps what was changed in it. */
	readonly userFolder: string;
	readonly close: () => Promise<void>;
}

/** Starts every part. If one does not start, the others are ended. @throws Error with the message for the user */
export async function startPracticeEditor(options: PracticeEditorOptions): Promise<PracticeEditor> {
	const { port, seed, fresh, tarball, step, signal, proxy } = options;
	const ports = await reserveListeners(port);
	const userFolder = path.join(FOLDERS, `${port}`);
	if (fresh) rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
	mkdirSync(userFolder, { recursive: true, mode: 0o700 });
	await step('Installing the package into n8n', async () => installPackage(userFolder, await tarball()));
	signal.throwIfAborted();
	const closing: (() => Promise<unknown>)[] = [];
	const close = async () => {
		for (const end of closing.toReversed()) await end();
	};
	try {
		const surroundings = await step('Starting practice tenant and stand-ins', () =>
			startSurroundings({ seed, now: new Date().toISOString(), running: true }, ports),
		);
		closing.push(surroundings.close);
		const owner = ownerOf(userFolder);
		const places = {
			userFolder,
			port: ports.editor,
			brokerPort: ports.broker,
			owner,
			...(proxy === undefined ? {} : { proxy }),
		};
		const log = createLog(`editor-${port}`);
		const instance = instanceAt(places, log);
		const server = await step('Starting n8n', () => startServer(instance, signal));
		closing.push(server.stop);
		const rest = createRestClient(server.origin, owner);
		const workflows = await step('Credentials and playbooks', () => prepare(rest, surroundings, server));
		return { server, owner, rest, log, surroundings, workflows, userFolder, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** Signs the owner in, and imports into n8n what is new. */
async function prepare(
	rest: RestClient,
	surroundings: Surroundings,
	{ origin }: Server,
): Promise<Readonly<Record<string, string>>> {
	await rest.signIn();
	const { tenant } = surroundings;
	tenant.app.addRedirectUri(new URL('/rest/oauth2-credential/callback', origin).href);
	return await furnish(rest, {
		playbooks: readPlaybooks(),
		credentials: credentialFields(surroundings),
		settings: settingsOf(surroundings),
		connected: CONNECTED,
		user: tenant.user,
	});
}
