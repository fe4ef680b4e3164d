import { fileURLToPath } from 'node:url';
import { createEngine, CredentialStore, type RunError } from '../engine/engine.mts';
import { startPractice, type JournalEntry, type RecordedCall } from '../tenant/practice.mts';
import { readItems, type MissionItems } from './items.mts';
import { CREDENTIAL_TYPE, readPlaybook } from './playbook.mts';
import type { Progress } from './progress.mts';
import { readBack, type Proof } from './proof.mts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** One run of one node of the playbook. */
export interface NodeRun {
	readonly name: string;
	/** Items on all its outputs together. */
	readonly items: number;
	readonly milliseconds: number;
}

/** One run of the playbook, from the tenant's start to the check of its incidents. */
export interface MissionReport extends MissionItems {
	readonly seed: number;
	readonly tenantId: string;
	readonly playbook: string;
	readonly nodes: readonly NodeRun[];
	/** Requests of the playbook, including sign-in; those of the check are not included. */
	readonly calls: readonly RecordedCall[];
	readonly journal: readonly JournalEntry[];
	readonly proofs: readonly Proof[];
	/** One sentence per problem; empty when all incidents were updated and verified. */
	readonly problems: readonly string[];
}

/** Runs the triage playbook against a fresh practice tenant and reads its incidents back. */
export async function runMission(seed: number, progress: Progress): Promise<MissionReport> {
	const practice = await progress.step('Start the practice tenant', () => startPractice());
	try {
		const tenant = practice.addTenant({ seed });
		const engine = await progress.step("Load n8n's engine and the nodes", () =>
			createEngine({ packageDir: ROOT }),
		);
		const credentials = new CredentialStore();
		const credential = tenant.credential();
		const playbook = readPlaybook(credentials.create(CREDENTIAL_TYPE, { ...credential }));
		const name = playbook.name ?? 'Workflow';
		const nodes: NodeRun[] = [];
		const result = await progress.step(`Run the playbook "${name}"`, (report) =>
			engine.run(playbook, {
				credentials,
				onNodeFinished: (node, items, milliseconds) => {
					nodes.push({ name: node, items, milliseconds });
					report(`${node}: ${items} ${items === 1 ? 'item' : 'items'}, ${milliseconds} ms`);
				},
			}),
		);
		const items = readItems(playbook, result);
		const calls = [...tenant.calls];
		const journal = [...tenant.journal];
		const proofs = await progress.step('Read the incidents again', () => readBack(credential, items.updates));
		const mission = { seed, tenantId: tenant.id, playbook: name, nodes, ...items, calls, journal, proofs };
		return { ...mission, problems: problemsOf(mission, result.status, result.error) };
	} finally {
		await practice.close();
	}
}

function problemsOf(
	{ updates, proofs }: Pick<MissionReport, 'updates' | 'proofs'>,
	status: string,
	error: RunError | undefined,
): readonly string[] {
	if (error !== undefined) return [failureSentence(error)];
	if (status !== 'success')
		return [`The playbook ended with the status "${status}". Run "npm run editor" to see each step.`];
	if (updates.length === 0)
		return [
			'The playbook updated no incident, although this tenant has open ones. Run "npm run editor" to see each step.',
		];
	return proofs.flatMap(({ differences }) => differences);
}

function failureSentence({ node, message, description }: RunError): string {
	const where = node === undefined ? 'The playbook' : `The step "${node}"`;
	return [`${where} failed: ${message}`, description].filter(Boolean).join('. ');
}
