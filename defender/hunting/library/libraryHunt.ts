import type { HuntRow } from '../result/rows';

/** Lists of values that a hunt can start from. */
export const ENTITY_FIELDS = [
	'devices',
	'users',
	'hashes',
	'ips',
	'domains',
	'urls',
	'messageIds',
	'senders',
	'apps',
] as const;
export type EntityField = (typeof ENTITY_FIELDS)[number];

/** The single vocabulary of fields, for all hunts. */
export type HuntField = EntityField | 'subject' | 'processId' | 'around' | 'baselineDays' | 'threshold';

/** What a hunt starts from; the editor groups the hunts by it. */
export type StartEntity = 'device' | 'user' | 'file' | 'address' | 'mail' | 'app' | 'incident';

/** A product that fills tables, and what to use in a tenant without it. */
export interface HuntLicense {
	readonly tables: readonly string[];
	/** Name of the Microsoft product. */
	readonly product: string;
	/** A table with the same columns that replaces the first one if the tenant does not have it. */
	readonly fallback?: string;
	/** Whether the hunt can omit these tables: each is a branch of a `union`. */
	readonly optional?: true;
}

/** A named hunt: data and KQL. Only values of parameters differ between two runs of it. */
export interface LibraryHunt {
	readonly id: string;
	/** Name in the editor. */
	readonly name: string;
	/** One sentence that ends with a question mark. */
	readonly question: string;
	readonly startsFrom: StartEntity;
	/** Sets of fields; the hunt needs a value for at least one field of each set. */
	readonly needs: readonly (readonly HuntField[])[];
	/** Fields that the hunt uses besides those it needs. */
	readonly uses: readonly HuntField[];
	readonly licenses: readonly HuntLicense[];
	/** IDs of techniques in MITRE ATT&CK, version {@link ATTACK_VERSION}. */
	readonly attack: readonly string[];
	/** `event`: searches events in the time range. `none`: reads the newest state, whatever the time range. */
	readonly window: 'event' | 'none';
	/** Where the time range of an incident ends unless the user chooses. Some traces appear long after the activity. */
	readonly windowEnd: 'activity' | 'now';
	/** Minimum length of the time range before an incident's last activity, in days. */
	readonly lookBackDays?: number;
	/** Whether a hunt around an incident searches for the hosts of its URLs as well: devices report them without a path. */
	readonly searchesUrlHosts?: true;
	/** Whether a hunt around an incident drops rows whose `AlertId` is one of the incident's own alerts. */
	readonly omitsOwnAlerts?: true;
	/** Value of `threshold` unless the user sets it, and what it counts. */
	readonly threshold?: { readonly standard: number; readonly counts: string };
	/** KQL with names `_p_…` only for values; see `huntParameters`. */
	readonly kql: string;
	/** Columns of the result in order. */
	readonly columns: readonly string[];
	/** What zero rows mean, and what to check then. */
	readonly verify: string;
	/** Maximum number of rows that a summary reads. */
	readonly rowCap: number;
	/**
	 * Returns two to six lines about rows in any order: counts, first and last time, the most informative rows. Each line is
	 * bounded and has no control characters.
	 */
	readonly summary: (rows: readonly HuntRow[]) => string;
}

/** @see https://attack.mitre.org/versions/v17/ */
export const ATTACK_VERSION = '17';

/** Days before the time range to which a hunt with a baseline compares. */
export const BASELINE_DAYS = 14;

/** Returns the tables that a hunt reads. */
export function tablesOf({ licenses }: Pick<LibraryHunt, 'licenses'>): readonly string[] {
	return licenses.flatMap(({ tables }) => tables);
}

/** Returns all fields of a hunt, those it needs first. */
export function fieldsOfHunt({ needs, uses }: Pick<LibraryHunt, 'needs' | 'uses'>): readonly HuntField[] {
	return [...new Set([...needs.flat(), ...uses])];
}

export function isEntityField(field: HuntField): field is EntityField {
	return ENTITY_FIELDS.some((entity) => entity === field);
}
