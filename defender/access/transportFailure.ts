import type { TransportFailure } from '../core/noResponse';

/** n8n and HTTP clients wrap a failure a few times at most. */
const DEEPEST = 4;

/** Reads what a thrown value reports about a request without a complete response: the first code and the first message. */
export function readTransportFailure(thrown: unknown): TransportFailure {
	const chain = [thrown];
	while (chain.length < DEEPEST) chain.push(propertyOf(chain[chain.length - 1], 'cause'));
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

/** Errors keep some properties from being enumerated. */
function propertyOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
