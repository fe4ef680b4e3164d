import { z } from 'zod';
import type { WorkflowJson } from '../../../lab/engine/engine.mts';

/** Values for fields of the node Settings, by name. */
export type Settings = Readonly<Record<string, unknown>>;

const field = z.object({ id: z.string(), name: z.string(), type: z.string(), value: z.string() });

/** Returns the playbook with these credentials in its nodes, by credential type. */
export function withCredentials(
	playbook: WorkflowJson,
	chosen: ReadonlyMap<string, { id: string; name: string }>,
): WorkflowJson {
	const nodes = playbook.nodes.map((node) => {
		const types = Object.keys(node.credentials ?? {});
		const credentials = Object.fromEntries(
			types.flatMap((type) => {
				const one = chosen.get(type);
				return one === undefined ? [] : [[type, one] as const];
			}),
		);
		return types.length === 0 ? node : { ...node, credentials };
	});
	return { ...playbook, nodes };
}

/** Changes fields of the node Settings. Fields that the playbook's Settings do not have are left out. */
export function changeSettings(playbook: WorkflowJson, settings: Settings): void {
	const parameters = playbook.nodes.find(({ name }) => name === 'Settings')?.parameters;
	const given = z.object({ assignments: z.array(field) }).parse(parameters?.['assignments']);
	const assignments = given.assignments.map((one) => {
		const value = settings[one.name.replace(/^settings\./u, '')];
		return value === undefined
			? one
			: { ...one, value: typeof value === 'string' ? value : JSON.stringify(value) };
	});
	if (parameters !== undefined) parameters['assignments'] = { assignments };
}
