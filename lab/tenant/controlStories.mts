import type { FastifyInstance } from 'fastify';
import { schemas } from './controlSchemas.mts';
import type { IncidentPatch, IncidentRecord } from './incidents/store.mts';
import type { StoryRun } from './storyRuns.mts';
import type { Tenant } from './tenant.mts';
import type { StoryLabel } from './world/stories/stories.mts';

interface TenantParams {
	readonly Params: { readonly tenant: string };
}
/** Alerts of one incident of a story: the first ones open it, the next ones join it. */
interface Alerts {
	readonly incident: string;
	readonly alerts?: number;
	readonly patch?: IncidentPatch;
}
interface AlertsCall {
	readonly Params: { readonly tenant: string; readonly run: string };
	readonly Body: Alerts;
}

/**
 * The part of the control API that lets a story of the practice world happen again.
 * @param find throws the 404 for an unknown tenant
 * @param refusal makes the error with this status; 404 by default
 */
export function registerStories(
	scope: FastifyInstance,
	find: (id: string) => Tenant,
	refusal: (message: string, status?: number) => Error,
): void {
	const base = '/control/tenants/:tenant/stories';
	scope.post<TenantParams & { Body: { story: StoryLabel } }>(
		base,
		{ schema: schemas.story },
		async ({ params, body }, reply) => {
			const { id, story, incidents } = find(params.tenant).stories.start(body.story);
			reply.code(201);
			return { id, story, incidents };
		},
	);
	const raise = (path: string, status: number, act: (run: StoryRun, given: Alerts) => IncidentRecord) =>
		scope.post<AlertsCall>(
			`${base}/:run/${path}`,
			{ schema: schemas.storyIncident },
			async ({ params, body }, reply) => {
				const run = find(params.tenant).stories.get(params.run);
				if (run === undefined) throw refusal(`The practice tenant has no story "${params.run}".`);
				reply.code(status);
				try {
					return act(run, body);
				} catch (error) {
					throw error instanceof RangeError ? refusal(error.message, 400) : error;
				}
			},
		);
	raise('incidents', 201, (run, { incident, alerts, patch }) => run.open(incident, alerts, patch));
	raise('alerts', 200, (run, { incident, alerts, patch }) => run.goOn(incident, alerts, patch));
}
