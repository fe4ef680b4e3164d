import type { INodeParameters } from 'n8n-workflow';
import type { IncidentRecord, JournalEntry, RecordedCall, Tenant } from '../../lab/tenant/practice.mts';
import { incidentById, our } from './practice.mts';

/** Path of one incident, as the ledger has it. */
export const pathOf = (id: string) => `/v1.0/security/incidents/${id}`;

/** New untouched incidents, as an item of Get Incidents would name them. */
export function newIncidents(tenant: Tenant, count: number): readonly IncidentRecord[] {
	return Array.from({ length: count }, () => tenant.incidents.create());
}

/** Update Incident for whatever incident each item names. */
export const updateOfEachItem = (parameters: INodeParameters) =>
	our('updateIncident', { incidentId: incidentById('={{ $json.id }}'), ...parameters });

/** The call that made this change: the last write to its incident carried out before it. */
function writeOf(calls: readonly RecordedCall[], { incidentId }: JournalEntry, index: number): number {
	return calls.findLastIndex(
		({ method, path, changesBefore }) =>
			method === 'PATCH' && path === pathOf(incidentId) && changesBefore <= index,
	);
}

/** What a person wrote and an application then wrote over. */
interface Overwritten {
	readonly incidentId: string;
	readonly field: string;
	/** Whether it was written after the read that the application's write was decided on, so that no read could show it. */
	readonly inGap: boolean;
}

/** Judges the tenant's journal and ledger alone: every human value that an application's write replaced. */
export function overwrittenHumanValues({
	journal,
	calls,
}: Pick<Tenant, 'journal' | 'calls'>): readonly Overwritten[] {
	return journal.flatMap((change, index): Overwritten[] => {
		if (change.via !== 'api') return [];
		const { incidentId, field } = change;
		const last = journal.findLastIndex(
			(older, at) => at < index && older.incidentId === incidentId && older.field === field,
		);
		if (journal[last]?.via !== 'person') return [];
		const write = writeOf(calls, change, index);
		const read = calls
			.slice(0, write)
			.findLast(({ method, path }) => method === 'GET' && path === pathOf(incidentId));
		return [{ incidentId, field, inGap: read !== undefined && last >= read.changesBefore }];
	});
}
