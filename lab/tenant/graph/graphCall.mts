import type { Incoming } from '../surface.mts';
import { badRequest } from './errors.mts';
import type { Caller } from './auth.mts';
import type { WireStyle } from './wire.mts';

/** An authenticated call of the Graph surface. */
export interface GraphCall {
	readonly caller: Caller;
	readonly incoming: Incoming;
	/** Of the practice server; part of contexts and next links. */
	readonly origin: string;
	readonly style: WireStyle;
}

/** The body as a JSON object; throws the 400 for everything else. */
export function jsonBody({ headers, text }: Incoming): Readonly<Record<string, unknown>> {
	const unreadable = badRequest(
		'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
	);
	if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) throw unreadable;
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
	} catch {
		throw unreadable;
	}
	throw unreadable;
}
