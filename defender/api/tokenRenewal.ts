import type { Host, HttpRequest, HttpResult } from '../core/host';
import type { TokenAccess } from './tokenAccess';

/** What became of a call as far as its token is concerned. */
export interface Sent {
	readonly result: HttpResult;
	/** The call was refused with the old token and not repeated, but the next one has a new token. */
	readonly nextIsRenewed: boolean;
}

/**
 * Sends the calls of one execution. The first goes alone, so that parallel items do not each fetch a token (hard-parts
 * §1.4). Permissions are baked into a token; when it lacks one, it is renewed once for all calls (§1.5).
 */
export class TokenRenewal {
	// Of both only that they ended is remembered: an answer's text may be 50 MB.
	private opening: Promise<void> | undefined;
	private renewal: Promise<void> | undefined;
	private renewNext = false;

	constructor(
		private readonly host: Host,
		private readonly access: TokenAccess,
	) {}

	/**
	 * @param isRefused whether the answer says that the token lacks a permission
	 * @param once do not repeat the call, whose guard would be out of date by then
	 */
	async send(call: HttpRequest, isRefused: (result: HttpResult) => boolean, once: boolean): Promise<Sent> {
		if (this.opening !== undefined) await this.opening;
		else this.renewNext = this.access.lacksPermission && this.access.claimRenewal();
		if (this.renewal !== undefined) await this.renewal;
		const isRenewed = this.renewal !== undefined || this.renewNext;
		const result = await this.request(call);
		if (isRenewed || !isRefused(result) || !this.canRenew()) return { result, nextIsRenewed: false };
		if (once) return { result, nextIsRenewed: true };
		// Nothing may be awaited before the renewing request starts: another call would start a second one, or an old one.
		if (this.renewal !== undefined) await this.renewal;
		return { result: await this.request(call), nextIsRenewed: false };
	}

	/** Whether the next request brings a new token, or one did while this call was under way. */
	private canRenew(): boolean {
		if (this.renewal === undefined && !this.renewNext) this.renewNext = this.access.claimRenewal();
		return this.renewal !== undefined || this.renewNext;
	}

	private request(call: HttpRequest): Promise<HttpResult> {
		const sent = this.host.request(this.renewNext ? { ...call, freshToken: true } : call);
		const ended = sent.then(() => undefined);
		if (this.renewNext) this.renewal = ended;
		this.renewNext = false;
		this.opening ??= ended;
		return sent;
	}
}
