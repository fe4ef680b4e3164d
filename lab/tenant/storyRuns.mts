import type { TenantClock } from './clock.mts';
import type { IncidentPatch, IncidentRecord, IncidentStore } from './incidents/store.mts';
import type { TablesByName } from './world/lazyTables.mts';
import type { AlertDraft, IncidentDraft } from './world/drafts.mts';
import { alertTables } from './world/rows/alerts.mts';
import { createScene } from './world/scene.mts';
import { STORIES, type StoryLabel } from './world/stories/stories.mts';

/** Where Defender's alerts point to. */
const PORTAL_ORIGIN = 'https://security.microsoft.com';

/** A story of the practice data that happens again, now. Its rows can be hunted at once; its alerts are raised one by one. */
export interface StoryRun {
	readonly id: string;
	readonly story: StoryLabel;
	/** The incidents that can be opened, by their key in the story. */
	readonly incidents: readonly {
		readonly key: string;
		readonly displayName: string;
		readonly alerts: number;
	}[];
	/**
	 * Defender opens the incident with its first alerts. The instants are now; the events of the alerts are in the hours
	 * before. Throws for an unknown key, and for an incident that is open already.
	 * @param alerts how many; all by default
	 * @param given properties that differ from the story's
	 */
	open(key: string, alerts?: number, given?: IncidentPatch): IncidentRecord;
	/**
	 * Defender adds the next alerts to the incident, or to what it was merged into, then revises that. Throws when it is not open or has no more alerts.
	 * @param alerts how many; one by default
	 */
	goOn(key: string, alerts?: number, patch?: IncidentPatch): IncidentRecord;
}

/** Starts stories of the practice data again. */
export interface StoryRuns {
	/** The same people and machines as in the tenant's data, with other random values. */
	start(story: StoryLabel): StoryRun;
	get(id: string): StoryRun | undefined;
}

export interface StoryRunsOptions {
	readonly seed: number;
	readonly tenantId: string;
	readonly clock: TenantClock;
	readonly incidents: IncidentStore;
	/** Receives rows of the hunting tables. */
	readonly append: (rows: TablesByName) => void;
}

/** The story runs of one tenant. */
export function createStoryRuns(options: StoryRunsOptions): StoryRuns {
	const { seed, tenantId, clock, append } = options;
	const runs = new Map<string, StoryRun>();
	return {
		get: (id) => runs.get(id),
		start: (story) => {
			const id = `${story}-${runs.size + 1}`;
			const scene = createScene({ seed, now: clock.now(), tenantId, portalOrigin: PORTAL_ORIGIN });
			const { incidents, rows } = STORIES[story](scene.fork(`again/${id}`));
			append(rows);
			const run = { id, story, ...storyRunOf(incidents, options) };
			runs.set(id, run);
			return run;
		},
	};
}

/** An opened incident of a story run. */
interface Opened {
	readonly id: string;
	next: number;
}

function storyRunOf(
	drafts: readonly IncidentDraft[],
	{ clock, incidents, append }: StoryRunsOptions,
): Pick<StoryRun, 'incidents' | 'open' | 'goOn'> {
	const opened = new Map<string, Opened>();
	// What a merge left behind is no incident that Defender opens.
	const whole = drafts.filter(({ redirectTo }) => redirectTo === null);
	const draftOf = (key: string): IncidentDraft => {
		const draft = whole.find((one) => one.key === key);
		if (draft === undefined)
			throw new RangeError(`The story has no incident "${key}": ${whole.map((one) => one.key).join(', ')}.`);
		return draft;
	};
	// Only an alert that Defender has raised can be hunted for.
	const raise = (record: IncidentRecord, alerts: readonly AlertDraft[]): IncidentRecord => {
		const { id: incidentId, incidentWebUrl } = record;
		const raised = alerts.map((alert) => ({ ...alert, incidentId, incidentWebUrl }));
		append(alertTables(raised));
		return record;
	};
	const next = (key: string, from: number, count: number): AlertDraft[] =>
		draftOf(key)
			.alerts.slice(from, from + count)
			.map((alert) => raisedAt(alert, clock.now()));
	return {
		incidents: whole.map(({ key, displayName, alerts }) => ({ key, displayName, alerts: alerts.length })),
		open: (key, count = draftOf(key).alerts.length, given = {}) => {
			if (opened.has(key)) throw new RangeError(`The story's incident "${key}" is open already.`);
			const { displayName, severity, description, summary, systemTags, priorityScore } = draftOf(key);
			const alerts = next(key, 0, count);
			const own = { displayName, severity, description, summary, systemTags, priorityScore };
			const record = incidents.create({ ...own, ...given, alerts });
			opened.set(key, { id: record.id, next: alerts.length });
			return raise(record, alerts);
		},
		goOn: (key, count = 1, patch = {}) => {
			const open = opened.get(key);
			const alerts = next(key, open?.next ?? 0, count);
			if (open === undefined || alerts.length < count)
				throw new RangeError(`The story's incident "${key}" is not open, or has no ${count} more alerts.`);
			open.next += count;
			const id = mergedInto(incidents, open.id);
			for (const alert of alerts) incidents.addAlert(id, alert);
			return raise(incidents.revise(id, patch), alerts);
		},
	};
}

/** Where an incident's alerts go: to itself, or to the end of its merges. */
function mergedInto(incidents: IncidentStore, id: string): string {
	const target = incidents.get(id)?.redirectIncidentId ?? null;
	return target === null ? id : mergedInto(incidents, target);
}

/** The alert as Defender raises it at `at`. The events it reports keep their time. */
const raisedAt = (alert: AlertDraft, at: string): AlertDraft => ({
	...alert,
	createdDateTime: at,
	lastUpdateDateTime: at,
	resolvedDateTime: alert.resolvedDateTime === null ? null : at,
	evidence: alert.evidence.map((item) => ({ ...item, createdDateTime: at })),
});
