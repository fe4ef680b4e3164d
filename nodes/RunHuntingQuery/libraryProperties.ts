import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { libraryHunts } from '../../defender/hunting/library/huntLibrary';
import { fieldsOfHunt, type HuntField } from '../../defender/hunting/library/libraryHunt';
import { incidentIdProperty } from '../shared/properties/incidentIdProperty';

/** Value of *Hunt* for all hunts that fit an incident. */
export const EVERY_HUNT = 'all';

/** Conditions under which a parameter of the library is shown. */
export function forLibrary(show: IDisplayOptions['show'] = {}): IDisplayOptions {
	return { show: { operation: ['library'], ...show } };
}

/** IDs of the hunts that use a field. */
export function huntsWith(field: HuntField): string[] {
	return libraryHunts.filter((hunt) => fieldsOfHunt(hunt).includes(field)).map(({ id }) => id);
}

/** Each name starts with what the hunt starts from, so the sorted list is grouped. */
const huntOptions = [
	{
		name: 'Everything That Fits the Incident',
		value: EVERY_HUNT,
		description: 'All hunts that the entities of an incident allow, with at most 8 requests',
	},
	...libraryHunts.map(({ id, name, question }) => ({ name, value: id, description: question })),
].sort((a, b) => (a.name < b.name ? -1 : 1));

export const huntProperty = {
	displayName: 'Hunt',
	name: 'hunt',
	type: 'options',
	default: 'alerts-about-entity',
	displayOptions: forLibrary(),
	description:
		'The question to answer. Each hunt needs certain kinds of values and finds only what its question asks about; docs/hunt-library.md shows its KQL.',
	options: huntOptions,
} satisfies INodeProperties;

export const entitiesFromProperty = {
	displayName: 'Entities From',
	name: 'entitiesFrom',
	type: 'options',
	default: 'fields',
	displayOptions: { ...forLibrary(), hide: { hunt: [EVERY_HUNT] } },
	description: 'Where the values to search for come from',
	options: [
		{ name: 'Fields', value: 'fields', description: 'The parameters below' },
		{
			name: 'Incident',
			value: 'incident',
			description: 'The entities and the activity time of an incident',
		},
	],
} as const satisfies INodeProperties;

const fromIncident = forLibrary({ entitiesFrom: ['incident'] });

const incidentProperty: INodeProperties = {
	...incidentIdProperty,
	required: false,
	displayOptions: fromIncident,
	description:
		'The incident whose entities the hunt searches for. If empty, the node uses the field incidentId or id of the input item.',
};

/** @see https://learn.microsoft.com/graph/api/resources/security-alertevidence (evidenceRole) */
const ENTITY_ROLES = [
	{ name: 'Added', value: 'added' },
	{ name: 'Attacked', value: 'attacked' },
	{ name: 'Attacker', value: 'attacker' },
	{ name: 'Command and Control', value: 'commandAndControl' },
	{ name: 'Compromised', value: 'compromised' },
	{ name: 'Contextual', value: 'contextual' },
	{ name: 'Created', value: 'created' },
	{ name: 'Destination', value: 'destination' },
	{ name: 'Edited', value: 'edited' },
	{ name: 'Loaded', value: 'loaded' },
	{ name: 'Policy Violator', value: 'policyViolator' },
	{ name: 'Scanned', value: 'scanned' },
	{ name: 'Source', value: 'source' },
	{ name: 'Suspicious', value: 'suspicious' },
] as const;

export const entityRolesProperty = {
	displayName: 'Entity Roles',
	name: 'entityRoles',
	type: 'multiOptions',
	default: [],
	displayOptions: fromIncident,
	description:
		'Roles of the entities to search for. If empty, the hunt searches for all entities of the incident.',
	options: [...ENTITY_ROLES],
} satisfies INodeProperties;

export const marginBeforeProperty = {
	displayName: 'Margin Before',
	name: 'marginBefore',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 43_200 },
	default: 60,
	displayOptions: fromIncident,
	description: 'Minutes to search before the first activity',
} as const satisfies INodeProperties;

export const marginAfterProperty = {
	displayName: 'Margin After',
	name: 'marginAfter',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 43_200 },
	default: 60,
	displayOptions: fromIncident,
	description: 'Minutes to search after the last activity',
} as const satisfies INodeProperties;

export const windowEndProperty = {
	displayName: 'Window End',
	name: 'windowEnd',
	type: 'options',
	default: 'standard',
	displayOptions: fromIncident,
	description: 'Where the time range ends',
	options: [
		{
			name: 'Activity',
			value: 'activity',
			description: 'At the last activity of the incident, plus the margin',
		},
		{ name: 'Now', value: 'now', description: 'Now, because traces may appear long after the activity' },
		{
			name: 'Standard of the Hunt',
			value: 'standard',
			description:
				'Now if the hunt is about clicks, sign-ins or mail; the last activity if it is about devices',
		},
	],
} as const satisfies INodeProperties;

export const maxEntitiesProperty = {
	displayName: 'Max Entities',
	name: 'maxEntities',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 200 },
	default: 50,
	displayOptions: { ...fromIncident, hide: { hunt: [EVERY_HUNT] } },
	description:
		'Maximum entities of each kind in one query. More entities are searched in several queries, up to 200 of each kind; the output shows what is left out.',
} as const satisfies INodeProperties;

const aroundATime = forLibrary({ entitiesFrom: ['fields'], hunt: huntsWith('around') });

/** Parameters that choose the hunt. */
export const huntProperties: INodeProperties[] = [huntProperty, entitiesFromProperty];

const ofIncident: readonly INodeProperties[] = [
	incidentProperty,
	entityRolesProperty,
	marginBeforeProperty,
	marginAfterProperty,
	windowEndProperty,
];

/** Parameters for hunts around an incident or a time. All declarations of one name have the same default. */
export const incidentProperties: INodeProperties[] = [
	...ofIncident.map((property) => ({
		...property,
		displayOptions: { ...fromIncident, hide: { hunt: [EVERY_HUNT] } },
	})),
	...ofIncident.map((property) => ({ ...property, displayOptions: forLibrary({ hunt: [EVERY_HUNT] }) })),
	{ ...marginBeforeProperty, displayOptions: aroundATime, description: 'Minutes to search before Around' },
	{ ...marginAfterProperty, displayOptions: aroundATime, description: 'Minutes to search after Around' },
	maxEntitiesProperty,
];
