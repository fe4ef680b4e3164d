import { readdirSync } from 'node:fs';
import type { INode } from 'n8n-workflow';
import { readPlaybookFile } from './playbookBench.mts';

const NAMES = readdirSync(new URL('../../../playbooks/', import.meta.url)).map((file) =>
	file.replace(/\.json$/u, ''),
);
/** Every playbook of the repository. */
export const PLAYBOOKS = NAMES.map((name) => ({ name, playbook: readPlaybookFile(name) }));
/** The type of a node without its package. */
export const kindOf = ({ type }: INode) => type.split('.').at(-1) ?? '';
/** The properties of a parameter; none when it is no object. */
export const record = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
/** All nodes of these types, with playbook and name. */
export const each = (kinds: readonly string[]) =>
	PLAYBOOKS.flatMap(({ name, playbook }) =>
		playbook.nodes
			.filter((node) => kinds.includes(kindOf(node)))
			.map((node) => ({ at: `${name} › ${node.name}`, node, playbook })),
	);

/** A parameter that is a text; otherwise ''. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
