import { badRequest } from './serviceError.mts';
import type { Incoming } from './surface.mts';

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
