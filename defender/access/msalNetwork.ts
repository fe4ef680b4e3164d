import { findTokenRequestFailure, type TokenRequestFailure } from './tokenRequestFailure';
import type { SendRequest } from './sendRequest';
import { readTransportFailure } from './transportFailure';

/** Options that MSAL passes to its network module. Only `appToken` imports MSAL, and it checks that these types match. */
interface MsalRequest {
	headers?: Record<string, string>;
	body?: string;
}

interface MsalResponse<T> {
	headers: Record<string, string>;
	body: T;
	status: number;
}

/** MSAL's network module on n8n's HTTP client, so that n8n's proxy, SSRF protection and allowed domains apply. */
export class MsalNetwork {
	/** Failure of the last request, if it received no response for MSAL. MSAL's own error would hide it. */
	requestFailure: TokenRequestFailure | undefined;

	/** Whether Entra ID rejected the last request. */
	isRefused = false;

	/** Entra ID's clock minus n8n's, in milliseconds; undefined if the last response contained no time. */
	clockOffsetMs: number | undefined;

	/** @param now Unix time in milliseconds */
	constructor(
		private readonly send: SendRequest,
		private readonly now: () => number,
	) {}

	async sendGetRequestAsync<T>(url: string, options?: MsalRequest): Promise<MsalResponse<T>> {
		return await this.exchange<T>('GET', url, options);
	}

	async sendPostRequestAsync<T>(url: string, options?: MsalRequest): Promise<MsalResponse<T>> {
		return await this.exchange<T>('POST', url, options);
	}

	private async exchange<T>(
		method: 'GET' | 'POST',
		url: string,
		options?: MsalRequest,
	): Promise<MsalResponse<T>> {
		const response = await this.send({
			method,
			url,
			headers: options?.headers ?? {},
			body: options?.body ?? '',
		}).catch((failure: unknown): never => {
			throw this.fail({ kind: 'noResponse', failure: readTransportFailure(failure) });
		});
		this.clockOffsetMs = this.clockOffset(response.headers['date']);
		const body = parseJson<T>(response.text);
		const failure = findTokenRequestFailure(response, body, this.now());
		if (failure !== undefined || body === undefined) {
			throw this.fail(failure ?? { kind: 'unreadable', status: response.status });
		}
		this.isRefused = response.status >= 400;
		return { status: response.status, headers: { ...response.headers }, body };
	}

	/** MSAL replaces the message of an error from its network module. */
	private fail(failure: TokenRequestFailure): Error {
		this.requestFailure = failure;
		return new Error(failure.kind);
	}

	private clockOffset(date: string | undefined): number | undefined {
		const time = Date.parse(date ?? '');
		return Number.isNaN(time) ? undefined : time - this.now();
	}
}

/** MSAL names the expected type and checks it itself. */
function parseJson<T>(text: string): T | undefined {
	try {
		const body: T = JSON.parse(text);
		return body;
	} catch {
		return undefined;
	}
}
