import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAssignmentCollectionValue } from 'n8n-workflow';
import type { WorkflowJson } from '../engine/engine.mts';

const FOLDER = fileURLToPath(new URL('../../playbooks', import.meta.url));

/** A playbook as it is in the repository. */
export interface Playbook {
	/** File name without extension. */
	readonly id: string;
	readonly name: string;
	readonly workflow: WorkflowJson;
}

/** All playbooks, by file name. */
export function readPlaybooks(): readonly Playbook[] {
	return readdirSync(FOLDER)
		.filter((file) => file.endsWith('.json'))
		.toSorted()
		.map((file) => {
			const workflow = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as WorkflowJson;
			const id = path.basename(file, '.json');
			return { id, name: workflow.name ?? id, workflow };
		});
}

/** A credential as a playbook's nodes name it. */
export interface NamedCredential {
	readonly type: string;
	readonly name: string;
}

/** The credentials that playbooks name, each once: n8n finds them by type and name when a playbook is imported. */
export function credentialsOf(playbooks: readonly Playbook[]): readonly NamedCredential[] {
	const named = playbooks
		.flatMap(({ workflow }) => workflow.nodes)
		.flatMap(({ credentials = {} }) =>
			Object.entries(credentials).map(([type, { name }]) => ({ type, name })),
		);
	return [...new Map(named.map((one) => [`${one.type}/${one.name}`, one])).values()];
}

/** The playbook with other values in its node Settings, as a user types them in after the import. */
export function withSettings(playbook: WorkflowJson, values: Readonly<Record<string, string>>): WorkflowJson {
	const nodes = playbook.nodes.map((node) => {
		const { assignments } = node.parameters;
		if (node.name !== 'Settings' || !isAssignmentCollectionValue(assignments)) return node;
		const filledIn = assignments.assignments.map((one) => ({
			...one,
			value: values[one.name.replace(/^settings\./, '')] ?? one.value,
		}));
		return { ...node, parameters: { ...node.parameters, assignments: { assignments: filledIn } } };
	});
	return { ...playbook, nodes };
}
