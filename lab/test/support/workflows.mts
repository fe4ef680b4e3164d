import { fileURLToPath } from 'node:url';
import type { INode, INodeParameters } from 'n8n-workflow';
import { createEngine, type Engine, type WorkflowJson } from '../../engine/engine.mts';

/** Folder of the package that stands in for ours. */
export const FIXTURE = fileURLToPath(new URL('./engine-package', import.meta.url));

/** An engine with the fixture package. */
export function fixtureEngine(): Promise<Engine> {
	return createEngine({ packageDir: FIXTURE });
}

/** A node of a chain: what differs from the defaults. */
export type Step = Pick<INode, 'name' | 'type'> & Partial<INode>;

/** A workflow whose first node is a manual trigger named Start, followed by the steps one after the other. */
export function chain(...steps: readonly Step[]): WorkflowJson {
	const nodes = [step('Start', 'n8n-nodes-base.manualTrigger'), ...steps].map(
		(node, index): INode => ({
			id: node.name,
			typeVersion: 1,
			position: [index * 200, 0],
			parameters: {},
			...node,
		}),
	);
	const connections = Object.fromEntries(
		nodes
			.slice(1)
			.map((node, index) => [
				nodes[index]?.name ?? '',
				{ main: [[{ node: node.name, type: 'main' as const, index: 0 }]] },
			]),
	);
	return { nodes, connections, settings: { executionOrder: 'v1' } };
}

/** A node by name, type and parameters. */
export function step(
	name: string,
	type: string,
	parameters: INodeParameters = {},
	more: Partial<INode> = {},
): Step {
	return { name, type, parameters, ...more };
}

/** An Edit Fields node that sets one text field. */
export function setField(name: string, field: string, value: string): Step {
	const assignments = { assignments: [{ id: field, name: field, value, type: 'string' }] };
	return step(name, 'n8n-nodes-base.set', { assignments, options: {} }, { typeVersion: 3.4 });
}

/** The fixture's node, calling `url` with a credential of the given type. */
export function caller(
	url: string,
	credential?: { readonly type: string; readonly id: string },
	more: Partial<INode> = {},
): Step {
	const type = credential?.type ?? 'fixtureTokenApi';
	const reference = credential && { credentials: { [type]: { id: credential.id, name: type } } };
	return step(
		'Caller',
		'n8n-nodes-engine-fixture.caller',
		{ url, authentication: type },
		{ ...reference, ...more },
	);
}
