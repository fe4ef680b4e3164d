import type { SecurityApi } from '../../api/securityApi';
import { asDefenderError, DefenderError, invalidInput, isNotFound } from '../../core/errors';
import type { Host } from '../../core/host';
import type { UtcInstant } from '../../core/instant';
import * as say from '../../incidents/sentences/updateOutcomeText';
import { resolvesWithoutVerdict } from '../../incidents/sentences/updateText';
import { unmetConditions, noConditions, type Conditions } from '../../incidents/conditions';
import type { Incident } from '../../incidents/incident';
import { asksForAnything, isMerged, nextMergeTarget, splitRequestForTarget } from '../../incidents/merge';
import { rejectInvalidRequest, type UpdateRequest } from '../../incidents/updateRequest';
import {
	conflictError,
	conflictResult,
	plannedResult,
	settledResult,
	movedResult,
	notStored,
	withTarget,
	type UpdateResult,
} from './updateResult';
import { writeComment } from './writeComment';
import { FieldWrite } from './writeFields';
import type { Refused, SettledWrite } from './writeOutcome';

export { readDecidedState as comparedState } from '../../incidents/conditions';
export { rejectOwnerContradiction as refuseOwnerTwice } from '../../incidents/updateRequest';
export { conflictError } from './updateResult';
export type { UpdateResult } from './updateResult';

/** One update as the user asks for it. */
export interface UpdateSettings {
	readonly request: UpdateRequest;
	readonly conditions: Conditions;
	/**
	 * What to do when the incident was merged: `safe` puts comment and added tags on the target and leaves the rest, `follow`
	 * writes all to the target, `fail` writes nothing.
	 */
	readonly merged: 'safe' | 'follow' | 'fail';
	/** Refuse to resolve an incident that has no verdict. */
	readonly requireVerdict: boolean;
	readonly dryRun: boolean;
}

/** What the executions of one process share about the incidents that they write. */
export interface SharedWrites {
	/** Runs work on one incident after all earlier work on it. */
	runAlone<T>(id: string, work: () => Promise<T>): Promise<T>;
	/** Last update of the newest state seen lately; undefined for none. */
	newestOf(id: string): UtcInstant | undefined;
	noteUpdate(id: string, lastUpdate: UtcInstant): void;
}

/** Ids of incidents on the way from one merger to the next. */
type Path = readonly string[];

interface CommentMoved {
	readonly kind: 'commentMoved';
	readonly written: SettledWrite;
	/** The incident as it is since. */
	readonly merged: Incident;
	readonly refusal: DefenderError;
}

/**
 * Updates incidents within one execution. The same incident is never written twice at a time, whichever items and executions
 * lead to it, and what was seen of an incident is remembered, because reads may lag behind writes. A merged incident is
 * released before its target is written, so that two executions never wait for each other.
 */
export class IncidentWriter {
	private readonly known = new Map<string, Incident>();

	constructor(
		private readonly api: SecurityApi,
		private readonly host: Host,
		private readonly shared: SharedWrites,
	) {}

	/**
	 * Reads, plans on that read, writes back to back, verifies, and comments last, so that a comment never speaks of a write
	 * that did not happen.
	 * @throws DefenderError when nothing is known to be written, or a conflict where `merged` is `fail`
	 */
	async update(id: string, job: UpdateSettings): Promise<UpdateResult> {
		rejectInvalidRequest(job.request, this.api.can.patchable);
		const { status, verdict } = job.request;
		if (job.requireVerdict && status === 'resolved' && verdict?.classification === 'unknown')
			throw invalidInput('updateFields.verdict', resolvesWithoutVerdict());
		return await this.updateAt(id, job, []);
	}

	/** @param path ids that were merged away before this one */
	private async updateAt(id: string, job: UpdateSettings, path: Path): Promise<UpdateResult> {
		const here = await this.shared.runAlone(id, async () => await this.writeHere(id, job));
		if (!('kind' in here)) return here;
		if (here.kind === 'refused') return await this.elsewhere(here, job, [...path, id]);
		return await this.commentOnTarget(here, job, [...path, id]);
	}

	/** @returns no result yet where the incident was merged: its target is written once this one is let go of */
	private async writeHere(id: string, job: UpdateSettings): Promise<UpdateResult | Refused | CommentMoved> {
		const { request, conditions, requireVerdict, dryRun } = job;
		const startedAt = this.host.now();
		const fieldJob = { request, plan: { conditions, requireVerdict }, dryRun };
		const seenBefore = { here: this.known.get(id), elsewhere: this.shared.newestOf(id) };
		const written = await new FieldWrite(this.api, this.host, id, fieldJob, seenBefore).run();
		const commentAsked = request.comment !== undefined;
		if (written.kind === 'planned') return plannedResult(written, commentAsked);
		this.known.set(id, written.after);
		this.shared.noteUpdate(id, written.after.lastUpdateDateTime);
		if (written.kind === 'refused')
			return written.refusal.because === 'merged' ? written : conflictResult(written, commentAsked);
		if (request.comment === undefined) return settledResult(written, { fate: 'none' });
		if (dryRun) return plannedResult({ ...written, kind: 'planned' }, true);
		const isRefused = written.reported !== undefined && written.notApplied.length > 0;
		if (written.contested || isRefused) return settledResult(written, { fate: 'notSent' });
		// Only an answer tells the service's clock, so our start is placed on it now.
		const since = this.api.serviceTime() - (this.host.now() - startedAt);
		return await this.commentHere(written, request.comment, since);
	}

	private async commentHere(
		written: SettledWrite,
		text: string,
		since: number,
	): Promise<UpdateResult | CommentMoved> {
		const comment = await writeComment(this.api, written.after, text, since).catch(asDefenderError);
		if (!(comment instanceof DefenderError)) return settledResult(written, comment);
		const { kind } = comment.reason;
		const read =
			kind === 'rejected' || kind === 'notFound'
				? await this.api.getIncident(written.after.id, { alerts: false }).catch(asDefenderError)
				: comment;
		if (!(read instanceof DefenderError) && isMerged(read))
			return { kind: 'commentMoved', written, merged: read, refusal: comment };
		if (written.fields.length === 0) throw comment;
		return settledResult(written, notStored(comment));
	}

	/** The incident was merged after its fields were written: its comment goes where the incident went. */
	private async commentOnTarget(
		{ written, merged, refusal }: CommentMoved,
		job: UpdateSettings,
		path: Path,
	): Promise<UpdateResult> {
		const step = nextMergeTarget(merged, path.slice(0, -1));
		const unsent = settledResult({ ...written, after: merged }, notStored(refusal));
		if (job.merged === 'fail' || step.kind === 'end') return unsent;
		const request = { comment: job.request.comment ?? '' };
		const rest = { ...job, request, conditions: noConditions };
		const there = await this.updateAt(step.id, rest, path).catch(asDefenderError);
		if (there instanceof DefenderError) return { ...unsent, redirectedTo: step.id };
		return movedResult(written, merged, there);
	}

	/** The incident was merged: what may be done at its target is done there. */
	private async elsewhere(refused: Refused, job: UpdateSettings, path: Path): Promise<UpdateResult> {
		const { after: source, inDoubt } = refused;
		const here = conflictResult(refused, job.request.comment !== undefined);
		if (job.merged === 'fail') {
			const error = conflictError(here);
			throw inDoubt ? error.withUnknownEffect() : error;
		}
		if (inDoubt) return here;
		const step = nextMergeTarget(source, path.slice(0, -1));
		if (step.kind === 'end') return { ...here, reason: say.noTarget(source.id, step.because) };
		if (job.merged === 'follow') return await this.follow(step.id, job, path, here);
		const unmet = unmetConditions(job.conditions, source);
		if (unmet.length > 0) return { ...here, reason: say.conditionsUnmet(source.id, unmet) };
		const { travels, stays } = splitRequestForTarget(job.request);
		const rest = { ...job, request: travels, conditions: noConditions };
		if (stays.length === 0) return await this.follow(step.id, rest, path, here);
		const kept = { ...here, redirectedTo: step.id, notApplied: stays };
		const reason = say.keptFromTarget(source.id, step.id, stays);
		if (!asksForAnything(travels)) return { ...kept, reason };
		const there = await this.updateAt(step.id, rest, path).catch(asDefenderError);
		return withTarget({ ...kept, reason }, there);
	}

	private async follow(
		id: string,
		job: UpdateSettings,
		path: Path,
		here: UpdateResult,
	): Promise<UpdateResult> {
		const there = await this.updateAt(id, job, path).catch(asDefenderError);
		if (!(there instanceof DefenderError)) return { ...there, redirectedFrom: path[0] ?? here.incident.id };
		if (!isNotFound(there)) throw there;
		const reason = `${here.reason ?? ''}.${say.targetFailed(id, there.message)}`;
		return { ...here, redirectedTo: id, reason };
	}
}
