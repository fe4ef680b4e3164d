import Fastify, { type FastifyInstance } from 'fastify';
import { registerControl } from './control.mts';
import { compileOnce } from './controlValidation.mts';
import { createAllRuns, createControlCaller, type AllRuns } from './controlCaller.mts';
import { answerAuthorize, refuseAuthorize } from './entra/authorize.mts';
import { answerConfiguration, answerKeys } from './entra/discovery.mts';
import { answerToken, refuseToken } from './entra/token.mts';
import { exchange } from './exchange.mts';
import { answerGraph, graphSurface } from './graph/routes.mts';
import { answerLegacy, legacySurface } from './legacy/routes.mts';
import type { Registry } from './registry.mts';
import type { Answer, Incoming, Surface } from './surface.mts';
import { hostRefusal } from './page/guard.mts';
import { refusalPage } from './page/layout.mts';
import { registerPage } from './page/register.mts';
import { tenantView, type Tenant, type TenantOptions } from './tenant.mts';

/** Larger than any body a client of the service may send. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/** The HTTP server over a registry, not listening yet, and the scenarios that it plays. */
export function createServer(
	registry: Registry,
	addTenant: (options?: TenantOptions) => Tenant,
): { readonly server: FastifyInstance; readonly runs: AllRuns } {
	const server = Fastify({
		logger: false,
		forceCloseConnections: true,
		bodyLimit: BODY_LIMIT_BYTES,
	});
	server.setValidatorCompiler(compileOnce);
	refuseOtherHosts(server, () => new URL(registry.origin).port);
	const services = async (scope: FastifyInstance) => {
		takeTexts(scope);
		registerEntra(scope, registry);
		registerLegacy(scope, registry);
		registerGraph(scope, registry);
	};
	server.register(named('services', services));
	const control = createControlCaller(server, () => new URL(registry.origin).host);
	const runs = createAllRuns(control);
	server.register(named('control', async (scope) => registerControl(scope, registry, addTenant, runs)));
	const page = async (scope: FastifyInstance) =>
		registerPage(scope, {
			tenants: () => registry.tenants.map((state) => tenantView(state, registry.origin, registry.realTime)),
			runs,
			control,
			program: graphExchange(registry),
		});
	server.register(named('page', page));
	server.addHook('onClose', async () => runs.stop());
	return { server, runs };
}

type Plugin = (scope: FastifyInstance) => Promise<void>;

/**
 * Gives a plugin the name that Fastify shows. For a plugin without one, Fastify searches all loaded modules, which are
 * thousands beside n8n's engine.
 * @see https://github.com/fastify/fastify/blob/v5.12.8/lib/plugin-utils.js `getPluginName`
 */
const named = (name: string, plugin: Plugin): Plugin =>
	Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name });

// A page elsewhere whose name points to this computer would otherwise reach the control API from a person's browser.
function refuseOtherHosts(server: FastifyInstance, port: () => string): void {
	server.addHook('onRequest', async (request, reply) => {
		const refusal = hostRefusal(request.headers, port());
		if (refusal === undefined) return undefined;
		const { status, headers, body } = refusalPage(403, refusal);
		return reply
			.code(status)
			.headers(headers ?? {})
			.send(body);
	});
}

// The surfaces judge content types themselves, so every body arrives as the text that was sent.
function takeTexts(scope: FastifyInstance): void {
	scope.removeAllContentTypeParsers();
	scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
}

function registerEntra(scope: FastifyInstance, registry: Registry): void {
	const tenantName = ({ path }: Incoming) => decodeURIComponent(path.split('/')[1] ?? '');
	const surface: Surface = {
		kind: 'token',
		tenantOf: (incoming) => registry.tenantNamed(tenantName(incoming)),
		headers: () => ({ date: registry.realTime().toUTCString() }),
		errorBody: (status) => ({
			error: status === 429 || status >= 500 ? 'temporarily_unavailable' : 'invalid_request',
			error_description: `AADSTS90055: The practice tenant answers ${status} here.`,
			error_codes: [90055],
		}),
		refuseSignIn: (code, incoming, seconds) => refuseToken(registry, code, incoming, seconds),
	};
	const authorizing: Surface = {
		...surface,
		kind: 'authorize',
		refuseSignIn: (code, incoming) => refuseAuthorize(registry, code, incoming),
	};
	const discover = (answer: (incoming: Incoming) => Answer) =>
		exchange(registry, surface, async (incoming) => answer(incoming));
	scope.all(
		'/:tenant/oauth2/v2.0/token',
		exchange(registry, surface, (incoming, call) =>
			answerToken(registry, tenantName(incoming), incoming, call),
		),
	);
	scope.all(
		'/:tenant/oauth2/v2.0/authorize',
		exchange(registry, authorizing, (incoming) => answerAuthorize(registry, tenantName(incoming), incoming)),
	);
	scope.get(
		'/:tenant/v2.0/.well-known/openid-configuration',
		discover((incoming) => answerConfiguration(registry, tenantName(incoming))),
	);
	scope.get(
		'/:tenant/discovery/v2.0/keys',
		discover(() => answerKeys(registry)),
	);
}

function registerLegacy(scope: FastifyInstance, registry: Registry): void {
	const surface = legacySurface(registry);
	scope.all(
		'/api/*',
		exchange(registry, surface, (incoming) => answerLegacy(registry, incoming)),
	);
}

// Everything that is neither sign-in nor control nor the older API is taken for a Graph call, so that a wrong path is on record too.
function registerGraph(scope: FastifyInstance, registry: Registry): void {
	scope.all('/*', graphExchange(registry));
}

const graphExchange = (registry: Registry) =>
	exchange(registry, graphSurface(registry), (incoming, _call, headers) =>
		answerGraph(registry, incoming, headers),
	);
