import { requirePermission, type Caller, type Need } from './permissions.mts';
import { ServiceError } from './serviceError.mts';
import type { Answer, Incoming } from './surface.mts';

/** One operation of an API. */
export interface Route<Call, Kind> {
	readonly method: string;
	/** Matches the whole path; its first group is an incident's id. */
	readonly path: RegExp;
	readonly needs: Need;
	/** What the answer is checked as; absent: unchecked. */
	readonly kind?: Kind;
	readonly answer: (call: Call, id: string) => Answer;
}

/** The route of a call that its caller may take, and the id in its path. Throws `unknown`, the 405 or the 403. */
export function routed<Call, Kind>(
	routes: readonly Route<Call, Kind>[],
	incoming: Incoming,
	caller: Caller,
	unknown: ServiceError,
): { readonly route: Route<Call, Kind>; readonly id: string } {
	const onPath = routes.filter(({ path }) => path.test(incoming.path));
	const route = onPath.find(({ method }) => method === incoming.method);
	if (onPath.length === 0) throw unknown;
	if (route === undefined)
		throw new ServiceError(405, 'MethodNotAllowed', 'The method is not allowed for this resource.');
	requirePermission(caller, route.needs);
	return { route, id: decodeURIComponent(route.path.exec(incoming.path)?.[1] ?? '') };
}
