import { z } from 'zod';
import type { RunResult, WorkflowJson } from '../engine/engine.mts';
import { GET_INCIDENTS, nodesOfType, RUN_HUNTING_QUERY, UPDATE_INCIDENT } from './playbook.mts';

const comment = z.object({ comment: z.string(), createdByDisplayName: z.string().nullable() });

/** The properties of an incident that the playbook may change, in Graph's names. */
export const writtenFields = z.object({
	id: z.string(),
	displayName: z.string().nullable(),
	status: z.string(),
	assignedTo: z.string().nullable(),
	classification: z.string(),
	determination: z.string(),
	customTags: z.array(z.string()),
	comments: z.array(comment),
});
export type WrittenFields = z.infer<typeof writtenFields>;

const found = writtenFields.omit({ comments: true }).extend({
	severity: z.string(),
	alertCount: z.number().optional(),
	devices: z.array(z.object({ name: z.string().nullable() })).optional(),
});
/** An incident as Get Incidents returned it. */
export type FoundIncident = z.infer<typeof found>;

const update = writtenFields.extend({
	outcome: z.string(),
	changes: z.record(z.object({ from: z.unknown(), to: z.unknown() })),
});
/** An item of Update Incident: the incident after the update, and its changes. */
export type Update = z.infer<typeof update>;

/** Cells of one row by column. */
export type HuntRow = Readonly<Record<string, unknown>>;

/** Items of the playbook's Defender nodes, in their order. */
export interface MissionItems {
	readonly incidents: readonly FoundIncident[];
	readonly rows: readonly HuntRow[];
	readonly updates: readonly Update[];
}

/**
 * Reads the items of the playbook's Defender XDR nodes. A node that failed on an item leaves an item without incident;
 * the playbook itself reports those, so they are left out here.
 *
 * @throws Error (zod's) when an item lacks a property that the node promises
 */
export function readItems(playbook: WorkflowJson, result: RunResult): MissionItems {
	const jsonOf = (type: string) =>
		nodesOfType(playbook, type).flatMap((name) => result.items(name).map(({ json }) => json));
	return {
		incidents: z.array(found).parse(jsonOf(GET_INCIDENTS)),
		// An empty hunt emits one item without cells, so that the workflow continues.
		rows: jsonOf(RUN_HUNTING_QUERY).filter((row) => Object.keys(row).length > 0),
		updates: z.array(update).parse(jsonOf(UPDATE_INCIDENT).filter((json) => !('error' in json))),
	};
}
