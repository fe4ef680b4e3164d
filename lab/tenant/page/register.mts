import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AllRuns, ControlCaller } from '../controlCaller.mts';
import type { Answer } from '../surface.mts';
import type { Tenant } from '../tenant.mts';
import { actionCall } from './actions.mts';
import { formRefusal } from './guard.mts';
import { addressOf, isSection, refusalPage } from './layout.mts';
import { incidentPage, sectionPage, tenantsPage } from './pages.mts';

interface SectionCall {
	readonly Params: { readonly tenant: string; readonly section: string };
	readonly Querystring: { readonly control?: string; readonly done?: string };
}
interface IncidentCall {
	readonly Params: { readonly tenant: string; readonly incident: string };
}
interface ActionCall {
	readonly Params: { readonly tenant: string; readonly section: string; readonly action: string };
	readonly Body: URLSearchParams;
}

/** What the pages show and do. */
export interface PageSource {
	readonly tenants: () => readonly Tenant[];
	readonly runs: AllRuns;
	readonly control: ControlCaller;
	/** Answers `GET /` of programs, which are no people. */
	readonly program: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

const send = (reply: FastifyReply, { status, headers = {}, body }: Answer): FastifyReply =>
	reply.code(status).headers(headers).send(body);

/** A person's browser asks for a page and carries no token. */
const isPerson = ({ headers }: FastifyRequest): boolean =>
	(headers.accept ?? '').includes('text/html') && headers.authorization === undefined;

/** The pages: `/` for people, and everything below `/practice`. */
export function registerPage(scope: FastifyInstance, source: PageSource): void {
	scope.removeAllContentTypeParsers();
	scope.addContentTypeParser(
		'application/x-www-form-urlencoded',
		{ parseAs: 'string' },
		(_request, body, done) => done(null, new URLSearchParams(String(body))),
	);
	scope.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) =>
		send(reply, refusalPage(error.statusCode ?? 500, error.message)),
	);
	registerReading(scope, source);
	registerForms(scope, source);
}

const find = ({ tenants }: PageSource, id: string): Tenant | undefined =>
	tenants().find((tenant) => tenant.id === id);

const noTenant = () => refusalPage(404, 'The practice server has no such page. Open its start page.');

function registerReading(scope: FastifyInstance, source: PageSource): void {
	const asked = (tenant: Tenant) => ({ runs: source.runs.of(tenant).views, withControl: false, done: false });
	scope.get('/', { exposeHeadRoute: false }, async (request, reply) => {
		if (!isPerson(request)) return source.program(request, reply);
		const tenants = source.tenants();
		const [only] = tenants;
		if (only === undefined || tenants.length > 1)
			return send(reply, tenantsPage(tenants.map(({ id }) => id)));
		return send(reply, sectionPage('incidents', only, asked(only)));
	});
	scope.get<SectionCall>('/practice/:tenant/:section', async ({ params, query }, reply) => {
		const { section } = params;
		const tenant = find(source, params.tenant);
		if (tenant === undefined || !isSection(section)) return send(reply, noTenant());
		const state = { ...asked(tenant), withControl: query.control === '1', done: query.done === '1' };
		return send(reply, sectionPage(section, tenant, state));
	});
	scope.get<IncidentCall>('/practice/:tenant/incidents/:incident', async ({ params }, reply) => {
		const tenant = find(source, params.tenant);
		return send(reply, tenant === undefined ? noTenant() : incidentPage(tenant, params.incident));
	});
	scope.all('/practice/*', async (_request, reply) => send(reply, noTenant()));
}

function registerForms(scope: FastifyInstance, source: PageSource): void {
	scope.post<ActionCall>('/practice/:tenant/:section/:action', async ({ headers, params, body }, reply) => {
		const refusal = formRefusal(headers);
		if (refusal !== undefined) return send(reply, refusalPage(403, refusal));
		const { section, action } = params;
		const tenant = find(source, params.tenant);
		if (tenant === undefined || !isSection(section)) return send(reply, noTenant());
		const place = { tenantId: tenant.id, section };
		const call = actionCall(`${section}/${action}`, new Map(body));
		if (call === undefined)
			return send(reply, refusalPage(400, 'This page has no such form. Go back and reload the page.', place));
		const { ok, refusal: reason } = await source.control(tenant.id, call);
		if (!ok) return send(reply, refusalPage(400, reason, place));
		return reply.redirect(`${addressOf(tenant.id, section)}?done=1`, 303);
	});
}
