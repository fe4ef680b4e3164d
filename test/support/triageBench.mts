import { createEngine, CredentialStore, type RunResult } from '../../lab/engine/engine.mts';
import type { WorkflowJson } from '../../lab/engine/engine.mts';
import { fileURLToPath } from 'node:url';
import { CREDENTIAL_TYPE, readPlaybook } from '../../lab/demo/playbook.mts';
import {
	startPractice,
	type IncidentRecord,
	type PracticeApi,
	type Tenant,
} from '../../lab/tenant/practice.mts';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** The triage playbook ready to run against a practice tenant of its own. */
export interface TriageBench {
	readonly tenant: Tenant;
	/** The playbook with the tenant's credential chosen; may be changed before a run. */
	readonly playbook: WorkflowJson;
	/** @param after called when a node has finished, with its name */
	run(after?: (node: string) => void): Promise<RunResult>;
	/** The one incident whose name begins so. */
	incident(nameStart: string): IncidentRecord;
	readonly close: () => Promise<void>;
}

export async function triageBench(seed: number, api: PracticeApi = 'graph'): Promise<TriageBench> {
	const practice = await startPractice();
	const tenant = practice.addTenant({ seed });
	const engine = await createEngine({ packageDir: PACKAGE });
	const credentials = new CredentialStore();
	const playbook = readPlaybook(
		credentials.create(CREDENTIAL_TYPE, { ...tenant.credential(tenant.app, api) }),
	);
	return {
		tenant,
		playbook,
		run: (after) => engine.run(playbook, { credentials, ...(after && { onNodeFinished: after }) }),
		incident: (nameStart) => {
			const [found, ...others] = tenant.incidents.all().filter(({ displayName, severity, status }) => {
				return displayName?.startsWith(nameStart) && severity === 'high' && status !== 'redirected';
			});
			if (found === undefined || others.length > 0) throw new Error(`Not one incident "${nameStart}…".`);
			return found;
		},
		close: () => practice.close(),
	};
}

/** Beginnings of the names of the seeded high-severity stories. */
export const STORY = {
	ransomware: 'Multi-stage incident involving Execution & Ransomware',
	securityTest: 'Persistence incident on one endpoint (purple team',
	adminScript: 'Suspicious script execution on multiple endpoints',
	awkwardNames: '"; DeviceInfo',
	phishing: 'Phishing campaign with account takeover',
	spray: 'Password spray attack',
} as const;

/** Whether the playbook takes this incident: open, high, and nobody has touched it. */
export function isOpen({ status, severity, assignedTo, classification }: IncidentRecord): boolean {
	return status === 'active' && severity === 'high' && assignedTo === null && classification === 'unknown';
}

/** Method and path of the calls that the tenant received, without its id. */
export function callsOf(tenant: Tenant): readonly string[] {
	return tenant.calls.map(({ method, path }) => `${method} ${path.replace(`/${tenant.id}`, '')}`);
}

/** Texts of an incident's comments. */
export function commentsOf({ comments }: IncidentRecord): readonly string[] {
	return comments.map(({ comment }) => String(comment));
}
