import { asDefenderError } from '../core/errors';
import { isRecord } from '../core/isRecord';
import { mapParallel } from '../core/parallel';
import type { Truncated } from '../incidents/incident';
import { entityPaths, isLinkBelow } from './entityLinks';
import { readComments } from './graphIncident';
import type { HttpClient } from './http';
import type { JsonObject } from './parseBody';
import type { CanReadMore, CommentList } from './securityApi';
import * as say from './sentences/incompleteCollectionText';
import type { RequestContext } from './requestContext';

/** Maximum number of further pages for all collections inside one incident. */
export const MAX_FURTHER_PAGES = 100;
/** Number of rows of one collection after which no further page is read. */
export const MAX_ROWS = 10_000;

const LINK = '@odata.nextLink';
/** Collections with an alert's evidence, in Graph and in the older API. */
const EVIDENCE: ReadonlySet<string> = new Set(['evidence', 'devices', 'entities']);

/** Settings for reading the collections inside an incident. */
export interface NestedSettings {
	readonly context: RequestContext;
	readonly headers?: Readonly<Record<string, string>>;
	/** Whether to complete the list of alerts. Otherwise only the link to more alerts is removed. */
	readonly alerts: boolean;
	/** Checked before each further request. The rest remains unread when it returns false. */
	readonly canReadMore?: CanReadMore;
}

/** An incident with complete collections, without their links. */
export interface CompleteWire {
	readonly wire: unknown;
	readonly truncated: Truncated;
}

/** Progress of one incident. */
interface Reading {
	readonly settings: NestedSettings;
	readonly pages: { left: number };
	/** Paths that may contain the linked pages. */
	readonly paths: readonly string[];
	/** Causes of truncated collections, by name. */
	readonly truncated: Map<string, string>;
}

/**
 * Reads the further pages of collections inside incidents.
 * @see https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html
 */
export class NestedLists {
	/** @param path of the list of incidents */
	constructor(
		private readonly client: HttpClient,
		private readonly origin: string,
		private readonly path: string,
	) {}

	/**
	 * Completes the incidents of a list.
	 * @throws DefenderError `canceled`; after every other failure, a collection is truncated
	 */
	async completeAll(wires: readonly unknown[], settings: NestedSettings): Promise<readonly CompleteWire[]> {
		const completed = wires.map((wire): CompleteWire => ({ wire, truncated: {} }));
		// Most pages have no link inside an incident.
		const linked = [...wires.keys()].filter((index) => hasLinksWithin(wires[index]));
		await mapParallel(linked, { bound: () => this.client.parallelism }, async (index) => {
			completed[index] = await this.complete(wires[index], settings);
		});
		return completed;
	}

	/**
	 * Completes one incident.
	 * @throws DefenderError `canceled`
	 */
	async complete(wire: unknown, settings: NestedSettings): Promise<CompleteWire> {
		if (!isRecord(wire)) return { wire, truncated: {} };
		const paths = entityPaths(this.path, String(wire['id'] ?? wire['incidentId']));
		const truncated = new Map<string, string>();
		const reading: Reading = { settings, pages: { left: MAX_FURTHER_PAGES }, paths, truncated };
		const complete = await this.completeEntity(wire, reading, settings.alerts ? [] : ['alerts']);
		const { alerts } = complete;
		if (!settings.alerts || !Array.isArray(alerts) || !alerts.some(hasLinks))
			return { wire: complete, truncated: Object.fromEntries(truncated) };
		const completeAlerts: unknown[] = [];
		for (const alert of alerts)
			completeAlerts.push(isRecord(alert) ? await this.completeAlert(alert, reading) : alert);
		return { wire: { ...complete, alerts: completeAlerts }, truncated: Object.fromEntries(truncated) };
	}

	/**
	 * Reads all comments of an incident.
	 * @throws DefenderError `canceled`
	 */
	async readAllComments(incident: JsonObject, context: RequestContext): Promise<CommentList> {
		const { wire, truncated } = await this.complete(incident, { context, alerts: false });
		const comments = readComments(isRecord(wire) ? wire['comments'] : undefined);
		return Object.keys(truncated).length === 0 ? { comments } : { comments, truncated };
	}

	private async completeAlert(alert: JsonObject, reading: Reading): Promise<JsonObject> {
		const ownPaths = entityPaths('/v1.0/security/alerts_v2', String(alert['id']));
		const ownReading = {
			...reading,
			paths: [...reading.paths, ...ownPaths],
			truncated: new Map<string, string>(),
		};
		const complete = await this.completeEntity(alert, ownReading, []);
		const marks = [...ownReading.truncated].map(([collection, cause]) => {
			const name = EVIDENCE.has(collection) ? 'evidence' : collection;
			reading.truncated.set(name === 'evidence' ? name : `alerts.${name}`, cause);
			return [`${name}Truncated`, true];
		});
		return { ...complete, ...Object.fromEntries(marks) };
	}

	private async completeEntity(
		wire: JsonObject,
		reading: Reading,
		skipped: readonly string[],
	): Promise<JsonObject> {
		if (!hasLinks(wire)) return wire;
		const complete = new Map(Object.entries(wire).filter(([key]) => !key.endsWith(LINK)));
		for (const [key, link] of Object.entries(wire)) {
			const collection = key.slice(0, -LINK.length);
			if (!key.endsWith(LINK) || skipped.includes(collection)) continue;
			const firstRows: unknown = wire[collection] ?? [];
			if (!Array.isArray(firstRows)) continue;
			const rows = new Rows(firstRows, collection === 'alerts');
			const cause = await this.readFurtherPages(rows, link, reading);
			if (cause !== undefined) reading.truncated.set(collection, cause);
			// A truncated collection without any row stays absent, because it would look empty.
			if (rows.all.length > 0 || cause === undefined) complete.set(collection, rows.all);
		}
		return Object.fromEntries(complete);
	}

	/**
	 * Adds the rows of all further pages.
	 * @returns why some rows are missing; undefined if the collection is complete
	 */
	private async readFurtherPages(
		rows: Rows,
		firstLink: unknown,
		{ settings, pages, paths }: Reading,
	): Promise<string | undefined> {
		const followed = new Set<string>();
		for (let link = firstLink; link !== undefined && link !== null && link !== ''; ) {
			if (typeof link !== 'string') return say.linkUnreadable();
			if (followed.has(link)) return say.linkRepeated();
			if (!isLinkBelow(link, this.origin, paths)) return say.linkElsewhere();
			if (pages.left === 0 || rows.all.length >= MAX_ROWS) return say.tooLong(MAX_FURTHER_PAGES, MAX_ROWS);
			if (settings.canReadMore?.() === false) return say.noTimeLeft();
			followed.add(link);
			pages.left -= 1;
			const page = await this.readPage(link, settings);
			if (typeof page === 'string') return page;
			if (!Array.isArray(page['value'])) return say.noRows();
			rows.add(page['value']);
			link = page[LINK];
		}
		return undefined;
	}

	/** @returns the page, or why it could not be read */
	private async readPage(
		url: string,
		{ context, headers = {} }: NestedSettings,
	): Promise<JsonObject | string> {
		try {
			const request = { kind: 'readWithAlerts', method: 'GET', url, headers, context } as const;
			return (await this.client.send(request)).body;
		} catch (failure) {
			const error = asDefenderError(failure);
			if (error.reason.kind === 'canceled' || error.reason.kind === 'unexpected') throw error;
			const { status = 0 } = error.trace ?? {};
			return status >= 300 ? say.pageRefused(status) : say.pageFailed(error.message);
		}
	}
}

/** Rows of one collection. Each alert is kept once, because rows may move between pages that are counted by rows. */
class Rows {
	readonly all: unknown[] = [];
	private readonly ids = new Set<unknown>();

	constructor(
		firstRows: readonly unknown[],
		private readonly areAlerts: boolean,
	) {
		this.add(firstRows);
	}

	add(rows: readonly unknown[]): void {
		for (const row of rows) {
			const id = this.areAlerts && isRecord(row) ? (row['id'] ?? row['alertId']) : undefined;
			if (id === undefined || !this.ids.has(id)) this.all.push(row);
			this.ids.add(id);
		}
	}
}

/** Whether an incident or one of its alerts has a link. */
function hasLinksWithin(wire: unknown): boolean {
	if (!isRecord(wire)) return false;
	const { alerts } = wire;
	return hasLinks(wire) || (Array.isArray(alerts) && alerts.some(hasLinks));
}

function hasLinks(wire: unknown): boolean {
	return isRecord(wire) && Object.keys(wire).some((key) => key.endsWith(LINK));
}
