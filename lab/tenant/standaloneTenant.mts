import { scenarios } from './scenarios/scenario.mts';
import { startPractice, type Practice, type Tenant } from './practice.mts';

/** n8n's callback addresses as it is installed. */
const DEFAULT_CALLBACKS = [
	'http://localhost:5678/rest/oauth2-credential/callback',
	'http://127.0.0.1:5678/rest/oauth2-credential/callback',
];

export interface StandaloneOptions {
	/** Port on 127.0.0.1; default: one that is free. */
	readonly port?: number;
	/** Decides incidents and tables; default 1. */
	readonly seed?: number;
	/** Started at once. */
	readonly scenario?: string;
	/** So many times as fast as real time; default 1. */
	readonly speed?: number;
	/** Redirect URIs of the sign-in page. */
	readonly callbacks?: readonly string[];
}

/** A practice tenant that people work with: its clock runs, its page is at `/`. */
export interface StandaloneTenant {
	readonly practice: Practice;
	readonly tenant: Tenant;
	/** The page's address. */
	readonly page: string;
	/** Ends the server and what it plays. */
	close(): Promise<void>;
}

/** A port that another program listens on. */
export class PortInUse extends Error {}

/** Starts one tenant with a page. Throws `PortInUse`, and an Error for an unknown scenario. */
export async function startStandaloneTenant(options: StandaloneOptions = {}): Promise<StandaloneTenant> {
	const { port, seed = 1, scenario, speed = 1, callbacks = DEFAULT_CALLBACKS } = options;
	if (scenario !== undefined && !scenarios.has(scenario))
		throw new Error(`The practice tenant has no scenario "${scenario}".`);
	const practice = await startPractice(port === undefined ? {} : { port }).catch((error: unknown) => {
		if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
		throw new PortInUse(
			`Port ${port} is in use by another program. Choose another port with --port, or leave out --port to use a free one.`,
		);
	});
	const tenant = practice.addTenant({ seed, now: new Date().toISOString(), running: true });
	for (const callback of callbacks) tenant.app.addRedirectUri(callback);
	if (scenario !== undefined) await practice.play(tenant, scenario, { speed });
	return { practice, tenant, page: `${practice.origin}/`, close: () => practice.close() };
}
