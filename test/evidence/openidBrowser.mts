/** A browser as far as a sign-in needs one: it keeps cookies, follows redirects and sends forms. */
export class Browser {
	private readonly cookies = new Map<string, { readonly path: string; readonly value: string }>();

	/** @param stopAt origin and path at which nothing is called any more */
	constructor(private readonly stopAt: string) {}

	/**
	 * Opens an address and answers each form on the way with `fields` and the form's own hidden fields.
	 * Returns the address at which the way ended. Throws an Error for a page without form.
	 */
	async follow(address: string, fields: Readonly<Record<string, string>>): Promise<URL> {
		let [url, body]: [URL, URLSearchParams | undefined] = [new URL(address), undefined];
		for (let step = 0; step < 20; step += 1) {
			if (`${url.origin}${url.pathname}` === this.stopAt) return url;
			const answer = await this.call(url, body);
			const location = answer.headers.get('location');
			const text = await answer.text();
			if (location !== null) {
				[url, body] = [new URL(location, url), undefined];
				continue;
			}
			const action = /<form[^>]*action="([^"]+)"/.exec(text)?.[1];
			if (action === undefined) throw new Error(`A page without form: ${text.slice(0, 500)}`);
			const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
			body = new URLSearchParams([
				...hidden.map(([, name = '', value = '']): [string, string] => [name, value]),
				...Object.entries(fields),
			]);
			url = new URL(action, url);
		}
		throw new Error('The sign-in did not end.');
	}

	private async call(url: URL, body: URLSearchParams | undefined): Promise<Response> {
		const sent = [...this.cookies].filter(([, { path }]) => url.pathname.startsWith(path));
		const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
		const answer = await fetch(url, {
			redirect: 'manual',
			headers: { cookie },
			...(body === undefined ? {} : { method: 'POST', body }),
		});
		for (const line of answer.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
			this.cookies.set(name, { path: /path=([^;]+)/i.exec(line)?.[1] ?? '/', value });
		}
		return answer;
	}
}
