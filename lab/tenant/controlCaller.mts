import type { FastifyInstance } from 'fastify';
import type { ControlCall } from './scenarios/controlCall.mts';
import { createRuns, type Runs } from './scenarios/runs.mts';
import type { Tenant } from './tenant.mts';

/** The control API's response. */
export interface ControlAnswer {
	readonly ok: boolean;
	readonly body: unknown;
	/** Why it was refused, as a sentence; empty otherwise. */
	readonly refusal: string;
}

/** Calls the control API from within the practice server, for one tenant: the same checks, the same record. */
export type ControlCaller = (tenantId: string, call: ControlCall) => Promise<ControlAnswer>;

/** @param host where the server listens, as `127.0.0.1:4010` */
export function createControlCaller(server: FastifyInstance, host: () => string): ControlCaller {
	return async (tenantId, { method, path, body }) => {
		const url = `/control/tenants/${tenantId}${path}`;
		const { statusCode, body: text } = await server.inject({
			method,
			url,
			headers: { host: host() },
			...(body && { payload: body }),
		});
		const answer: unknown = text === '' ? null : JSON.parse(text);
		const ok = statusCode < 400;
		return { ok, body: answer, refusal: ok ? '' : messageIn(answer) };
	};
}

function messageIn(answer: unknown): string {
	const message =
		typeof answer === 'object' && answer !== null && 'message' in answer ? answer.message : null;
	return typeof message === 'string' ? message : JSON.stringify(answer);
}

/** The scenarios played in each tenant. */
export interface AllRuns {
	of(tenant: Tenant): Runs;
	stop(): void;
}

/** No scenario is playing yet. */
export function createAllRuns(control: ControlCaller): AllRuns {
	const byTenant = new Map<string, Runs>();
	return {
		of: ({ id, clock }) => {
			const known = byTenant.get(id);
			if (known !== undefined) return known;
			const runs = createRuns(clock, async (call) => {
				const { ok, body, refusal } = await control(id, call);
				if (!ok) throw new Error(`${call.method} ${call.path} was rejected: ${refusal}`);
				return body;
			});
			byTenant.set(id, runs);
			return runs;
		},
		stop: () => byTenant.forEach((runs) => runs.stop()),
	};
}
