import path from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import { core } from '../../lab/engine/n8n.mts';

const DIST = path.resolve(import.meta.dirname, '../../dist');

/** What n8n shows of a node's output before it has run, found by n8n's own rule: none of our nodes has resources. */
export function previewOf(type: string, operation?: string): Readonly<Record<string, unknown>> {
	const nodeDir = path.join(DIST, 'nodes', type.charAt(0).toUpperCase() + type.slice(1));
	const preview = core.loadOutputSchema({
		nodeDir,
		version: 1,
		...(operation !== undefined && { operation }),
	});
	if (preview === undefined) throw new Error(`${type} lacks __schema__ for ${operation ?? 'its output'}`);
	return preview;
}

/** Fails for an item with a value of another type than its preview says, or with a name that it lacks. */
export function expectPreviewed(items: readonly object[], type: string, operation?: string): void {
	const preview = { ...previewOf(type, operation), additionalProperties: false };
	const check = new Ajv({ strict: false, allErrors: true }).compile(preview);
	for (const item of items) {
		check(item);
		expect(check.errors ?? [], `${type}: change __schema__ with the output`).toEqual([]);
	}
}
