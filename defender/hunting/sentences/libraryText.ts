import { count, quoted, type Sentence } from '../../core/sentence';

/** Labels of the fields in the editor. */
const LABELS: Readonly<Record<string, string>> = {
	devices: 'Devices',
	users: 'Users',
	hashes: 'File Hashes',
	ips: 'IP Addresses',
	domains: 'Domains',
	urls: 'URLs',
	messageIds: 'Message IDs',
	senders: 'Senders',
	subject: 'Subject',
	apps: 'Apps',
	processId: 'Process ID',
};

export function fieldLabel(field: string): string {
	return LABELS[field] ?? field;
}

function labels(fields: readonly string[]): string {
	return fields.map(fieldLabel).join(', ');
}

/** The message lists the IDs, because a language model may get only the message. */
export function huntUnknown(
	id: string,
	hunts: ReadonlyArray<{ readonly id: string; readonly question: string }>,
): Sentence {
	return {
		message: `${quoted(id)} is not a hunt; use one of: ${hunts.map((hunt) => hunt.id).join(', ')}`,
		description: `Choose the hunt whose question fits. ${hunts.map((hunt) => `${hunt.id}: ${hunt.question}`).join(' ')}`,
	};
}

export function valueMissing(hunt: string, fields: readonly string[]): Sentence {
	return {
		message: `The hunt ${quoted(hunt)} has no value to search for`,
		description: `Fill in at least one of these parameters: ${labels(fields)}. Or set Entities From to Incident. No query was sent.`,
	};
}

export function hashInvalid(hash: string): Sentence {
	return {
		message: `${quoted(hash)} is not a file hash`,
		description: 'Enter an MD5, SHA-1 or SHA-256 hash of 32, 40 or 64 hexadecimal digits.',
	};
}

export function processIdInvalid(id: string): Sentence {
	return {
		message: `${quoted(id)} is not a process ID`,
		description: 'Enter a whole number, such as 4711.',
	};
}

/** Plural nouns for what the fields contain. */
const NOUNS: Readonly<Record<string, readonly [string, string]>> = {
	devices: ['device', 'devices'],
	users: ['user', 'users'],
	hashes: ['file', 'files'],
	ips: ['IP address', 'IP addresses'],
	domains: ['domain', 'domains'],
	urls: ['URL', 'URLs'],
	messageIds: ['message', 'messages'],
	senders: ['sender', 'senders'],
	subject: ['subject', 'subjects'],
	apps: ['app', 'apps'],
	processId: ['process', 'processes'],
};

/** `3 devices` */
export function countOf(field: string, amount: number): string {
	const [one, many] = NOUNS[field] ?? [field, field];
	return `${count(amount)} ${amount === 1 ? one : many}`;
}

/** Joins counts: `3 devices, 1 user`. */
export function countsOf(amounts: Iterable<readonly [string, number]>): string {
	return Array.from(amounts, ([field, amount]) => countOf(field, amount)).join(', ');
}

/** @param sets of fields; the incident has no value for any field of the first set */
export function incidentNamesNone(fields: readonly string[], hasRoles: boolean): string {
	const nouns = fields.map((field) => (NOUNS[field] ?? [field, field])[0]).join(', ');
	return hasRoles
		? `The incident names none of these with the chosen Entity Roles: ${nouns}.`
		: `The incident names none of these: ${nouns}.`;
}

export function alertsUnavailable(): string {
	return 'Microsoft Defender did not return the incident’s alerts, so its entities are unknown. Run the hunt again later.';
}

export function tableUnavailable(table: string, product: string): string {
	return `The tenant does not have the table ${table}, because ${product} is not licensed or not set up.`;
}

export function requestsUsedUp(maximum: number): string {
	return `The maximum of ${count(maximum)} requests is reached. Run this hunt on its own.`;
}

export function requestBudgetUsed(maximum: number): Sentence {
	return {
		message: `The maximum of ${count(maximum)} requests is reached`,
		description: 'Run the remaining hunts on their own.',
	};
}

export function huntFailed(message: string): string {
	return `The hunt failed: ${message}.`;
}

/** @param leftOut number of entities by field */
export function entitiesLeftOut(leftOut: Iterable<readonly [string, number]>): string {
	return `A hunt searches for at most 200 entities of each kind, the most relevant ones first. Not searched: ${countsOf(leftOut)}.`;
}

export function tablesOmitted(tables: readonly string[]): string {
	return `The tenant does not have ${tables.join(', ')}, so the hunt ran without ${tables.length === 1 ? 'it' : 'them'}.`;
}

export function evidenceIncomplete(): string {
	return 'Microsoft Defender returned only part of the incident’s alerts or evidence, so the hunt may not search for all entities.';
}

export function noIncidentChosen(): Sentence {
	return {
		message: 'No incident is chosen',
		description:
			'Choose an incident, or connect a node whose items have the field incidentId or id, such as Get Incidents.',
	};
}

export function incidentUnresolved(): Sentence {
	return {
		message: 'The incident was merged, and its target is unknown',
		description: 'Choose the incident into which it was merged. No query was sent.',
	};
}
