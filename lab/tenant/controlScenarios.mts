import type { FastifyInstance } from 'fastify';
import type { AllRuns } from './controlCaller.mts';
import { schemas } from './controlSchemas.mts';
import { readDuration } from './durations.mts';
import { scenarios } from './scenarios/scenario.mts';
import type { Speed } from './scenarios/runs.mts';
import type { Tenant } from './tenant.mts';

interface TenantParams {
	readonly Params: { readonly tenant: string };
}
interface RunParams {
	readonly Params: { readonly tenant: string; readonly run: string };
}

/**
 * The part of the control API that plays scenarios. A clock that does not run is moved by the scenario.
 * @param find throws the 404 for an unknown tenant
 * @param refusal makes the error with this status; 404 by default
 */
export function registerScenarios(
	scope: FastifyInstance,
	find: (id: string) => Tenant,
	refusal: (message: string, status?: number) => Error,
	all: AllRuns,
): void {
	const base = '/control/tenants/:tenant/scenarios';
	const dateOf = (until: string | undefined): number | undefined => {
		if (until === undefined) return undefined;
		const date = readDuration(until);
		if (date === undefined) throw refusal(`"${until}" is no ISO 8601 duration, such as PT5M.`, 400);
		return date;
	};
	scope.get<TenantParams>(base, async ({ params }) => ({
		scenarios: [...scenarios.values()].map(({ name, title, about }) => ({ name, title, about })),
		runs: all.of(find(params.tenant)).views,
	}));
	scope.post<TenantParams & { Body: { scenario: string; speed?: Speed; until?: string } }>(
		base,
		{ schema: schemas.scenario },
		async ({ params, body: { scenario: name, speed = 1, until } }, reply) => {
			const scenario = scenarios.get(name);
			if (scenario === undefined)
				throw refusal(`There is no scenario "${name}": ${[...scenarios.keys()].join(', ')}.`);
			const runs = all.of(find(params.tenant));
			const date = dateOf(until);
			reply.code(201);
			return runs.start(scenario, speed, date);
		},
	);
	scope.post<RunParams & { Body: { until?: string } }>(
		`${base}/:run/on`,
		{ schema: schemas.scenarioOn },
		async ({ params, body }) => {
			const run = await all.of(find(params.tenant)).goOn(params.run, dateOf(body.until));
			if (run === undefined) throw refusal(`No scenario "${params.run}" waits to be played on.`);
			return run;
		},
	);
	scope.delete<TenantParams>(base, async ({ params }, reply) => {
		all.of(find(params.tenant)).stop();
		return reply.code(204).send();
	});
}
