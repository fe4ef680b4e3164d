import type { RecordedCall } from '../tenant/practice.mts';

/** The main facts of a request. */
export interface BriefCall {
	readonly at: string;
	readonly method: string;
	/** Path with its query options, decoded. */
	readonly target: string;
	readonly status: number;
	/** Sign-in only: the name that the library sent with its token request. */
	readonly client?: string;
}

export function briefCall({ at, method, path, query, status, kind, body }: RecordedCall): BriefCall {
	if (kind === 'token') return { at, method, target: path, status, client: clientOf(body) };
	const options = Object.entries(query).map(([name, value]) => `${name}=${value}`);
	return { at, method, target: options.length === 0 ? path : `${path}?${options.join('&')}`, status };
}

function clientOf(form: unknown): string {
	if (typeof form !== 'object' || form === null) return 'unknown';
	const fields = new Map<string, unknown>(Object.entries(form));
	return [fields.get('x-client-SKU'), fields.get('x-client-VER')].filter(Boolean).join(' ') || 'unknown';
}
