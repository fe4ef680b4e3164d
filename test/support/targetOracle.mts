/**
 * The oracle for targets: it scans all evidence for properties by name, knows no types of evidence, and finds targets as
 * connected parts of a graph of identifiers.
 */

type Pair = readonly [kind: string, value: string];

/** What a device or account did elsewhere, a process's parent, and links to where an alert is explained stay raw. */
const LEFT_RAW = new Set(['parentProcessImageFile', 'resourceAccessEvents', 'loggedOnUsers']);

const ACCOUNT = ['azureAdUserId', 'userPrincipalName', 'userSid'];
const DEVICE = ['mdeDeviceId', 'azureAdDeviceId'];
const FILE = ['sha256', 'sha1', 'md5'];

/** Number of targets per type, and of the alerts that name each one. */
export interface TargetCount {
	readonly count: Readonly<Record<string, number>>;
	/** Number of alerts per target, sorted. */
	readonly alerts: Readonly<Record<string, readonly number[]>>;
}

/** Counts the targets in the evidence of some alerts, by their IDs. */
export function countTargets(alerts: ReadonlyArray<{ readonly evidence: unknown }>): TargetCount {
	const found: Record<string, readonly (readonly [number, readonly string[]])[]> = {
		account: mentionsOf(alerts, ACCOUNT),
		device: mentionsOf(alerts, DEVICE),
		message: pairsOf(
			alerts,
			(one) => textOf(one, 'networkMessageId'),
			(one) => textOf(one, 'recipientEmailAddress') ?? textOf(one, 'recipient'),
		),
		file: filePairs(alerts),
	};
	const parts = Object.entries(found).map(([type, mentions]) => [type, connectedParts(mentions)] as const);
	return {
		count: Object.fromEntries(parts.map(([type, some]) => [type, some.length])),
		alerts: Object.fromEntries(
			parts.map(([type, some]) => [type, some.map((one) => one.size).sort((a, b) => a - b)]),
		),
	};
}

/** Every object in the evidence, with the number of its alert and the object around it. */
function objectsIn(alerts: ReadonlyArray<{ readonly evidence: unknown }>) {
	const objects: { readonly alert: number; readonly one: object; readonly around: object }[] = [];
	const visit = (value: unknown, alert: number, around: object): void => {
		if (typeof value !== 'object' || value === null) return;
		if (!Array.isArray(value)) objects.push({ alert, one: value, around });
		for (const [name, inner] of Object.entries(value))
			if (!LEFT_RAW.has(name)) visit(inner, alert, Array.isArray(value) ? around : value);
	};
	alerts.forEach(({ evidence }, alert) => visit(evidence, alert, {}));
	return objects;
}

function textOf(one: object, name: string): string | undefined {
	const value: unknown = Reflect.get(one, name);
	return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined;
}

function idsOf(one: object, names: readonly string[]): readonly string[] {
	return names
		.flatMap((name): readonly Pair[] => {
			const value = textOf(one, name);
			return value === undefined ? [] : [[name, value]];
		})
		.map((pair) => pair.join(' '));
}

type Mentions = readonly (readonly [number, readonly string[]])[];

function mentionsOf(
	alerts: ReadonlyArray<{ readonly evidence: unknown }>,
	names: readonly string[],
): Mentions {
	return objectsIn(alerts)
		.map(({ alert, one }) => [alert, idsOf(one, names)] as const)
		.filter(([, ids]) => ids.length > 0);
}

function pairsOf(
	alerts: ReadonlyArray<{ readonly evidence: unknown }>,
	...readers: readonly ((one: object) => string | undefined)[]
): Mentions {
	return objectsIn(alerts).flatMap(({ alert, one }) => {
		const values = readers.map((read) => read(one));
		return values[0] === undefined ? [] : [[alert, [JSON.stringify(values)]] as const];
	});
}

/** A file is known by any of its hashes; each device is a target of its own. */
function filePairs(alerts: ReadonlyArray<{ readonly evidence: unknown }>): Mentions {
	const sightings = objectsIn(alerts).flatMap(({ alert, one, around }) => {
		const ids = idsOf(one, FILE);
		return ids.length === 0 ? [] : [{ alert, ids, device: textOf(around, 'mdeDeviceId') ?? '' }];
	});
	const nameOf = new Map<string, string>();
	for (const part of partsOf(sightings.map(({ ids }) => ids)))
		for (const id of part) nameOf.set(id, [...part].sort()[0] ?? '');
	return sightings.map(({ alert, ids, device }) => [
		alert,
		[JSON.stringify([nameOf.get(ids[0] ?? ''), device])],
	]);
}

/** Groups identifiers that occur together, directly or through others. */
function partsOf(lists: readonly (readonly string[])[]): readonly ReadonlySet<string>[] {
	let parts: Set<string>[] = [];
	for (const list of lists) {
		const touching = parts.filter((part) => list.some((id) => part.has(id)));
		const rest = parts.filter((part) => !touching.includes(part));
		parts = [...rest, new Set([...touching.flatMap((part) => [...part]), ...list])];
	}
	return parts;
}

/** @returns the alerts of each connected part */
function connectedParts(mentions: Mentions): readonly ReadonlySet<number>[] {
	return partsOf(mentions.map(([, ids]) => ids)).map(
		(part) => new Set(mentions.filter(([, ids]) => ids.some((id) => part.has(id))).map(([alert]) => alert)),
	);
}
