import { owedVersions } from './owed.mts';
import { readItem, type LifeRecord } from './record.mts';
import { nameOf, Telling } from './telling.mts';
import { versionsOf, type Version } from './versions.mts';

/** Counts of changes; `kind` is the journal's name of the field that changed first. */
export interface Tally {
	readonly kind: string;
	/** By people, applications and Defender since the trigger was activated. */
	made: number;
	/** Those that the filter lets through and a completed poll could read. */
	observable: number;
	/** Told in an item that shows the incident right after the change. */
	reported: number;
	/** Replaced before a poll saw them, and told together with a later one. */
	folded: number;
	/** Kept out by the filter, or by a documented limit: no later one was told. */
	outside: number;
	/** Told again after a crash with `redelivered` set. */
	marked: number;
	/** Told again without it. */
	unmarked: number;
	/** Observable, and never told. */
	lost: number;
}

/** What the tenant's journal and the items say of one life of a trigger. */
export interface Verdict {
	readonly rows: readonly Tally[];
	readonly total: Tally;
	readonly items: number;
	readonly crashes: number;
	/** One sentence for each violation. */
	readonly complaints: readonly string[];
}

/** Compares what was made with what was told. Knows nothing of how the trigger works. */
export function check(life: LifeRecord): Verdict {
	const versions = versionsOf(life.journal, life.incidents, life.startedWith);
	const told = new Telling(versions);
	for (const happening of life.happenings) {
		if (happening.kind === 'crash') told.crash(happening.forgot);
		else for (const value of happening.items) told.item(readItem(value));
	}
	const owed = owedVersions(life, versions);
	const rows = new Map<string, Tally>();
	const total = emptyTally('all');
	for (const version of versions) {
		const row = rows.get(version.kind) ?? emptyTally(version.kind);
		rows.set(version.kind, row);
		for (const tally of [row, total]) count(tally, version, told, owed.has(version));
	}
	const lost = versions.filter((version) => owed.has(version) && !told.again.has(version));
	return {
		...{ rows: [...rows.values()], total, items: told.items, crashes: told.crashes },
		complaints: [
			...told.complaints,
			...lost.map((version) => `${nameOf(version)} was lost`),
			...missingFirsts(versions, told, life),
		],
	};
}

const emptyTally = (kind: string): Tally => ({
	...{ kind, made: 0, observable: 0, reported: 0, folded: 0, outside: 0, marked: 0, unmarked: 0, lost: 0 },
});

function count(tally: Tally, version: Version, told: Telling, isOwed: boolean): void {
	const times = told.again.get(version);
	tally.made += 1;
	if (isOwed) tally.observable += 1;
	if (times !== undefined) {
		tally.reported += 1;
		tally.marked += times.marked;
		tally.unmarked += times.unmarked;
	} else if (isOwed) tally.lost += 1;
	else if (told.hasLater(version)) tally.folded += 1;
	else tally.outside += 1;
}

/** A new incident that was told at all was told as new. */
function missingFirsts(
	versions: readonly Version[],
	told: Telling,
	{ startedAt }: LifeRecord,
): readonly string[] {
	const ids = versions
		.filter((one) => !one.isOld && one.before === undefined && one.stamp >= startedAt)
		.map(({ incidentId }) => incidentId);
	const toldIds = new Set([...told.again.keys()].map(({ incidentId }) => incidentId));
	return ids
		.filter((id) => toldIds.has(id) && !told.firsts.has(id))
		.map((id) => `incident ${id} was never reported as new`);
}
