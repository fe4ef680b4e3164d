import { Pacer, type PacerOptions } from '../../defender/core/pacer.ts';
import type { RequestEnd } from '../../defender/core/throttleSignals.ts';
import { BoundedHost } from './boundedHost.mts';
import { START } from './fakeHost.mts';

export const SERVED: RequestEnd = { kind: 'served', signals: undefined };
/** A 429, or an end outside the service. */
export const REFUSED: RequestEnd = { kind: 'other', signals: undefined };
export const trace = { status: 429, code: 'TooManyRequests', message: 'slow down', requestId: 'r-1' };

/** A pacer over a fake clock. `sent` are the milliseconds after the start at which requests were sent. */
export function pacerFixture(options: Partial<PacerOptions> = {}) {
	const host = new BoundedHost();
	const pacer = new Pacer(host, { quotas: [], maxWaitMs: 60_000, ...options });
	const sent: number[] = [];
	const acquire = async () => {
		const request = await pacer.acquire();
		sent.push(host.time - START);
		return request;
	};
	/** Sends one request, which ends after 50 ms. */
	const sendOne = async (end = SERVED) => {
		const request = await acquire();
		await host.sleep(50);
		pacer.recordEnd(request, end);
	};
	const many = async (count: number) =>
		await Promise.all(Array.from({ length: count }, async () => sendOne()));
	/** Ends a request with a 429. */
	const refuse = (request: number, pauseMs: number, more: { readonly isGuess?: boolean } = {}) => {
		pacer.recordEnd(request, REFUSED);
		pacer.recordThrottling(request, { pauseMs, trace, ...more });
	};
	/** Sends requests at once that have no response yet. */
	const open = async (count: number) =>
		await Promise.all(Array.from({ length: count }, async () => await acquire()));
	return { host, pacer, sent, acquire, sendOne, many, refuse, open };
}

/** Lets everything run that waits for no time. */
export const settled = async () => await new Promise<void>((resolve) => setImmediate(resolve));
