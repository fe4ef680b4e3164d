import type { PatchResponse, SecurityApi } from '../../api/securityApi';
import { asDefenderError, DefenderError } from '../../core/errors';
import type { Host } from '../../core/host';
import { otherWithWrite, reportedWithWrite } from '../../incidents/sentences/updateOutcomeText';
import type { Incident } from '../../incidents/incident';
import { isMerged } from '../../incidents/merge';
import { resolveEdit } from '../../incidents/tags';
import {
	fieldsOf,
	unconditional,
	fieldsChangedByOthers,
	planUpdate,
	unmetFields,
	requestToRepeat,
	type IncidentPatch,
} from '../../incidents/update';
import type { UpdateRequest } from '../../incidents/updateRequest';
import type { PatchField } from '../../incidents/vocabulary';
import { classifyFailedWrite } from './failedWrite';
import { FIRST_READ_BACK_MS, READ_BACKS, readBack, readUnproven, type SeenAfter } from './readBack';
import type { FieldSettings, Refused, SeenBefore, SettledWrite, Told, Written } from './writeOutcome';

const MAX_ROUNDS = 3;
/**
 * The guarded write of one incident: read, plan on that read, PATCH with nothing in between, verify. A PATCH that certainly
 * did nothing (throttled, not sent, refused to a token that is renewed now) is planned again on a new read; one whose fate
 * is unknown is settled by what the next reads show, and given up where somebody else has written since. A field that was
 * once proven is never written again.
 */
export class FieldWrite {
	private base: Incident | undefined;
	private todo: UpdateRequest;
	private sent: readonly PatchField[] = [];
	/** The state that the last PATCH which may have acted left or found. */
	private seen: Incident | undefined;
	/** A read that led to a PATCH without answer or refused as outdated: another one like it is no news. */
	private doubted: Incident | undefined;
	private inDoubt = false;
	private clearOwnerBy: null | '' = null;
	private newest: Incident | undefined;

	constructor(
		private readonly api: SecurityApi,
		private readonly host: Host,
		private readonly id: string,
		private readonly job: FieldSettings,
		private readonly seenBefore: SeenBefore,
	) {
		this.todo = job.request;
		this.newest = seenBefore.here;
	}

	/** @throws DefenderError */
	async run(): Promise<Written> {
		for (let round = 1; ; ) {
			const fresh = await this.readFresh();
			if (this.sent.length === 0) this.base = fresh;
			const plan = this.decide(fresh);
			if ('kind' in plan) return plan;
			const answer = await this.api
				.patchIncident(this.id, plan.patch, fresh['@odata.etag'])
				.catch(asDefenderError);
			const last = round >= MAX_ROUNDS;
			const end =
				answer instanceof DefenderError
					? await this.afterFailure(answer, fresh, plan.patch, last)
					: await this.afterAnswer(answer, fresh, plan.patch, last);
			if (end !== undefined) return end;
			// The shared waiting budget bounds what a throttled service may cost.
			if (!(answer instanceof DefenderError) || answer.reason.kind !== 'throttled') round++;
			await this.host.sleep(FIRST_READ_BACK_MS * 2 ** round * this.host.random());
		}
	}

	/** Reads until the state is not older than one already seen; gives up waiting after a few reads. */
	private async readFresh(): Promise<Incident> {
		for (let attempt = 0; ; attempt++) {
			const read = await this.read();
			if (read instanceof DefenderError) throw this.grave(read);
			if (attempt >= READ_BACKS || !this.looksStale(read)) return read;
			await this.host.sleep(FIRST_READ_BACK_MS * 2 ** attempt);
		}
	}

	private async read(): Promise<Incident | DefenderError> {
		return await this.api.getIncident(this.id, { alerts: false }).catch(asDefenderError);
	}

	private looksStale(read: Incident): boolean {
		const { elsewhere } = this.seenBefore;
		if (this.isOlder(read) || (elsewhere !== undefined && read.lastUpdateDateTime < elsewhere)) return true;
		if (this.doubted === undefined || read.lastUpdateDateTime > this.doubted.lastUpdateDateTime) return false;
		const sameVersion = read['@odata.etag'] === this.doubted['@odata.etag'];
		return sameVersion && unmetFields(this.todo, this.base ?? read, read).length > 0;
	}

	private isOlder(read: Incident): boolean {
		return this.newest !== undefined && read.lastUpdateDateTime < this.newest.lastUpdateDateTime;
	}

	private decide(fresh: Incident): Written | { readonly patch: IncidentPatch } {
		if (this.isOlder(fresh)) return this.refused(fresh, { because: 'lagging' });
		this.newest = fresh;
		// Our own first PATCH breaks the conditions that led to it; from then on `overtaken` guards.
		const rules = this.sent.length > 0 ? unconditional : this.job.plan;
		const plan = planUpdate(this.todo, { ...rules, clearOwnerBy: this.clearOwnerBy }, fresh);
		if (plan.kind === 'refuse') return this.refused(fresh, plan.refusal);
		const overtaken = this.seen === undefined ? [] : fieldsChangedByOthers(this.todo, this.seen, fresh);
		if (overtaken.length > 0) return this.refused(fresh, { because: 'overtaken', fields: overtaken });
		if (plan.kind === 'nothing') return { kind: 'settled', ...this.told(fresh, this.sent), contested: false };
		if (!this.job.dryRun) return { patch: plan.patch };
		const told = this.told({ ...fresh, ...plan.patch }, fieldsOf(plan.patch));
		return { kind: 'planned', ...told, notApplied: [] };
	}

	private async afterAnswer(
		answer: PatchResponse,
		fresh: Incident,
		patch: IncidentPatch,
		last: boolean,
	): Promise<Written | undefined> {
		this.mayHaveActed(patch, fresh);
		const seen = await readBack(this.api, this.host, this.todo, fresh, answer);
		const merged = this.mergedIn(seen.after);
		if (merged !== undefined) return merged;
		const again = requestToRepeat(this.todo, this.clearOwnerBy, fresh, seen.after);
		if (again === undefined || seen.unproven !== undefined || last)
			return this.settled(seen, again?.tags !== undefined);
		if (again.assignedTo === null) this.clearOwnerBy = '';
		this.todo = again;
		this.seen = seen.after;
		this.doubted = undefined;
		return undefined;
	}

	private async afterFailure(
		failure: DefenderError,
		fresh: Incident,
		patch: IncidentPatch,
		last: boolean,
	): Promise<Written | undefined> {
		switch (classifyFailedWrite(failure)) {
			case 'reported':
				this.mayHaveActed(patch, fresh);
				return await this.afterReported(failure, fresh);
			case 'maybeMerged':
				return await this.afterRefusal(failure);
			case 'final':
				throw this.grave(failure);
			case 'inDoubt':
				this.mayHaveActed(patch, fresh);
				this.inDoubt = true;
				this.seen = fresh;
				this.doubted = fresh;
				break;
			case 'outdated':
				this.doubted = fresh;
				if (last) return this.settled({ after: fresh, open: fieldsOf(patch) }, true);
		}
		if (last && failure.reason.kind !== 'throttled') throw this.grave(failure);
		return undefined;
	}

	/** Microsoft's error or other JSON came with a success: reads show what is true, and nothing is written again. */
	private async afterReported(failure: DefenderError, fresh: Incident): Promise<Written> {
		const isError = failure.reason.kind === 'reported';
		const seen = await readUnproven(this.api, this.host, this.todo, fresh, isError ? 1 : READ_BACKS);
		if (seen instanceof DefenderError) throw this.grave(failure);
		const reported = isError ? reportedWithWrite(failure.trace) : otherWithWrite(failure.message);
		return this.mergedIn(seen.after) ?? { ...this.settled(seen, false), reported };
	}

	/** Remembers a read after a write; it may show that the incident was merged meanwhile. */
	private mergedIn(after: Incident): Written | undefined {
		if (!this.isOlder(after)) this.newest = after;
		if (!isMerged(after)) return undefined;
		this.inDoubt = true;
		return this.refused(after, { because: 'merged' });
	}

	/** A merge between our read and our write is seen by reading once more; any other refusal stays one. */
	private async afterRefusal(failure: DefenderError): Promise<Written> {
		const status = failure.trace?.status ?? 0;
		await this.host.sleep(FIRST_READ_BACK_MS);
		const read = await this.read();
		if (!(read instanceof DefenderError) && isMerged(read)) return this.refused(read, { because: 'merged' });
		if (status === 400 || this.base === undefined) throw this.grave(failure);
		return this.refused(this.base, { because: 'maybeMerging', status });
	}

	/** From here on a tag that comes later was not asked to go. */
	private mayHaveActed(patch: IncidentPatch, fresh: Incident): void {
		this.sent = [...new Set([...this.sent, ...fieldsOf(patch)])];
		const { tags } = this.todo;
		if (tags !== undefined) this.todo = { ...this.todo, tags: resolveEdit(tags, fresh.customTags) };
	}

	private settled({ after, open, unproven }: SeenAfter, contested: boolean): SettledWrite {
		const told = this.told(after, this.sent);
		const notApplied = [...new Set([...told.notApplied, ...open])];
		const doubt = unproven === undefined ? {} : { unproven };
		return { kind: 'settled', ...told, notApplied, contested, ...doubt };
	}

	private refused(incident: Incident, refusal: Refused['refusal']): Written {
		return { kind: 'refused', ...this.told(incident, this.sent), refusal, inDoubt: this.inDoubt };
	}

	private told(after: Incident, fields: readonly PatchField[]): Told {
		const before = this.base ?? after;
		return { before, after, fields, notApplied: unmetFields(this.job.request, before, after) };
	}

	/** When a PATCH before may have acted, a failure must not sound as if nothing had happened. */
	private grave(failure: DefenderError): DefenderError {
		return this.sent.length > 0 ? failure.withUnknownEffect() : failure;
	}
}
