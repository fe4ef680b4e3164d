import { addMilliseconds } from '../../tenant/clock.mts';
import type { FinishedPoll, LifeRecord } from './record.mts';
import type { Version } from './versions.mts';

/** The documented margin, and the second by which an HTTP date may be too early. */
const MARGIN_MS = 3_000;
/** So many polls at most until one reads the whole look-back again. */
const DEEP_AFTER = 11;

/**
 * The versions that the trigger owes: those that a poll which was completed could read, as the trigger's description
 * promises. A version that was replaced before any poll saw it is owed by none: it is told together with the next one.
 */
export function owedVersions(life: LifeRecord, versions: readonly Version[]): ReadonlySet<Version> {
	return new Set(
		versions.filter(
			(version) =>
				version.stamp >= life.startedAt &&
				!isUnknownMerge(version, life) &&
				isWatched(version, life) &&
				isObservable(version, life),
		),
	);
}

/** Whether the filter lets it through. */
function isWatched(version: Version, { promised: { severities } }: LifeRecord): boolean {
	if (severities.length === 0) return true;
	return severities.includes(String(version.values.severity));
}

/** Whether some poll that was not cut had to find it. */
function isObservable(version: Version, life: LifeRecord): boolean {
	const seenBy = life.polls.filter(
		(poll) =>
			poll.items < life.promised.maxPerPoll &&
			version.from <= poll.from &&
			poll.to < version.until &&
			isSettled(version, poll),
	);
	if (version.stamp === version.at) return seenBy.length > 0;
	return isFoundLate(version, seenBy, life) || isSwept(version, seenBy, life);
}

function isSettled({ at }: Version, poll: FinishedPoll): boolean {
	return at <= addMilliseconds(poll.at, -MARGIN_MS);
}

/** It became visible with an old stamp: within the look-back, by the time that all of it is read again. */
function isFoundLate(version: Version, seenBy: readonly FinishedPoll[], { promised }: LifeRecord): boolean {
	const poll = seenBy[DEEP_AFTER - 1];
	return poll !== undefined && version.stamp > addMilliseconds(poll.at, -promised.lookBackMs);
}

/** It moved no time stamp: found among the open incidents, once these were read after it. */
function isSwept(version: Version, seenBy: readonly FinishedPoll[], { promised }: LifeRecord): boolean {
	if (promised.sweepMs === 0 || !isOpen(version)) return false;
	const due = addMilliseconds(version.at, promised.sweepMs + MARGIN_MS);
	return seenBy.some(({ at }) => at >= due);
}

const isOpenStatus = (status: unknown) => status === 'active' || status === 'inProgress';

const isOpen = ({ values }: Version) => isOpenStatus(values.status);

/** An incident that was merged away before any poll knew it is none of the playbook's; open ones are known from the start. */
function isUnknownMerge(version: Version, life: LifeRecord): boolean {
	if (version.values.redirectIncidentId === null) return false;
	for (let one = version.before; one !== undefined; one = one.before)
		if (isWatched(one, life) && isObservable(one, life)) return false;
	return !version.isOld || version.before !== undefined || !isOpenStatus(version.replacedStatus);
}
