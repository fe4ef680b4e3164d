import { badRequest } from '../serviceError.mts';

/** Throws the 400 unless every option is one of `known` and occurs once. */
export function refuseUnknownOptions(query: URLSearchParams, known: readonly string[]): void {
	for (const name of query.keys()) {
		if (!known.includes(name)) {
			throw badRequest(`The query parameter '${name}' is not supported by this resource.`);
		}
		if (query.getAll(name).length > 1) {
			throw badRequest(
				`Query option '${name}' was specified more than once, but it must be specified at most once.`,
			);
		}
	}
}

/** A count of rows from 0 on; throws the 400 for any other text. */
export function readWhole(name: string, text: string): number {
	if (/^\d{1,9}$/.test(text)) return Number(text);
	throw badRequest(
		`Invalid value '${text}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`,
	);
}
