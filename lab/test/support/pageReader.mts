import { request } from 'node:http';
import { startPractice, type Practice, type Tenant, type TenantOptions } from '../../tenant/practice.mts';

/** A response to a browser. */
export interface Seen {
	readonly status: number;
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
	readonly text: string;
}

/** A practice tenant as a browser reaches it. */
export interface Reader {
	readonly practice: Practice;
	readonly tenant: Tenant;
	/** `path` from the root, or below the tenant's pages. */
	get(path: string, headers?: Record<string, string>): Promise<Seen>;
	/** Sends a form of the tenant's pages as the page itself would. */
	post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Seen>;
}

// fetch sets Host and Sec-Fetch-Site itself, so it cannot imitate a browser on another site.
function call(
	origin: string,
	method: string,
	path: string,
	headers: Record<string, string>,
	body = '',
): Promise<Seen> {
	return new Promise((resolve, reject) => {
		const sent = request(`${origin}${path}`, { method, headers, agent: false }, (answer) => {
			const chunks: Buffer[] = [];
			answer.on('data', (chunk: Buffer) => chunks.push(chunk));
			answer.on('end', () =>
				resolve({
					status: answer.statusCode ?? 0,
					headers: answer.headers,
					text: Buffer.concat(chunks).toString('utf8'),
				}),
			);
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

/** Starts a server with one tenant, empty by default. */
export const startReader = async (options?: TenantOptions): Promise<Reader> =>
	addReader(await startPractice(), options);

/** Adds a tenant to a server, empty by default. */
export function addReader(practice: Practice, options: TenantOptions = { empty: true }): Reader {
	const tenant = practice.addTenant(options);
	const address = (path: string) => (path.startsWith('/') ? path : `/practice/${tenant.id}/${path}`);
	return {
		practice,
		tenant,
		get: (path, headers = {}) =>
			call(practice.origin, 'GET', address(path), { accept: 'text/html', ...headers }),
		post: (path, fields = {}, headers = { origin: practice.origin, 'sec-fetch-site': 'same-origin' }) =>
			call(
				practice.origin,
				'POST',
				address(path),
				{ 'content-type': 'application/x-www-form-urlencoded', ...headers },
				new URLSearchParams(fields).toString(),
			),
	};
}

/** The names of a page's tags in order, and what stands in attributes replaced: equal for pages that differ in texts only. */
export const skeleton = (page: string): string =>
	page
		.replace(/<style>[^]*?<\/style>/, '<style>')
		.replace(/"[^"]*"/g, '""')
		.replace(/>[^<]*/g, '>')
		.replace(/\s+/g, ' ');
