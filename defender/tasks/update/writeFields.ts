import type { PatchResponse, SecurityApi } from '../../api/securityApi';
import { asDefenderError, DefenderError } from '../../core/errors';
import type { Host } from '../../core/host';
import type { Incident } from '../../incidents/incident';
import { isMerged } from '../../incidents/merge';
import { resolveEdit } from '../../incidents/tags';
import {
	fieldsChangedByOthers,
	fieldsOf,
	planUpdate,
	requestToRepeat,
	unconditional,
	unmetFields,
	type IncidentPatch,
} from '../../incidents/update';
import type { UpdateRequest } from '../../incidents/updateRequest';
import type { PatchField } from '../../incidents/vocabulary';
import { classifyFailedWrite } from './classifyFailedWrite';
import type {
	FieldOutcome,
	FieldRefusal,
	FieldReport,
	FieldSettings,
	RefusedFields,
	SeenBefore,
	SettledFields,
} from './fieldOutcome';
import { FreshReads } from './freshReads';
import { FIRST_READ_BACK_MS, readBack, readUnexpected, type StateAfterWrite } from './readBack';

/** Maximum number of PATCHes, not counting throttled ones. */
const MAX_ROUNDS = 3;

/** One PATCH, with the read on which it was planned. */
interface Attempt {
	readonly fresh: Incident;
	readonly patch: IncidentPatch;
	readonly isLast: boolean;
}

/**
 * Writes fields of one incident: read, plan on that read, PATCH without another request in between, verify. A PATCH that
 * certainly did nothing (throttled, not sent, rejected with a token that is being renewed) is planned again on a new read.
 * A PATCH that may have been stored is settled by the next reads, unless someone else has changed the fields since. A
 * verified field is never written again.
 * @throws DefenderError
 */
export async function writeFields(
	api: SecurityApi,
	host: Host,
	id: string,
	settings: FieldSettings,
	seenBefore: SeenBefore,
): Promise<FieldOutcome> {
	return await new FieldWrite(api, host, id, settings, seenBefore).run();
}

class FieldWrite {
	private readonly reads: FreshReads;
	/** The read before the first PATCH that may have been stored. */
	private base: Incident | undefined;
	/** The part of the request that is not verified yet. */
	private remaining: UpdateRequest;
	/** Fields that were sent and may have been stored. */
	private sent: readonly PatchField[] = [];
	/** The state after the last PATCH; the one before it, if no response arrived. */
	private lastSeen: Incident | undefined;
	private inDoubt = false;
	private clearOwnerBy: null | '' = null;

	constructor(
		private readonly api: SecurityApi,
		private readonly host: Host,
		private readonly id: string,
		private readonly settings: FieldSettings,
		seenBefore: SeenBefore,
	) {
		this.reads = new FreshReads(api, host, id, seenBefore);
		this.remaining = settings.request;
	}

	async run(): Promise<FieldOutcome> {
		for (let round = 1; ; ) {
			const fresh = await this.reads.readFresh(this.remaining, this.base);
			if (fresh instanceof DefenderError) throw this.withPossibleEffect(fresh);
			if (this.sent.length === 0) this.base = fresh;
			const plan = this.plan(fresh);
			if ('kind' in plan) return plan;
			const response = await this.api
				.patchIncident(this.id, plan.patch, fresh['@odata.etag'])
				.catch(asDefenderError);
			const attempt = { fresh, patch: plan.patch, isLast: round >= MAX_ROUNDS };
			const outcome =
				response instanceof DefenderError
					? await this.afterFailure(response, attempt)
					: await this.afterResponse(response, attempt);
			if (outcome !== undefined) return outcome;
			// The shared budget for waiting limits how long a throttled service is tried.
			if (!(response instanceof DefenderError) || response.reason.kind !== 'throttled') round++;
			await this.host.sleep(FIRST_READ_BACK_MS * 2 ** round * this.host.random());
		}
	}

	private plan(fresh: Incident): FieldOutcome | { readonly patch: IncidentPatch } {
		if (this.reads.isOlder(fresh)) return this.refuse(fresh, { because: 'lagging' });
		this.reads.note(fresh);
		// Our first PATCH may make its own conditions false. From then on, fields changed by others stop the write.
		const settings = this.sent.length > 0 ? unconditional : this.settings.plan;
		const plan = planUpdate(this.remaining, { ...settings, clearOwnerBy: this.clearOwnerBy }, fresh);
		if (plan.kind === 'refuse') return this.refuse(fresh, plan.refusal);
		const { lastSeen } = this;
		const overtaken = lastSeen === undefined ? [] : fieldsChangedByOthers(this.remaining, lastSeen, fresh);
		if (overtaken.length > 0) return this.refuse(fresh, { because: 'overtaken', fields: overtaken });
		if (plan.kind === 'nothing')
			return { kind: 'settled', ...this.report(fresh, this.sent), contested: false };
		if (!this.settings.dryRun) return { patch: plan.patch };
		const planned = this.report({ ...fresh, ...plan.patch }, fieldsOf(plan.patch));
		return { kind: 'planned', ...planned, notApplied: [] };
	}

	/** @returns undefined if another PATCH is needed */
	private async afterResponse(response: PatchResponse, attempt: Attempt): Promise<FieldOutcome | undefined> {
		const { fresh, patch, isLast } = attempt;
		this.noteSent(patch, fresh);
		const state = await readBack(this.api, this.host, this.remaining, fresh, response);
		const merged = this.refuseIfMerged(state.after);
		if (merged !== undefined) return merged;
		const repeated = requestToRepeat(this.remaining, this.clearOwnerBy, fresh, state.after);
		if (repeated === undefined || state.unverified !== undefined || isLast)
			return this.settle(state, repeated?.tags !== undefined);
		if (repeated.assignedTo === null) this.clearOwnerBy = '';
		this.remaining = repeated;
		this.lastSeen = state.after;
		this.reads.suspectStale(undefined);
		return undefined;
	}

	/** @returns undefined if another PATCH is needed */
	private async afterFailure(failure: DefenderError, attempt: Attempt): Promise<FieldOutcome | undefined> {
		const { fresh, patch, isLast } = attempt;
		switch (classifyFailedWrite(failure)) {
			case 'unexpectedContent':
				this.noteSent(patch, fresh);
				return await this.afterUnexpectedContent(failure, fresh);
			case 'maybeMerged':
				return await this.afterRejection(failure);
			case 'final':
				throw this.withPossibleEffect(failure);
			case 'inDoubt':
				this.noteSent(patch, fresh);
				this.inDoubt = true;
				this.lastSeen = fresh;
				this.reads.suspectStale(fresh);
				break;
			case 'outdated':
				this.reads.suspectStale(fresh);
				if (isLast) return this.settle({ after: fresh, notApplied: fieldsOf(patch) }, true);
		}
		if (isLast && failure.reason.kind !== 'throttled') throw this.withPossibleEffect(failure);
		return undefined;
	}

	/** A successful response without the incident: a read shows what was stored, and nothing is written again. */
	private async afterUnexpectedContent(failure: DefenderError, fresh: Incident): Promise<FieldOutcome> {
		const state = await readUnexpected(this.api, this.host, this.remaining, fresh, failure);
		if (state === undefined) throw this.withPossibleEffect(failure);
		return this.refuseIfMerged(state.after) ?? this.settle(state, false);
	}

	/** A read after a write may show that the incident was merged meanwhile. */
	private refuseIfMerged(after: Incident): RefusedFields | undefined {
		this.reads.note(after);
		if (!isMerged(after)) return undefined;
		this.inDoubt = true;
		return this.refuse(after, { because: 'merged' });
	}

	/** Another read shows whether a merge between our read and our write caused the rejection. */
	private async afterRejection(failure: DefenderError): Promise<FieldOutcome> {
		const status = failure.trace?.status ?? 0;
		await this.host.sleep(FIRST_READ_BACK_MS);
		const read = await this.reads.read();
		if (!(read instanceof DefenderError) && isMerged(read)) return this.refuse(read, { because: 'merged' });
		if (status === 400 || this.base === undefined) throw this.withPossibleEffect(failure);
		return this.refuse(this.base, { because: 'maybeMerging', status });
	}

	/** Also resolves the tag edit: tags that are added later are not to be removed. */
	private noteSent(patch: IncidentPatch, fresh: Incident): void {
		this.sent = [...new Set([...this.sent, ...fieldsOf(patch)])];
		const { tags } = this.remaining;
		if (tags !== undefined) this.remaining = { ...this.remaining, tags: resolveEdit(tags, fresh.customTags) };
	}

	private settle({ notApplied, ...state }: StateAfterWrite, contested: boolean): SettledFields {
		const report = this.report(state.after, this.sent);
		const open = [...new Set([...report.notApplied, ...notApplied])];
		return { kind: 'settled', ...report, ...state, notApplied: open, contested };
	}

	private refuse(incident: Incident, refusal: FieldRefusal): RefusedFields {
		return { kind: 'refused', ...this.report(incident, this.sent), refusal, inDoubt: this.inDoubt };
	}

	private report(after: Incident, fields: readonly PatchField[]): FieldReport {
		const before = this.base ?? after;
		return { before, after, fields, notApplied: unmetFields(this.settings.request, before, after) };
	}

	/** A failure after a PATCH that may have been stored must not read as if nothing had been written. */
	private withPossibleEffect(failure: DefenderError): DefenderError {
		return this.sent.length > 0 ? failure.withUnknownEffect() : failure;
	}
}
