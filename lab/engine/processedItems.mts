import { createHash } from 'node:crypto';
import type { DeduplicationScope, ICheckProcessedContextData, IDataDeduplicator } from 'n8n-workflow';
import { core } from './n8n.mts';

/** Hashes of the values seen, by workflow, and node where the scope is one. */
const seen = new Map<string, string[]>();

/** n8n-core accepts one store per process, and a test runner may load this module again in the same one. */
const READY = Symbol.for('defender-xdr.lab.processedItems');

/**
 * Provides the store that Remove Duplicates reads: n8n keeps it in its database, the lab by workflow ID in this process.
 * Source: packages/cli/src/deduplication/deduplication-helper.ts of n8n 2.41. Values only; keys and dates that only grow are not
 * offered.
 */
export function rememberItems(): void {
	if (Reflect.has(globalThis, READY)) return;
	Reflect.set(globalThis, READY, true);
	void core.DataDeduplicationService.init(deduplicator);
}

const deduplicator: IDataDeduplicator = {
	checkProcessedAndRecord: async (items, scope, context, { mode, maxEntries }) => {
		if (mode !== 'entries') throw new Error(`The in-process engine remembers no "${mode}".`);
		const place = placeOf(scope, context);
		const known = seen.get(place) ?? [];
		const before = new Set(known);
		const isKnown = (item: (typeof items)[number]) => before.has(hashOf(item));
		const fresh = items.filter((item) => !isKnown(item));
		const all = [...known, ...fresh.map(hashOf)];
		seen.set(place, maxEntries === undefined ? all : all.slice(-Math.max(1, maxEntries)));
		return { new: fresh, processed: items.filter(isKnown) };
	},
	removeProcessed: async (items, scope, context) => {
		const gone = new Set(items.map(hashOf));
		const place = placeOf(scope, context);
		seen.set(
			place,
			(seen.get(place) ?? []).filter((hash) => !gone.has(hash)),
		);
	},
	clearAllProcessedItems: async (scope, context) => void seen.delete(placeOf(scope, context)),
	getProcessedDataCount: async (scope, context) => seen.get(placeOf(scope, context))?.length ?? 0,
};

const hashOf = (value: string | number) => createHash('md5').update(`${value}`).digest('base64');

function placeOf(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
	return scope === 'node' ? `${workflow.id} n:${node?.id ?? ''}` : workflow.id;
}
