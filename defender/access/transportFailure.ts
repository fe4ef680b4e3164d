import type { TransportFailure } from '../core/noResponse';

/** n8n and HTTP clients wrap an error at most a few times. */
const MAX_DEPTH = 4;

/** Reads the first code and the first message of an error for a request without a complete response. */
export function readTransportFailure(thrown: unknown): TransportFailure {
	const chain = [thrown];
	while (chain.length < MAX_DEPTH) chain.push(propertyOf(chain[chain.length - 1], 'cause'));
	const first = (name: string) =>
		chain
			.map((one) => propertyOf(one, name))
			.find((text): text is string => typeof text === 'string' && text !== '') ?? '';
	return {
		code: first('code'),
		message: first('message'),
		hasBegun: chain.some((one) => propertyOf(one, 'response') !== undefined),
	};
}

/** Some properties of errors are not enumerable. */
function propertyOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
