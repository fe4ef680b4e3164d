import { asDefenderError } from '../core/errors';
import { runParallel } from '../core/parallel';
import * as say from '../core/sentences/truncatedText';
import type { Truncated } from '../incidents/incident';
import { isRecord } from '../core/isRecord';
import type { JsonObject } from './parseBody';
import { entityPaths, isLinkBelow } from './entityLinks';
import { readComments } from './graphIncident';
import type { HttpClient } from './http';
import type { CommentList, CanReadMore } from './securityApi';
import type { RequestContext } from './serviceErrors';

/** Pages that are read for the collections inside one incident, beyond what came with it. */
export const MAX_FURTHER_PAGES = 100;
/** Rows of one collection from which on no further page is read. */
export const MAX_ROWS = 10_000;

const LINK = '@odata.nextLink';
const READS_AT_ONCE = 5;
/** What holds the evidence of an alert: in Graph, and in the older API. */
const EVIDENCE: ReadonlySet<string> = new Set(['evidence', 'devices', 'entities']);

/** How the collections inside an incident are completed. */
export interface NestedAsk {
	readonly context: RequestContext;
	readonly headers?: Readonly<Record<string, string>>;
	/** Whether its alerts were asked for; the link to more is only removed otherwise. */
	readonly alerts: boolean;
	/** Asked before each further request; false leaves the rest unread. */
	readonly canReadMore?: CanReadMore;
}

/** An incident with its collections completed and their links gone. */
export interface WholeWire {
	readonly wire: unknown;
	readonly truncated: Truncated;
}

/** The state of completing one incident. */
interface Reading {
	readonly ask: NestedAsk;
	readonly pages: { left: number };
	/** The links may lie below these. */
	readonly paths: readonly string[];
	/** Names of truncated collections, and why each is. */
	readonly truncated: Map<string, string>;
}

/** Completes collections inside incidents, which may come in pages (OData JSON format 4.01, nextLink). */
export class NestedLists {
	/** @param path of the list of incidents */
	constructor(
		private readonly caller: HttpClient,
		private readonly origin: string,
		private readonly path: string,
	) {}

	/** The incidents of a list. @throws DefenderError `cancelled`; every other failure leaves a collection truncated */
	async eachWhole(wires: readonly unknown[], ask: NestedAsk): Promise<readonly WholeWire[]> {
		const options = { bound: READS_AT_ONCE, keyOf: () => undefined, shouldStop: () => false };
		const work = async (place: number) => await this.whole(wires[place], ask);
		return (await runParallel(wires.length, options, work)).flatMap((result) => {
			if (result.kind === 'failed') throw asDefenderError(result.reason);
			return result.kind === 'done' ? result.value : [];
		});
	}

	/** One incident. @throws DefenderError `cancelled` */
	async whole(wire: unknown, ask: NestedAsk): Promise<WholeWire> {
		if (!isRecord(wire)) return { wire, truncated: {} };
		const paths = entityPaths(this.path, String(wire['id'] ?? wire['incidentId']));
		const reading: Reading = { ask, pages: { left: MAX_FURTHER_PAGES }, paths, truncated: new Map() };
		const skipped = ask.alerts ? [] : ['alerts'];
		const own = await this.entity(wire, reading, skipped);
		const alerts = ask.alerts ? own['alerts'] : undefined;
		if (!Array.isArray(alerts) || !alerts.some(hasLinks))
			return { wire: own, truncated: Object.fromEntries(reading.truncated) };
		const whole: unknown[] = [];
		for (const alert of alerts) whole.push(isRecord(alert) ? await this.alert(alert, reading) : alert);
		return { wire: { ...own, alerts: whole }, truncated: Object.fromEntries(reading.truncated) };
	}

	/** The comments of an incident as it came. @throws DefenderError `cancelled` */
	async wholeComments(incident: JsonObject, context: RequestContext): Promise<CommentList> {
		const { wire, truncated } = await this.whole(incident, { context, alerts: false });
		const comments = readComments(isRecord(wire) ? wire['comments'] : undefined);
		return Object.keys(truncated).length === 0 ? { comments } : { comments, truncated };
	}

	private async alert(alert: JsonObject, reading: Reading): Promise<JsonObject> {
		const own = entityPaths('/v1.0/security/alerts_v2', String(alert['id']));
		const inAlert: Reading = { ...reading, paths: [...reading.paths, ...own], truncated: new Map() };
		const whole = await this.entity(alert, inAlert, []);
		const marks = [...inAlert.truncated].map(([collection, why]) => {
			const name = EVIDENCE.has(collection) ? 'evidence' : collection;
			reading.truncated.set(name === 'evidence' ? name : `alerts.${name}`, why);
			return [`${name}Truncated`, true];
		});
		return { ...whole, ...Object.fromEntries(marks) };
	}

	private async entity(wire: JsonObject, reading: Reading, skipped: readonly string[]): Promise<JsonObject> {
		if (!hasLinks(wire)) return wire;
		const whole = new Map(Object.entries(wire).filter(([key]) => !key.endsWith(LINK)));
		for (const [key, link] of Object.entries(wire)) {
			const collection = key.slice(0, -LINK.length);
			if (!key.endsWith(LINK) || skipped.includes(collection)) continue;
			const came: unknown = wire[collection] ?? [];
			if (!Array.isArray(came)) continue;
			const rows = new Rows(came, collection === 'alerts');
			const why = await this.readOn(rows, link, reading);
			if (why !== undefined) reading.truncated.set(collection, why);
			// One of which nothing came stays absent, so that it does not look empty.
			if (rows.all.length > 0 || why === undefined) whole.set(collection, rows.all);
		}
		return Object.fromEntries(whole);
	}

	/** Adds the rows behind a link. @returns why some are missing; undefined when none is */
	private async readOn(
		rows: Rows,
		first: unknown,
		{ ask, pages, paths }: Reading,
	): Promise<string | undefined> {
		const seen = new Set<string>();
		for (let link = first; link !== undefined && link !== null && link !== ''; ) {
			if (typeof link !== 'string') return say.linkUnreadable();
			if (seen.has(link)) return say.linkRepeated();
			if (!isLinkBelow(link, this.origin, paths)) return say.linkElsewhere();
			if (pages.left === 0 || rows.all.length >= MAX_ROWS) return say.tooLong(MAX_FURTHER_PAGES, MAX_ROWS);
			if (ask.canReadMore?.() === false) return say.noTimeLeft();
			seen.add(link);
			pages.left -= 1;
			const page = await this.page(link, ask);
			if (typeof page === 'string') return page;
			if (!Array.isArray(page['value'])) return say.noRows();
			rows.add(page['value']);
			link = page[LINK];
		}
		return undefined;
	}

	/** @returns why it could not be read, as text */
	private async page(url: string, { context, headers = {} }: NestedAsk): Promise<JsonObject | string> {
		try {
			const call = { kind: 'readWithAlerts', method: 'GET', url, headers, context } as const;
			return (await this.caller.send(call)).body;
		} catch (failure) {
			const error = asDefenderError(failure);
			if (error.reason.kind === 'cancelled' || error.reason.kind === 'unexpected') throw error;
			const { status = 0 } = error.trace ?? {};
			return status >= 300 ? say.pageRefused(status) : say.pageFailed(error.message);
		}
	}
}

/** The rows of one collection; alerts each once, since rows move between pages that are counted. */
class Rows {
	readonly all: unknown[] = [];
	private readonly ids = new Set<unknown>();

	constructor(
		came: readonly unknown[],
		private readonly areAlerts: boolean,
	) {
		this.add(came);
	}

	add(rows: readonly unknown[]): void {
		for (const row of rows) {
			const id = this.areAlerts && isRecord(row) ? (row['id'] ?? row['alertId']) : undefined;
			if (id === undefined || !this.ids.has(id)) this.all.push(row);
			this.ids.add(id);
		}
	}
}

function hasLinks(wire: unknown): boolean {
	return isRecord(wire) && Object.keys(wire).some((key) => key.endsWith(LINK));
}
