import type { Markup } from '../html.mts';
import type { ChangeOrigin, JournalEntry } from '../incidents/journal.mts';
import { latest, table } from './elements.mts';
import { shownText, shownTime, shownValue } from './escaping.mts';

const MAX_ROWS = 200;
const VIA: Readonly<Record<ChangeOrigin, string>> = {
	api: 'an application',
	person: 'a person in the portal',
	service: 'Defender',
};

/** Every change since the tenant was started, with its author. */
export function changesTable(journal: readonly JournalEntry[]): Markup {
	const { some, which } = latest(journal, MAX_ROWS);
	return table(
		`Changes: ${which}`,
		['Time', 'Incident', 'Field', 'From', 'To', 'By', 'Kind'],
		some.map(({ at, incidentId, field, from, to, by, via }) => [
			shownTime(at),
			shownText(incidentId),
			shownText(field),
			shownValue(from),
			shownValue(to),
			shownValue(by),
			shownText(VIA[via]),
		]),
	);
}
