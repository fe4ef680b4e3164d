import { parseRetryAfter } from '../core/retryAfter';

/** Sends one form to Entra ID through n8n's outbound client; rejects only when no answer came. */
export type SendToEntra = (call: {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}) => Promise<{
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}>;

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

/** Why Entra ID gave no answer that MSAL could judge. */
export type EntraSilence =
	| { readonly kind: 'unreachable' }
	/** `afterMs`: how long Entra ID asks to wait. */
	| { readonly kind: 'throttled'; readonly afterMs: number | undefined }
	/** 5xx: nothing is wrong with the credential. */
	| { readonly kind: 'unavailable'; readonly status: number }
	| { readonly kind: 'unreadable'; readonly status: number };

/** MSAL's network seam over n8n's client, so that proxy, SSRF guard and allowed domains hold and MSAL opens no socket. */
export class EntraNetwork {
	/** Set when the last call brought nothing that MSAL could judge; MSAL's own error would hide it. */
	silence: EntraSilence | undefined;

	/** Whether the last answer was Entra ID's refusal. */
	refused = false;

	/** Entra ID's clock minus ours, in milliseconds, when the last answer told its time. */
	clockBehindMs: number | undefined;

	/** @param now Unix time in milliseconds */
	constructor(
		private readonly send: SendToEntra,
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
		}).catch((): never => {
			this.silence = { kind: 'unreachable' };
			throw new Error('no answer');
		});
		this.clockBehindMs = this.clockDifference(answer.headers['date']);
		if (answer.status === 429) {
			this.silence = {
				kind: 'throttled',
				afterMs: parseRetryAfter(answer.headers['retry-after'], this.now()),
			};
			throw new Error('throttled');
		}
		if (answer.status >= 500) {
			this.silence = { kind: 'unavailable', status: answer.status };
			throw new Error('not available');
		}
		const body = parsed<T>(answer.text);
		if (body === undefined) {
			this.silence = { kind: 'unreadable', status: answer.status };
			throw new Error('no JSON');
		}
		this.refused = answer.status >= 400;
		return { status: answer.status, headers: { ...answer.headers }, body };
	}

	private clockDifference(date: string | undefined): number | undefined {
		const told = Date.parse(date ?? '');
		return Number.isNaN(told) ? undefined : told - this.now();
	}
}

/** MSAL names the shape it expects and checks it itself. */
function parsed<T>(text: string): T | undefined {
	try {
		const body: T = JSON.parse(text);
		return body;
	} catch {
		return undefined;
	}
}
