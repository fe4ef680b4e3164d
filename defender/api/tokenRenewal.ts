import type { TokenAccess } from './tokenAccess';

/** Result of a request, as far as its token is concerned. */
export interface Sent<Result> {
	readonly result: Result;
	/** The request was denied with the old token and not repeated. The next request uses a new token. */
	readonly nextIsRenewed: boolean;
}

/**
 * Sends the requests of one execution and renews their token at most once. The first request is sent alone, so that parallel
 * items do not each fetch a token. A token keeps the permissions of its issue, so a missing one requires a new token.
 */
export class TokenRenewal {
	// These promises have no value, so that no response of up to 50 MB is kept.
	private firstRequest: Promise<void> | undefined;
	private renewal: Promise<void> | undefined;
	private renewNext = false;

	constructor(private readonly access: TokenAccess) {}

	/**
	 * @param request sends the request, with a new token if `freshToken` is true
	 * @param isDenied whether the token lacks a permission that a new one may have
	 * @param once do not repeat the request, because the read it depends on would be outdated
	 */
	async send<Result>(
		request: (freshToken: boolean) => Promise<Result>,
		isDenied: (result: Result) => boolean,
		once: boolean,
	): Promise<Sent<Result>> {
		if (this.firstRequest !== undefined) await this.firstRequest;
		else this.renewNext = this.access.lacksPermission && this.access.claimRenewal();
		if (this.renewal !== undefined) await this.renewal;
		const isRenewed = this.renewal !== undefined || this.renewNext;
		const result = await this.sendWithToken(request);
		if (isRenewed || !isDenied(result) || !this.canRenew()) return { result, nextIsRenewed: false };
		if (once) return { result, nextIsRenewed: true };
		// No await before the renewing request starts: otherwise another request could start a second renewal.
		if (this.renewal !== undefined) await this.renewal;
		return { result: await this.sendWithToken(request), nextIsRenewed: false };
	}

	/** Whether the next request uses a new token, or another request has renewed it meanwhile. */
	private canRenew(): boolean {
		if (this.renewal === undefined && !this.renewNext) this.renewNext = this.access.claimRenewal();
		return this.renewal !== undefined || this.renewNext;
	}

	private sendWithToken<Result>(request: (freshToken: boolean) => Promise<Result>): Promise<Result> {
		const result = request(this.renewNext);
		const ended = result.then(() => undefined);
		if (this.renewNext) this.renewal = ended;
		this.renewNext = false;
		this.firstRequest ??= ended;
		return result;
	}
}
