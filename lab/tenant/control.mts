import type { FastifyInstance, FastifyRequest } from 'fastify';
import { schemas, type FaultBody } from './controlSchemas.mts';
import { addMilliseconds, type Instant } from './clock.mts';
import type { AppOptions } from './app.mts';
import type { Behaviours } from './behaviours.mts';
import type { AllRuns } from './controlCaller.mts';
import { registerScenarios } from './controlScenarios.mts';
import { registerSignIn, userView } from './controlSignIn.mts';
import { registerStories } from './controlStories.mts';
import { readDuration } from './durations.mts';
import { readIncoming } from './exchange.mts';
import type { Fault } from './faults.mts';
import type { AlertRecord, IncidentPatch, IncidentRecord } from './incidents/store.mts';
import { recordedHeaders } from './requestLedger.mts';
import type { Registry } from './registry.mts';
import { tenantView, type Tenant, type TenantOptions } from './tenant.mts';

class ControlError extends Error {
	constructor(
		message: string,
		readonly statusCode = 404,
	) {
		super(message);
	}
}

interface TenantParams {
	readonly Params: { readonly tenant: string };
}
interface IncidentParams {
	readonly Params: { readonly tenant: string; readonly incident: string };
}

/**
 * The practice server's own API, for other processes: `/control/tenants…`. Whoever reaches the port may use it; the
 * server listens on loopback only.
 */
export function registerControl(
	scope: FastifyInstance,
	registry: Registry,
	addTenant: (options?: TenantOptions) => Tenant,
	runs: AllRuns,
): void {
	const find = (id: string): Tenant => {
		const state = registry.tenantNamed(id);
		if (state === undefined) throw new ControlError(`The practice server has no tenant "${id}".`);
		return tenantView(state, registry.origin, registry.realTime);
	};
	const tenantOf = ({ params }: FastifyRequest<TenantParams>) => find(params.tenant);
	recordCalls(scope, registry);
	scope.post<{ Body: TenantOptions }>(
		'/control/tenants',
		{ schema: schemas.tenant },
		async ({ body }, reply) => {
			reply.code(201);
			return summary(addTenant(body));
		},
	);
	scope.get('/control/tenants', async () => registry.tenants.map(({ id }) => ({ id })));
	scope.get<TenantParams>('/control/tenants/:tenant', async (request) => summary(tenantOf(request)));
	scope.get<TenantParams>('/control/tenants/:tenant/calls', async (request) => tenantOf(request).calls);
	scope.get<TenantParams>('/control/tenants/:tenant/journal', async (request) => tenantOf(request).journal);
	scope.post<TenantParams & { Body: AppOptions }>(
		'/control/tenants/:tenant/apps',
		{ schema: schemas.app },
		async (request, reply) => {
			const tenant = tenantOf(request);
			reply.code(201);
			return tenant.credential(tenant.addApp(request.body));
		},
	);
	registerCircumstances(scope, tenantOf);
	registerIncidents(scope, find);
	const refusal = (message: string, status?: number) => new ControlError(message, status);
	registerStories(scope, find, refusal);
	registerScenarios(scope, find, refusal, runs);
	registerSignIn(scope, find, (message) => new ControlError(message));
}

const summary = (tenant: Tenant) => ({
	id: tenant.id,
	now: tenant.clock.now(),
	behaviours: tenant.behaviours,
	credential: tenant.credential(),
	userCredential: tenant.userCredential(),
	user: userView(tenant.user),
});

function registerCircumstances(
	scope: FastifyInstance,
	tenantOf: (request: FastifyRequest<TenantParams>) => Tenant,
): void {
	scope.post<TenantParams & { Body: { set?: string; advance?: number } }>(
		'/control/tenants/:tenant/clock',
		{ schema: schemas.clock },
		async (request) => {
			const { clock } = tenantOf(request);
			if (request.body.set !== undefined) clock.set(request.body.set);
			if (request.body.advance !== undefined) clock.advance(request.body.advance);
			return { now: clock.now() };
		},
	);
	scope.patch<TenantParams & { Body: Partial<Behaviours> }>(
		'/control/tenants/:tenant/behaviours',
		{ schema: schemas.behaviours },
		async (request) => {
			const tenant = tenantOf(request);
			tenant.setBehaviours(request.body);
			return tenant.behaviours;
		},
	);
	scope.post<TenantParams & { Body: FaultBody }>(
		'/control/tenants/:tenant/faults',
		{ schema: schemas.fault },
		async (request, reply) => {
			const { faults, clock } = tenantOf(request);
			faults.add(faultFrom(request.body, clock.now()));
			return reply.code(204).send();
		},
	);
	scope.delete<TenantParams>('/control/tenants/:tenant/faults', async (request, reply) => {
		tenantOf(request).faults.clear();
		return reply.code(204).send();
	});
}

// JSON has no regular expressions: `pathPattern` carries the source of one.
function faultFrom({ match: { pathPattern, ...match }, lasts, ...fault }: FaultBody, now: Instant): Fault {
	const milliseconds = lasts === undefined ? undefined : readDuration(lasts);
	if (lasts !== undefined && milliseconds === undefined)
		throw new ControlError(`"${lasts}" is no ISO 8601 duration, such as PT5M.`, 400);
	return {
		...fault,
		...(milliseconds === undefined ? {} : { until: addMilliseconds(now, milliseconds) }),
		match: { ...match, ...(pathPattern === undefined ? {} : { path: new RegExp(pathPattern) }) },
	};
}

function registerIncidents(scope: FastifyInstance, find: (id: string) => Tenant): void {
	const base = '/control/tenants/:tenant/incidents';
	const incidentsOf = (request: { params: { tenant: string } }) => find(request.params.tenant).incidents;
	const existing = (incident: IncidentRecord | undefined): IncidentRecord => {
		if (incident === undefined) throw new ControlError('The practice tenant has no such incident.');
		return incident;
	};
	scope.get<TenantParams>(base, async (request) => incidentsOf(request).all());
	scope.post<TenantParams & { Body: Partial<IncidentRecord> }>(
		base,
		{ schema: schemas.incident },
		async (request, reply) => {
			reply.code(201);
			return incidentsOf(request).create(request.body);
		},
	);
	scope.get<IncidentParams>(`${base}/:incident`, async (request) =>
		existing(incidentsOf(request).get(request.params.incident)),
	);
	scope.post<IncidentParams & { Body: { by: string; patch: IncidentPatch } }>(
		`${base}/:incident/edit`,
		{ schema: schemas.edit },
		async (request) =>
			incidentsOf(request).edit(request.body.by, request.params.incident, request.body.patch),
	);
	scope.post<IncidentParams & { Body: { by: string; text: string } }>(
		`${base}/:incident/comments`,
		{ schema: schemas.comment },
		async (request) =>
			incidentsOf(request).comment(request.body.by, request.params.incident, request.body.text),
	);
	scope.post<IncidentParams & { Body: { target: string } }>(
		`${base}/:incident/merge`,
		{ schema: schemas.merge },
		async (request) => {
			incidentsOf(request).merge(request.params.incident, request.body.target);
			return existing(incidentsOf(request).get(request.params.incident));
		},
	);
	scope.post<IncidentParams & { Body: Partial<AlertRecord> }>(
		`${base}/:incident/alerts`,
		{ schema: schemas.alert },
		async (request) => incidentsOf(request).addAlert(request.params.incident, request.body),
	);
}

function recordCalls(scope: FastifyInstance, registry: Registry): void {
	scope.addHook('onResponse', async (request, reply) => {
		const incoming = readIncoming(request);
		const tenant = registry.tenantNamed(incoming.path.split('/')[3] ?? '');
		const call = {
			at: (tenant ?? registry).clock.now(),
			kind: 'control' as const,
			method: incoming.method,
			path: incoming.path,
			query: Object.fromEntries(incoming.query),
			headers: recordedHeaders(incoming.headers, null),
			body: request.body,
			status: reply.statusCode,
			changesBefore: tenant?.journal.length ?? 0,
		};
		registry.record(call, tenant);
	});
}
