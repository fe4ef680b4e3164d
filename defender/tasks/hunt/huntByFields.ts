import type { Host } from '../../core/host';
import type { Notify } from '../../core/notices';
import { toMillis } from '../../core/instant';
import { readEnteredValues, type EnteredFields } from '../../hunting/library/enteredValues';
import { singleBatch } from '../../hunting/library/huntBatches';
import { requireValues, valuesFor } from '../../hunting/library/huntValues';
import type { LibraryHunt } from '../../hunting/library/libraryHunt';
import type { TenantTables } from '../../hunting/library/tenantTables';
import type { ReadInstant } from '../../hunting/values/parameter';
import type { ResultSettings } from './executeHunt';
import { enteredWindow, isOpen, type EnteredWindow } from './libraryWindow';
import type { LatestIncident } from './latestIncident';
import { runLibraryHunt, type LibraryResult } from './runLibraryHunt';
import type { HuntSource } from './requestBudget';
import { timeRangeNotices } from './timeRangeNotices';

/** A library hunt for values that a person or a workflow entered. */
export interface FieldsHunt extends ResultSettings {
	readonly hunt: LibraryHunt;
	readonly fields: EnteredFields;
	readonly period: EnteredWindow;
	/** Reads dates without an offset. */
	readonly readInstant: ReadInstant;
}

/** What the hunts of one execution share. */
export interface LibraryRun {
	readonly tables: TenantTables;
	readonly incidents: LatestIncident;
	readonly notify: Notify;
	readonly now: Host['now'];
}

/**
 * Runs a library hunt in one query.
 * @throws DefenderError, for missing or invalid values before any request
 */
export async function huntByFields(
	api: HuntSource,
	settings: FieldsHunt,
	{ tables, notify, now }: LibraryRun,
): Promise<LibraryResult> {
	const { hunt, readInstant } = settings;
	const values = valuesFor(hunt, readEnteredValues(settings.fields));
	requireValues(hunt, values);
	const time = now();
	const window = enteredWindow(hunt, settings.period, time, readInstant);
	const windowOpen = hunt.window === 'event' && isOpen(window, time);
	if (hunt.window === 'event') {
		const bounds = { from: toMillis(window.from), to: undefined };
		timeRangeNotices({ bounds, windowOpen: false }, [], time).forEach(notify);
	}
	const search = { ...singleBatch(hunt, values), hunt, window, windowOpen };
	return await runLibraryHunt(api, search, settings, { tables, notify });
}
