import { createServer } from 'node:http';

/** One row as the service sends it, whatever it is. */
type Row = Readonly<Record<string, unknown>> | null | string | readonly unknown[];

/** A hand-written list of incidents in both APIs: pages of any size, and rows of any kind. */
export interface ListServer {
	readonly origin: string;
	/** Rows in the order in which they are listed; both filter and order are applied to those that have the time. */
	rows: readonly Row[];
	/** How many rows the pages have, in turn and again from the beginning; 0 for an empty one that leads on. */
	sizes: readonly number[];
	/** Whether conditions and order are ignored. */
	ignoresAll: boolean;
	/** What is answered by ID; undefined for the row. */
	byId: ((id: string) => unknown) | undefined;
	/** Changes the link of each page. */
	linkOf: (link: string) => unknown;
	/** The service's time, in milliseconds. */
	time: number;
	/** Paths with query of the calls so far. */
	readonly calls: string[];
	readonly close: () => Promise<void>;
}

const NAMES = {
	legacy: { id: 'incidentId', createdDateTime: 'createdTime', lastUpdateDateTime: 'lastUpdateTime' },
	graph: { id: 'id', createdDateTime: 'createdDateTime', lastUpdateDateTime: 'lastUpdateDateTime' },
} as const;

/** Starts it on a port that the system chooses. */
export async function startListServer(api: keyof typeof NAMES): Promise<ListServer> {
	const names = NAMES[api];
	const path = api === 'graph' ? '/v1.0/security/incidents' : '/api/incidents';
	const rests = new Map<string, readonly Row[]>();
	let pages = 0;
	const valueOf = (row: Row, name: string): unknown =>
		typeof row === 'object' && row !== null && !Array.isArray(row) ? Reflect.get(row, name) : undefined;
	const matching = (filter: string, orderBy: string): readonly Row[] => {
		const conditions = [...filter.matchAll(/(\w+) (ge|lt) ([\d:.TZ-]+)/g)];
		const found = self.rows.filter((row) =>
			conditions.every(([, name = '', sign, bound = '']) => {
				const value = valueOf(row, name);
				return typeof value !== 'string' || (sign === 'ge' ? value >= bound : value < bound);
			}),
		);
		const [field = '', direction] = orderBy.split(' ');
		const key = (row: Row) => {
			const value = valueOf(row, field);
			return typeof value === 'string' ? value : '';
		};
		const sign = direction === 'desc' ? -1 : 1;
		return [...found].sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
	};
	const listed = (url: URL): object => {
		const rest = rests.get(url.searchParams.get('page') ?? '');
		const [filter, orderBy] = ['$filter', '$orderby'].map((name) => url.searchParams.get(name) ?? '');
		const rows = rest ?? (self.ignoresAll ? self.rows : matching(filter ?? '', orderBy ?? ''));
		const size = self.sizes[pages++ % self.sizes.length] ?? 1;
		if (size > 0 && rows.length <= size) return { value: rows };
		const name = `p${pages}`;
		rests.set(name, rows.slice(size));
		const link = self.linkOf(`${self.origin}${path}?page=${name}`);
		return { value: rows.slice(0, size), '@odata.nextLink': link };
	};
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '', self.origin);
		const id = decodeURIComponent(url.pathname.split('/').pop() ?? '');
		self.calls.push(`${url.pathname}${url.search}`);
		const row = self.rows.find((one) => String(valueOf(one, names.id)) === id);
		const isList = url.pathname.toLowerCase().replace(/\/$/, '') === path;
		const answer = isList ? listed(url) : (self.byId?.(id) ?? row);
		const date = { 'content-type': 'application/json', date: new Date(self.time).toUTCString() };
		response.writeHead(answer === undefined ? 404 : 200, date).end(JSON.stringify(answer ?? { error: {} }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const self: ListServer = {
		origin: `http://127.0.0.1:${port}`,
		...{ rows: [], sizes: [50], ignoresAll: false, byId: undefined, linkOf: (link) => link, calls: [] },
		time: Date.now(),
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return self;
}
