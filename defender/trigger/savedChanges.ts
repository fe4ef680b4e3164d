import type { Incident } from '../incidents/incident';
import type { Change, Changes } from './diff';
import { textFields } from './snapshot';

/** Maximum JSON length of a new value in the saved state. A longer text is left out, because the incident contains it. */
const MAX_TO = 200;

/** Returns the changes without long new texts, for the saved state. */
export function shortenChanges(changes: Changes): Changes {
	return mapChanges(changes, ({ to, ...rest }, field) => {
		const isLong = isText(field) && JSON.stringify(to ?? null).length > MAX_TO;
		return isLong || to === undefined ? rest : { ...rest, to };
	});
}

/** Fills in the texts that {@link shortenChanges} left out: a redelivered item contains the incident as it is now. */
export function completeChanges(changes: Changes, incident: Incident): Changes {
	return mapChanges(changes, (change, field) => {
		const text = textFields.find((one) => one === field);
		return text === undefined || 'to' in change ? change : { ...change, to: incident[text] };
	});
}

function mapChanges(changes: Changes, edit: (change: Change, field: string) => Change): Changes {
	return Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, edit(change, field)]));
}

function isText(field: string): boolean {
	return textFields.some((one) => one === field);
}
