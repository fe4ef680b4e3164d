import type { SecurityNamespace } from '@microsoft/microsoft-graph-types/microsoft-graph.d.ts';
import type { Alert, Evidence, Incident, IncidentComment } from '../../defender/incidents/incident.ts';
import type { IncidentPatch } from '../../defender/incidents/update.ts';

/** Members of an open vocabulary that are known by name; nothing for a plain text. */
type Known<T> = T extends string ? (string extends T ? never : T) : never;
/** First relaxation: a vocabulary that lets later members through is closed to those it knows. */
type Closed<T> = [Known<T>] extends [never] ? T : Known<T> | Exclude<T, string>;
/** Markers for alerts that were not read or not delivered have no counterpart in Microsoft's types. */
type Delivered<T> = Exclude<Closed<T>, 'notRead' | 'unavailable'>;

/** Vocabularies of Microsoft that pass through as text, because nothing here depends on a member. */
type PlainText = 'serviceSource' | 'detectionSource';

/**
 * A canonical type as far as it can be compared with Microsoft's: vocabularies closed, `readonly` removed, alerts as read,
 * without plain texts, and only properties with a name of their own (evidence passes the others through without saying anything of them).
 */
export type Comparable<T> = T extends readonly (infer Item)[]
	? Comparable<Item>[]
	: T extends string | number | boolean | null | undefined
		? T
		: {
				-readonly [Key in keyof T as string extends Key
					? never
					: Key extends PlainText
						? never
						: Key]: Comparable<Delivered<T[Key]>>;
			};

/** Properties with names that Microsoft's type lacks; optional properties alone would let any name pass. */
type Strange<Ours, Theirs, Newer extends string> = Exclude<keyof Ours, keyof Theirs | Newer>;

/** True if `Ours` is assignable to `Theirs` and has no name except Microsoft's and those listed as newer. */
export type Fits<Ours, Theirs, Newer extends string = never> =
	Comparable<Ours> extends Theirs
		? [Strange<Comparable<Ours>, Theirs, Newer>] extends [never]
			? true
			: { readonly strange: Strange<Comparable<Ours>, Theirs, Newer> }
		: false;

/** The witness: this file does not compile once a canonical type leaves Microsoft's published ones. */
export interface Witness {
	/**
	 * `priorityScore` is in the published model (graph-security-v1.0.json) and not yet in the package of types;
	 * `truncated` and `evidenceTruncated` are known only after following links; `@odata.etag` is the version tag of JSON responses.
	 */
	readonly incident: Fits<
		Incident,
		SecurityNamespace.Incident,
		'priorityScore' | 'truncated' | '@odata.etag'
	>;
	readonly alert: Fits<Alert, SecurityNamespace.Alert, 'evidenceTruncated'>;
	/** `@odata.type` names the subtype in JSON; the package of types leaves it out. */
	readonly evidence: Fits<Evidence, SecurityNamespace.AlertEvidence, '@odata.type'>;
	readonly comment: Fits<IncidentComment, SecurityNamespace.AlertComment>;
	/** Their names at least are Microsoft's. */
	readonly plainText: PlainText extends keyof SecurityNamespace.Alert & keyof Alert ? true : false;
	readonly patch: Fits<IncidentPatch, SecurityNamespace.Incident>;
}
export const witness: Witness = {
	incident: true,
	alert: true,
	evidence: true,
	comment: true,
	plainText: true,
	patch: true,
};
