import { fileURLToPath } from 'node:url';
import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeListSearchResult,
	INodeParameters,
} from 'n8n-workflow';
import { expect } from 'vitest';
import {
	createEngine,
	CredentialStore,
	type Engine,
	type RunOptions,
	type RunResult,
} from '../../lab/engine/engine.mts';
import {
	startPractice,
	type Fault,
	type FaultAnswer,
	type Practice,
	type Tenant,
	type TenantOptions,
} from '../../lab/tenant/practice.mts';
import { chain, step, type Step } from '../../lab/test/support/workflows.mts';

const PACKAGE = 'n8n-nodes-microsoft-defender-xdr';
export const CREDENTIAL_TYPE = 'defenderXdrAppOAuth2Api';
export const USER_CREDENTIAL_TYPE = 'defenderXdrUserOAuth2Api';

/** Calls of the two APIs. */
const API_CALLS: readonly unknown[] = ['graph', 'legacy'];

const anyApiCall = (api: unknown): Fault['match'] => ({ kind: api === 'legacy' ? 'legacy' : 'graph' });

let loaded: Promise<Engine> | undefined;

/** The engine with this package as it is built in dist; one per test file. */
export function ourEngine(): Promise<Engine> {
	loaded ??= createEngine({ packageDir: fileURLToPath(new URL('../..', import.meta.url)) });
	return loaded;
}

/** A node of ours by its type's short name, named after it. */
export function our(
	type: 'getIncidents' | 'updateIncident' | 'runHuntingQuery' | 'incidentTrigger',
	parameters: INodeParameters = {},
	more: Partial<INode> = {},
): Step {
	return step(type, `${PACKAGE}.${type}`, parameters, more);
}

/** The value of the parameter Incident with an id in it. */
export const incidentById = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** n8n's setting that turns the failure of an item into an item. */
export const continueOnFail: Partial<INode> = { onError: 'continueRegularOutput' };

/** A practice tenant with one stored credential for it, and the engine. */
export interface Bench {
	readonly engine: Engine;
	readonly practice: Practice;
	readonly tenant: Tenant;
	readonly credentials: CredentialStore;
	readonly credentialId: string;
	/** Runs the steps after a manual trigger; `input` are the items that the trigger gives, one empty by default. */
	run(steps: Step | readonly Step[], options?: BenchRun): Promise<RunResult>;
	/** Adds a fault; unless told otherwise it hits the next call to the API. */
	fault(answer: FaultAnswer, more?: Partial<Omit<Fault, 'answer'>>): void;
	/** Makes the service fail at this incident's alerts. */
	poison(incidentId: string): void;
	/** Answer of the credential's Test button. */
	test(): ReturnType<Engine['testCredential']>;
	/** What the editor shows in a list of a node, `filter` being what the user typed. */
	list(type: string, method: string, filter?: string): Promise<INodeListSearchResult>;
	/** What must never be told: secrets and tokens known so far. */
	secrets(): readonly string[];
	/** Calls of either API so far, as method and path below `/v1.0/security/` or `/api/`. */
	apiCalls(): readonly string[];
	/** Ends the server, after making sure that it never failed by itself (an answer against the published model is a 500). */
	close(): Promise<void>;
}

export interface BenchRun extends Omit<RunOptions, 'credentials'> {
	readonly input?: readonly object[];
	/** IANA name of the workflow's time zone. */
	readonly timezone?: string;
	readonly credentialId?: string;
}

/** Starts a practice server with one tenant. Equal seeds share one generated world, so many benches are cheap. */
export async function startBench(
	options: TenantOptions = {},
	fields: ICredentialDataDecryptedObject = {},
	type: typeof CREDENTIAL_TYPE | typeof USER_CREDENTIAL_TYPE = CREDENTIAL_TYPE,
): Promise<Bench> {
	const [engine, practice] = await Promise.all([ourEngine(), startPractice()]);
	const tenant = practice.addTenant(options);
	let asked500 = 0;
	const credentials = new CredentialStore();
	const filledIn = type === CREDENTIAL_TYPE ? tenant.credential() : tenant.userCredential();
	const { id: credentialId } = credentials.create(type, { ...filledIn, ...fields });
	return {
		engine,
		practice,
		tenant,
		credentials,
		credentialId,
		run: (steps, { input, timezone, credentialId: chosen = credentialId, ...more } = {}) => {
			const credential = { [type]: { id: chosen, name: 'Practice' } };
			const given = 'name' in steps ? [steps] : steps;
			const signedIn = type === CREDENTIAL_TYPE ? {} : { authentication: type };
			const workflow = chain(
				...given.map((one) => ({
					credentials: credential,
					...one,
					parameters: { ...signedIn, ...one.parameters },
				})),
			);
			const settings = timezone === undefined ? workflow.settings : { ...workflow.settings, timezone };
			const pinData = input && { Start: input.map((json) => ({ json: { ...json } })) };
			return engine.run(
				{ ...workflow, ...(settings && { settings }) },
				{ ...(pinData && { pinData }), ...more, credentials },
			);
		},
		fault: (answer, { match = anyApiCall(fields['api']), times = 1, ...more } = {}) => {
			if (typeof answer === 'object' && 'status' in answer && answer.status === 500)
				asked500 += times === 'always' ? Number.POSITIVE_INFINITY : times;
			tenant.faults.add({ match, times, answer, ...more });
		},
		list: (node, method, filter) =>
			engine.listSearch(credentials, {
				type: `${PACKAGE}.${node}`,
				parameters: { authentication: type },
				credentials: { [type]: { id: credentialId, name: 'Practice' } },
				method,
				filter,
			}),
		poison: (incidentId) => {
			asked500 = Number.POSITIVE_INFINITY;
			tenant.poison(incidentId);
		},
		test: () => engine.testCredential(credentials, credentialId),
		secrets: () => {
			const { clientSecret, accessToken, tokenFor, oauthTokenData } = credentials.stored(credentialId);
			const tokens = typeof oauthTokenData === 'object' ? Object.entries({ ...oauthTokenData }) : [];
			const oauthTokens = tokens.filter(([name]) => /^(?:access|refresh)_token$/.test(name));
			return [
				clientSecret,
				accessToken,
				tokenFor,
				...oauthTokens.map(([, token]): unknown => token),
				tenant.app.clientSecret,
				tenant.app.secretId,
			].filter((text): text is string => typeof text === 'string' && text !== '');
		},
		apiCalls: () =>
			practice.calls
				.filter(({ kind }) => API_CALLS.includes(kind))
				.map(({ method, path }) => `${method} ${path.replace(/^\/(?:v1\.0\/security|api)\//, '')}`),
		close: async () => {
			await practice.close();
			const own = practice.calls.filter(({ status }) => status === 500).length;
			expect(own, 'answers 500 that no test asked for').toBeLessThanOrEqual(asked500);
		},
	};
}

/** The JSON of a node's output items. */
export const jsonOf = (result: RunResult, node: string): readonly Readonly<Record<string, unknown>>[] =>
	result.items(node).map(({ json }) => json);

/** The number of the input item that each output item is paired with. */
export const pairingOf = (result: RunResult, node: string): readonly unknown[] =>
	result
		.items(node)
		.map(({ pairedItem }) =>
			typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : pairedItem,
		);

/** Everything reachable from a value as text, properties that JSON leaves out (stack, cause) included. */
export function deepText(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value !== 'object' || value === null) return String(value);
	if (seen.has(value)) return '';
	seen.add(value);
	return Reflect.ownKeys(value)
		.map((key) => `${String(key)}=${deepText(Reflect.get(value, key), seen)}`)
		.join('\n');
}

/** Fails when a secret or token stands anywhere in what n8n keeps of a run or shows of a test. */
export function expectNoSecrets(bench: Bench, told: unknown): void {
	const text = deepText(told);
	for (const secret of bench.secrets()) expect(text).not.toContain(secret);
	expect(text).not.toMatch(/Bearer [\w-]|eyJ[\w-]{20}|client_secret=/);
}
