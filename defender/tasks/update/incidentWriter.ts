import type { SecurityApi } from '../../api/securityApi';
import { asDefenderError, DefenderError, invalidInput, isNotFound } from '../../core/errors';
import type { Host } from '../../core/host';
import type { UtcInstant } from '../../core/instant';
import type { Sentence } from '../../core/sentence';
import { noConditions, unmetConditions, type Conditions } from '../../incidents/conditions';
import type { Incident } from '../../incidents/incident';
import { hasChanges, isMerged, nextMergeTarget, splitRequestForTarget } from '../../incidents/merge';
import { resolvesWithoutVerdict } from '../../incidents/sentences/updateText';
import { rejectInvalidRequest, type UpdateRequest } from '../../incidents/updateRequest';
import type { SettledFields } from './fieldOutcome';
import type { RefusedUpdate, TargetOutcome, UpdateOutcome, UpdateRefusal } from './updateOutcome';
import { conflictError, reportUpdate, type UpdateReport } from './updateReport';
import { writeComment } from './writeComment';
import { writeFields } from './writeFields';

/** Settings of one update. */
export interface UpdateSettings {
	readonly request: UpdateRequest;
	readonly conditions: Conditions;
	/**
	 * Handling of a merged incident. `safe` writes only the comment and added tags to the target, `follow` writes everything
	 * to the target, and `fail` writes nothing.
	 */
	readonly merged: 'safe' | 'follow' | 'fail';
	/** Whether to refuse to resolve an incident without a verdict. */
	readonly requireVerdict: boolean;
	readonly dryRun: boolean;
}

/** What the executions of one process share about the incidents that they write. */
export interface SharedWrites {
	/** Runs work on an incident after all earlier work on it. */
	runAlone<T>(id: string, work: () => Promise<T>): Promise<T>;
	/** Last update of the newest state seen lately; undefined for none. */
	newestOf(id: string): UtcInstant | undefined;
	noteUpdate(id: string, lastUpdate: UtcInstant): void;
}

/** IDs of a chain of merges, in order. */
type MergePath = readonly string[];

/** The fields are written, but the incident was merged before it accepted the comment. */
interface StrandedComment {
	readonly kind: 'strandedComment';
	readonly fields: SettledFields;
	/** The incident after the merge. */
	readonly merged: Incident;
	readonly failure: DefenderError;
}

/**
 * Updates incidents within one execution. An incident is never written by two items or executions at the same time, and
 * newer states stay known, because reads may be older than writes. A merged incident is released before its target is
 * written, so that two executions never wait for each other.
 */
export class IncidentWriter {
	private readonly newest = new Map<string, Incident>();

	constructor(
		private readonly api: SecurityApi,
		private readonly host: Host,
		private readonly shared: SharedWrites,
	) {}

	/**
	 * Reads the incident, plans on that read, writes, verifies, and adds the comment last: a comment must not mention a write
	 * that did not happen.
	 * @throws DefenderError when nothing is known to be written, or for a merged incident if `merged` is `fail`
	 */
	async update(id: string, settings: UpdateSettings): Promise<UpdateReport> {
		rejectInvalidRequest(settings.request, this.api.can.patchable);
		const { status, verdict } = settings.request;
		if (settings.requireVerdict && status === 'resolved' && verdict?.classification === 'unknown')
			throw invalidInput('updateFields.verdict', resolvesWithoutVerdict());
		const outcome = await this.updateAt(id, settings, []);
		const report = reportUpdate(outcome);
		if (settings.merged !== 'fail' || !isRefusedByMerge(outcome)) return report;
		const error = conflictError(report);
		throw outcome.fields.inDoubt ? error.withUnknownEffect() : error;
	}

	/** @param path incidents of the chain before this one */
	private async updateAt(id: string, settings: UpdateSettings, path: MergePath): Promise<UpdateOutcome> {
		const outcome = await this.shared.runAlone(id, async () => await this.writeHere(id, settings));
		if (outcome.kind === 'strandedComment')
			return await this.commentAtTarget(outcome, settings, [...path, id]);
		if (isRefusedByMerge(outcome)) return await this.continueAtTarget(outcome, settings, [...path, id]);
		return outcome;
	}

	private async writeHere(id: string, settings: UpdateSettings): Promise<UpdateOutcome | StrandedComment> {
		const { request, conditions, requireVerdict, dryRun } = settings;
		const { comment } = request;
		const startedAt = this.host.now();
		const fieldSettings = { request, plan: { conditions, requireVerdict }, dryRun };
		const seenBefore = { here: this.newest.get(id), elsewhere: this.shared.newestOf(id) };
		const fields = await writeFields(this.api, this.host, id, fieldSettings, seenBefore);
		const hasComment = comment !== undefined;
		if (fields.kind === 'planned') return { kind: 'planned', fields, hasComment };
		this.newest.set(id, fields.after);
		this.shared.noteUpdate(id, fields.after.lastUpdateDateTime);
		if (fields.kind === 'refused') return { kind: 'refused', fields, refusal: fields.refusal, hasComment };
		if (comment === undefined) return { kind: 'settled', fields, comment: { kind: 'notRequested' } };
		if (dryRun) return { kind: 'planned', fields, hasComment };
		const isRejected = fields.unexpected !== undefined && fields.notApplied.length > 0;
		if (fields.contested || isRejected) return { kind: 'settled', fields, comment: { kind: 'notSent' } };
		// The service's clock is known only from a response, so the start is converted to it afterwards.
		const since = this.api.serviceTime() - (this.host.now() - startedAt);
		return await this.commentHere(fields, comment, since);
	}

	private async commentHere(
		fields: SettledFields,
		text: string,
		since: number,
	): Promise<UpdateOutcome | StrandedComment> {
		const comment = await writeComment(this.api, fields.after, text, since).catch(asDefenderError);
		if (!(comment instanceof DefenderError)) return { kind: 'settled', fields, comment };
		const mayBeMerged = comment.reason.kind === 'rejected' || isNotFound(comment);
		const read = mayBeMerged
			? await this.api.getIncident(fields.after.id, { alerts: false }).catch(asDefenderError)
			: comment;
		if (!(read instanceof DefenderError) && isMerged(read))
			return { kind: 'strandedComment', fields, merged: read, failure: comment };
		if (fields.fields.length === 0) throw comment;
		return { kind: 'settled', fields, comment: { kind: 'rejected', failure: sentenceOf(comment) } };
	}

	private async commentAtTarget(
		{ fields, merged, failure: error }: StrandedComment,
		settings: UpdateSettings,
		path: MergePath,
	): Promise<UpdateOutcome> {
		const failure = sentenceOf(error);
		const step = nextMergeTarget(merged, path.slice(0, -1));
		if (settings.merged === 'fail' || step.kind === 'end')
			return {
				kind: 'settled',
				fields: { ...fields, after: merged },
				comment: { kind: 'rejected', failure },
			};
		const request = { comment: settings.request.comment ?? '' };
		const target = await this.tryAt(step.id, { ...settings, request, conditions: noConditions }, path);
		return { kind: 'commentAtTarget', fields, merged, targetId: step.id, failure, target };
	}

	/** Continues with the part of an update that also suits the target of the merge. */
	private async continueAtTarget(
		refused: RefusedUpdate,
		settings: UpdateSettings,
		path: MergePath,
	): Promise<UpdateOutcome> {
		const { after: source, inDoubt } = refused.fields;
		if (settings.merged === 'fail' || inDoubt) return refused;
		const step = nextMergeTarget(source, path.slice(0, -1));
		if (step.kind === 'end') return refusedBecause(refused, { because: 'noTarget', reason: step.because });
		if (settings.merged === 'follow') return await this.follow(step.id, settings, path, refused);
		const unmet = unmetConditions(settings.conditions, source);
		if (unmet.length > 0) return refusedBecause(refused, { because: 'conditions', unmet });
		const { forTarget, withheld } = splitRequestForTarget(settings.request);
		const atTarget = { ...settings, request: forTarget, conditions: noConditions };
		if (withheld.length === 0) return await this.follow(step.id, atTarget, path, refused);
		const target = hasChanges(forTarget) ? await this.tryAt(step.id, atTarget, path) : undefined;
		return { kind: 'split', source: refused, targetId: step.id, withheld, target };
	}

	private async follow(
		id: string,
		settings: UpdateSettings,
		path: MergePath,
		refused: RefusedUpdate,
	): Promise<UpdateOutcome> {
		const target = await this.updateAt(id, settings, path).catch(asDefenderError);
		if (!(target instanceof DefenderError))
			return { kind: 'followed', from: path[0] ?? refused.fields.after.id, target };
		if (!isNotFound(target)) throw target;
		return refusedBecause(refused, { because: 'targetNotFound', targetId: id, message: target.message });
	}

	private async tryAt(id: string, settings: UpdateSettings, path: MergePath): Promise<TargetOutcome> {
		const outcome = await this.updateAt(id, settings, path).catch(asDefenderError);
		if (!(outcome instanceof DefenderError)) return { kind: 'ended', outcome };
		return { kind: 'failed', message: outcome.message, effect: outcome.effect };
	}
}

function isRefusedByMerge(outcome: UpdateOutcome): outcome is RefusedUpdate {
	return outcome.kind === 'refused' && outcome.refusal.because === 'merged';
}

function refusedBecause(refused: RefusedUpdate, refusal: UpdateRefusal): RefusedUpdate {
	return { ...refused, refusal };
}

function sentenceOf({ message, description }: DefenderError): Sentence {
	return { message, description };
}
