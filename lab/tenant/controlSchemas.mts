import { behaviourLedger } from './behaviours.mts';
import { refusalNumbers } from './entra/refusals.mts';
import { DIRECTORY_ROLES } from './entra/users.mts';
import type { Fault } from './faults.mts';
import { HUNT_REFUSALS } from './graph/huntRefusals.mts';
import { STORIES } from './world/stories/stories.mts';

/**
 * A fault over HTTP: `match.pathPattern` is the source of a regular expression, `match.path` an exact path; `lasts` is an
 * ISO 8601 duration from now on.
 */
export type FaultBody = Omit<Fault, 'match' | 'until'> & {
	readonly lasts?: string;
	readonly match: Omit<Fault['match'], 'path'> & { readonly path?: string; readonly pathPattern?: string };
};

const text = { type: 'string', minLength: 1 } as const;
const count = { type: 'integer', minimum: 0 } as const;

const object = (properties: Readonly<Record<string, unknown>>, required: readonly string[] = []) => ({
	type: 'object',
	properties,
	required,
	additionalProperties: false,
});
const body = (schema: unknown) => ({ body: schema });

const behaviours = object(
	Object.fromEntries(Object.entries(behaviourLedger).map(([id, { values }]) => [id, { enum: values }])),
);

const textOrNull = { type: ['string', 'null'] } as const;
const editable = {
	status: text,
	assignedTo: textOrNull,
	classification: text,
	determination: text,
	customTags: { type: 'array', items: text },
	systemTags: { type: 'array', items: text },
	severity: text,
	displayName: text,
	description: textOrNull,
	summary: textOrNull,
	resolvingComment: textOrNull,
	priorityScore: { type: ['integer', 'null'], minimum: 0, maximum: 100 },
};
const patch = object(editable);

const answer = {
	anyOf: [
		{ enum: ['cut', 'reset', 'html', 'hang', 'pass'] },
		object(
			{ status: { type: 'integer', minimum: 100, maximum: 599 }, headers: { type: 'object' }, body: {} },
			['status'],
		),
		object({ redirect: text }, ['redirect']),
		object(
			{
				throttle: { enum: ['seconds', 'date', 'none', 'asBehaviour'] },
				retryAfterSeconds: { type: 'number' },
				quota: { enum: ['minute', 'hour'] },
			},
			['throttle', 'retryAfterSeconds'],
		),
		object({ refuseHunt: { enum: Object.keys(HUNT_REFUSALS) } }, ['refuseHunt']),
		object({ refuseSignIn: { enum: refusalNumbers }, retryAfterSeconds: count }, ['refuseSignIn']),
		object({ nextLinkOrigin: text }, ['nextLinkOrigin']),
	],
} as const;

const texts = { type: 'array', items: text } as const;
const flag = { type: 'boolean' } as const;
const role = { enum: DIRECTORY_ROLES } as const;

const match = object({
	method: text,
	path: text,
	pathPattern: text,
	kind: { enum: ['token', 'authorize', 'graph', 'legacy', 'control'] },
});

// Only the types of a new one are checked; every property is optional, and others may be added.
const alert = {
	type: 'object',
	properties: { id: text, title: text, createdDateTime: text, evidence: { type: 'array' } },
} as const;
const comment = {
	type: 'object',
	properties: { comment: text, createdByDisplayName: text, createdDateTime: text },
	required: ['comment', 'createdByDisplayName', 'createdDateTime'],
} as const;
const incident = {
	type: 'object',
	properties: {
		...editable,
		id: text,
		createdDateTime: text,
		lastUpdateDateTime: text,
		comments: { type: 'array', items: comment },
		alerts: { type: 'array', items: alert },
	},
} as const;

/** What the control API takes; Fastify refuses everything else with a 400. */
export const schemas = {
	tenant: body(
		object({
			tenantId: text,
			seed: { type: 'integer' },
			now: text,
			running: flag,
			behaviours,
			tokenLifetimeSeconds: count,
			empty: { type: 'boolean' },
			workspace: flag,
			externalData: { type: 'object', additionalProperties: { type: 'string' } },
		}),
	),
	app: body(
		object(
			{
				roles: texts,
				displayName: text,
				secretState: { enum: ['valid', 'expired'] },
				certificates: texts,
				scopes: texts,
				publicClient: flag,
				redirectUris: texts,
			},
			['roles'],
		),
	),
	appChange: body({
		...object({ roles: texts, scopes: texts, redirectUri: text }),
		minProperties: 1,
	}),
	user: body(object({ role, displayName: text, alias: text })),
	userChange: body(object({ role }, ['role'])),
	sessionEnd: body(object({ because: { enum: ['revoked', 'inactive'] } }, ['because'])),
	policies: body({ ...object({ secondFactor: flag, blocked: flag }), minProperties: 1 }),
	behaviours: body({ ...behaviours, minProperties: 1 }),
	story: body(object({ story: { enum: Object.keys(STORIES) } }, ['story'])),
	storyIncident: body(object({ incident: text, alerts: count, patch }, ['incident'])),
	scenario: body(
		object(
			{
				scenario: text,
				// Node's timers reach 24 days; no scenario that waits longer than that can be asked for.
				speed: { anyOf: [{ const: 'instant' }, { type: 'number', minimum: 0.1, maximum: 3600 }] },
				until: text,
			},
			['scenario'],
		),
	),
	scenarioOn: body(object({ until: text })),
	clock: body({ ...object({ set: text, advance: { type: 'integer' } }), minProperties: 1 }),
	fault: body(
		object(
			{
				match,
				times: { anyOf: [{ type: 'integer', minimum: 1 }, { const: 'always' }] },
				skip: count,
				lasts: text,
				answer,
				after: { const: 'applied' },
				meanwhile: object(
					{
						when: { enum: ['before', 'after'] },
						by: text,
						incidentId: text,
						patch,
						comment: text,
						mergeInto: text,
						create: { type: 'object' },
					},
					['when', 'by', 'incidentId'],
				),
			},
			['match', 'times', 'answer'],
		),
	),
	edit: body(object({ by: text, patch }, ['by', 'patch'])),
	comment: body(object({ by: text, text }, ['by', 'text'])),
	merge: body(object({ target: text }, ['target'])),
	incident: body(incident),
	alert: body(alert),
} as const;
