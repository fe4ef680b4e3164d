import type { HttpResponse } from '../core/host';

/** A request of the credential itself: a form to Entra ID, or a request of Test to the API. */
export interface CredentialRequest {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** Sends a request through n8n's HTTP client; rejects only without a complete response. */
export type SendRequest = (request: CredentialRequest) => Promise<HttpResponse>;
