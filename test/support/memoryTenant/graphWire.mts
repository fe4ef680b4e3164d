import type { HttpRequest, HttpResult } from '../../../defender/core/host.ts';
import { json } from '../fakeHost.mts';
import { incidentFields, withComment, type HeldIncident, type IncidentFields } from './heldIncident.mts';

/** How the service behaves at a write, which is undocumented. */
export interface WriteHabits {
	readonly tags: 'replace' | 'merge';
	readonly emptyTags: 'honored' | 'ignored';
	readonly unassign: 'null' | 'empty' | 'both';
	readonly ignores: 'nothing' | 'severity' | 'clearVerdict';
	/** Number of reads after a write that still return the incident as it was before. */
	readonly staleReads: number;
	readonly etag: boolean;
	readonly patchResponse: 'full' | 'noTags';
	readonly equalPatchMoves: boolean;
}

export type Moment = 'beforeRead' | 'afterRead' | 'beforePatch' | 'afterPatch';

/** The incidents behind the responses. */
interface WrittenIncidents {
	readonly get: (id: string) => HeldIncident;
	/** Changes an incident and its version. */
	readonly edit: (id: string, change: Partial<IncidentFields>) => void;
	/** Called at each moment at which somebody else may write. */
	meanwhile: (moment: Moment, id: string) => void;
	/** The value that is stored when one is written; `old` is the one before. */
	stores: (field: string, value: unknown, old: unknown) => unknown;
}

/** Graph's responses to requests about one incident. */
export class GraphWire {
	/** `METHOD id` of every call that was carried out or refused, in order. */
	readonly log: string[] = [];
	private readonly stale = new Map<string, { readonly text: string; reads: number }>();

	constructor(
		private readonly tenant: WrittenIncidents,
		private readonly habits: WriteHabits,
	) {}

	respond(call: HttpRequest): HttpResult {
		const path = new URL(call.url).pathname.split('/');
		const id = path[4] ?? '';
		this.log.push(`${call.method} ${id}${path[5] === undefined ? '' : '/comments'}`);
		if (call.method === 'GET') return this.read(id);
		const body = fieldsIn(call.body);
		if (this.tenant.get(id).redirectIncidentId !== null) return refusal(400, `Incident ${id} was merged`);
		return call.method === 'PATCH' ? this.patch(id, body, call.headers['If-Match']) : this.comment(id, body);
	}

	private read(id: string): HttpResult {
		this.tenant.meanwhile('beforeRead', id);
		const old = this.stale.get(id);
		if (old !== undefined) old.reads -= 1;
		const text = old === undefined ? this.text(id, true) : old.text;
		if (old?.reads === 0) this.stale.delete(id);
		this.tenant.meanwhile('afterRead', id);
		return json(200, JSON.parse(text));
	}

	private patch(id: string, body: ReadonlyMap<string, unknown>, etag: string | undefined): HttpResult {
		const { tenant, habits } = this;
		tenant.meanwhile('beforePatch', id);
		const incident = tenant.get(id);
		if (incident.redirectIncidentId !== null) return refusal(400, `Incident ${id} was merged`);
		if (habits.etag && etag !== undefined && etag !== etagOf(incident)) return refusal(412, 'changed');
		const before = this.text(id, true);
		const change = this.effectOf(incident, body);
		if (Object.keys(change).length > 0 || habits.equalPatchMoves) {
			tenant.edit(id, change);
			if (habits.staleReads > 0) {
				const text = this.stale.get(id)?.text ?? before;
				this.stale.set(id, { text, reads: habits.staleReads });
			}
		}
		const response = json(200, JSON.parse(this.text(id, habits.patchResponse === 'full')));
		tenant.meanwhile('afterPatch', id);
		return response;
	}

	private effectOf(old: HeldIncident, body: ReadonlyMap<string, unknown>): Partial<IncidentFields> {
		const { tags, emptyTags, unassign, ignores } = this.habits;
		const entries = [...body].flatMap(([field, value]): [string, unknown][] => {
			if (field === 'severity' && ignores === 'severity') return [];
			const isVerdict = field === 'classification' || field === 'determination';
			if (isVerdict && ignores === 'clearVerdict' && body.get('classification') === 'unknown') return [];
			if (field === 'assignedTo' && (value === null || value === '')) {
				const understood = unassign === 'both' || (value === null) === (unassign === 'null');
				return understood ? [[field, null]] : [];
			}
			if (field === 'customTags' && Array.isArray(value)) {
				if (value.length === 0) return emptyTags === 'honored' ? [[field, []]] : [];
				const list: readonly unknown[] = value;
				return [[field, [...new Set([...(tags === 'merge' ? old.customTags : []), ...list])]]];
			}
			return [[field, value]];
		});
		const was = new Map<string, unknown>(Object.entries(old));
		const stored = entries.map(
			([field, value]) => [field, this.tenant.stores(field, value, was.get(field))] as const,
		);
		return Object.fromEntries(
			stored.filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(was.get(field))),
		);
	}

	/** A comment does not move the version. */
	private comment(id: string, body: ReadonlyMap<string, unknown>): HttpResult {
		const incident = this.tenant.get(id);
		incident.comments = withComment(incident.comments, 'API-App:n8n', String(body.get('comment')));
		return json(200, { value: incident.comments });
	}

	private text(id: string, withTags: boolean): string {
		const incident = this.tenant.get(id);
		const { customTags, ...rest } = incidentFields(incident);
		return JSON.stringify({
			...(this.habits.etag ? { '@odata.etag': etagOf(incident) } : {}),
			id,
			createdDateTime: new Date(incident.created).toISOString(),
			lastUpdateDateTime: new Date(incident.updated).toISOString(),
			...rest,
			...(rest.redirectIncidentId === null ? {} : { status: 'redirected' }),
			...(withTags ? { customTags } : {}),
		});
	}
}

const etagOf = ({ updated }: HeldIncident) => `W/"${updated}"`;

function refusal(status: number, message: string): HttpResult {
	return json(status, { error: { code: 'refused', message } });
}

function fieldsIn(body: string | undefined): ReadonlyMap<string, unknown> {
	const value: unknown = JSON.parse(body ?? '{}');
	return new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}));
}
