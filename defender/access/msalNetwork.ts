import { findTokenRequestFailure, type TokenRequestFailure } from './tokenRequestFailure';
import type { SendRequest } from './sendRequest';
import { readTransportFailure } from './transportFailure';

/** What MSAL passes to its network module; MSAL itself is imported by `appToken` alone, which checks that the shapes fit. */
interface MsalRequest {
	headers?: Record<string, string>;
	body?: string;
}

interface MsalResponse<T> {
	headers: Record<string, string>;
	body: T;
	status: number;
}

/** MSAL's network seam over n8n's client, so that proxy, SSRF guard and allowed domains hold and MSAL opens no socket. */
export class MsalNetwork {
	/** Set when the last call brought nothing that MSAL could judge; MSAL's own error would hide it. */
	requestFailure: TokenRequestFailure | undefined;

	/** Whether the last answer was Entra ID's refusal. */
	isRefused = false;

	/** Entra ID's clock minus ours, in milliseconds, when the last answer told its time. */
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
		const answer = await this.send({
			method,
			url,
			headers: options?.headers ?? {},
			body: options?.body ?? '',
		}).catch((failure: unknown): never => {
			throw this.silenced({ kind: 'noResponse', failure: readTransportFailure(failure) });
		});
		this.clockOffsetMs = this.clockDifference(answer.headers['date']);
		const body = parsed<T>(answer.text);
		const silence = findTokenRequestFailure(answer, body, this.now());
		if (silence !== undefined || body === undefined) {
			throw this.silenced(silence ?? { kind: 'unreadable', status: answer.status });
		}
		this.isRefused = answer.status >= 400;
		return { status: answer.status, headers: { ...answer.headers }, body };
	}

	/** MSAL passes on what its network module throws, in words of its own. */
	private silenced(silence: TokenRequestFailure): Error {
		this.requestFailure = silence;
		return new Error(silence.kind);
	}

	private clockDifference(date: string | undefined): number | undefined {
		const told = Date.parse(date ?? '');
		return Number.isNaN(told) ? undefined : told - this.now();
	}
}

/** MSAL names the shape that it expects and checks it itself. */
function parsed<T>(text: string): T | undefined {
	try {
		const body: T = JSON.parse(text);
		return body;
	} catch {
		return undefined;
	}
}
