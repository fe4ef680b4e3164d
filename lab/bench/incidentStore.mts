import { incidentId, TENANT_ID } from './serviceSettings.mts';

const START_MS = Date.UTC(2025, 0, 1);
const MINUTE_MS = 60_000;
/** Microsoft sends seven digits; JavaScript's dates have three. */
const ticks = (index: number) => String((index * 7_919) % 10_000).padStart(4, '0');
const timeOf = (ms: number, index: number) => new Date(ms).toISOString().replace('Z', `${ticks(index)}Z`);

/** A range of one of the times, as in `$filter`. */
interface Bound {
	readonly field: 'createdDateTime' | 'lastUpdateDateTime';
	readonly operator: 'ge' | 'lt';
	readonly instant: string;
}

interface Row {
	readonly createdDateTime: string;
	readonly lastUpdateDateTime: string;
	readonly text: Buffer;
}

/** Incidents as finished JSON texts in order of creation, so that the service spends no time on writing them. */
export class IncidentStore {
	private readonly rows: readonly Row[];
	private readonly changed = new Map<string, Record<string, unknown>>();

	constructor(count: number) {
		this.rows = Array.from({ length: count }, (_, index) => {
			const incident = createIncident(index);
			const { createdDateTime, lastUpdateDateTime } = incident;
			return { createdDateTime, lastUpdateDateTime, text: Buffer.from(JSON.stringify(incident)) };
		});
	}

	/** Undoes all changes, as a later change. */
	reset(): void {
		for (const id of this.changed.keys()) {
			const original = this.rows[indexOf(id)]?.text;
			if (original !== undefined) this.store(id, JSON.parse(original.toString()) as Record<string, unknown>);
		}
	}

	/**
	 * Returns one page in order of creation.
	 * @param link creates the link to the page that skips so many rows
	 */
	page(filter: string, top: number, skip: number, link: (skip: number) => string): Buffer {
		const found = this.select(filter);
		const rows = found.slice(skip, skip + top);
		const next = skip + top;
		const end = next < found.length ? `],"@odata.nextLink":${JSON.stringify(link(next))}}` : ']}';
		const parts = rows.flatMap((row, index) => (index === 0 ? [row.text] : [COMMA, row.text]));
		return Buffer.concat([PAGE_START, ...parts, Buffer.from(end)]);
	}

	/** The text of one incident; undefined if none has this ID. */
	text(id: string): Buffer | undefined {
		const changed = this.changed.get(id);
		return changed === undefined ? this.rows[indexOf(id)]?.text : Buffer.from(JSON.stringify(changed));
	}

	/** Changes fields of an incident, and returns its text. */
	change(id: string, fields: Record<string, unknown>): Buffer | undefined {
		const before = this.text(id);
		if (before === undefined) return undefined;
		this.store(id, { ...(JSON.parse(before.toString()) as Record<string, unknown>), ...fields });
		return this.text(id);
	}

	/** Adds a comment, and returns the list of all comments. */
	comment(id: string, comment: unknown): Buffer | undefined {
		const before = this.text(id);
		if (before === undefined) return undefined;
		const { comments } = JSON.parse(before.toString()) as { comments: unknown[] };
		const added = { comment, createdByDisplayName: 'API-App:Bench', createdDateTime: timeOf(Date.now(), 0) };
		this.change(id, { comments: [...comments, added] });
		return Buffer.from(JSON.stringify({ value: [...comments, added] }));
	}

	private store(id: string, incident: Record<string, unknown>): void {
		this.changed.set(id, { ...incident, lastUpdateDateTime: timeOf(Date.now(), 0) });
	}

	private select(filter: string): readonly Row[] {
		const bounds = readBounds(filter);
		const isWithin = (row: Row) =>
			bounds.every(({ field, operator, instant }) =>
				operator === 'ge' ? row[field] >= instant : row[field] < instant,
			);
		if (bounds.some(({ field }) => field === 'lastUpdateDateTime')) return this.rows.filter(isWithin);
		// Rows are in order of creation, so a range of it is found without looking at every row.
		const first = this.search(bounds.find(({ operator }) => operator === 'ge')?.instant ?? '');
		const last = bounds.find(({ operator }) => operator === 'lt');
		return this.rows.slice(first, last === undefined ? undefined : this.search(last.instant));
	}

	/** Index of the first row that was not created before an instant. */
	private search(instant: string): number {
		let [low, high] = [0, this.rows.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.rows[middle]?.createdDateTime ?? '') < instant) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

const PAGE_START = Buffer.from('{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata","value":[');
const COMMA = Buffer.from(',');

const indexOf = (id: string) => Number(id) - Number(incidentId(0));

/** @throws Error for a filter of another form, because ignoring it would measure something else */
function readBounds(filter: string): readonly Bound[] {
	if (filter === '') return [];
	return filter.split(' and ').map((clause) => {
		const [, field, operator, instant] =
			/^(createdDateTime|lastUpdateDateTime) (ge|lt) (\S+)$/.exec(clause) ?? [];
		if (field === undefined || operator === undefined || instant === undefined)
			throw new Error(`The service cannot filter by "${clause}".`);
		return { field, operator, instant } as Bound;
	});
}

function createIncident(index: number) {
	const createdMs = START_MS + index * MINUTE_MS;
	const updatedMs = createdMs + ((index * 7_919) % 5_000) * MINUTE_MS;
	const id = incidentId(index);
	return {
		'@odata.etag': `W/"${index}"`,
		id,
		tenantId: TENANT_ID,
		status: 'active',
		incidentWebUrl: `https://security.microsoft.com/incidents/${id}?tid=${TENANT_ID}`,
		redirectIncidentId: null,
		displayName: `Multi-stage incident involving Execution & Lateral movement on ${(index % 7) + 1} endpoints`,
		createdDateTime: timeOf(createdMs, index),
		lastUpdateDateTime: timeOf(updatedMs, index + 1),
		assignedTo: index % 3 === 0 ? null : `analyst${index % 9}@contoso.com`,
		classification: 'unknown',
		determination: 'unknown',
		severity: ['low', 'medium', 'high', 'informational'][index % 4],
		priorityScore: index % 100,
		customTags: index % 2 === 0 ? ['Demo'] : [],
		systemTags: index % 5 === 0 ? ['Defender Experts'] : [],
		description: `Microsoft observed activity ${index} that is typical of hands-on-keyboard attacks. `.repeat(
			5,
		),
		summary: `Defender correlated ${(index % 20) + 1} alerts of several products into this incident. `.repeat(
			4,
		),
		lastModifiedBy: 'Microsoft 365 Defender-AlertCorrelation',
		resolvingComment: null,
		comments: [
			{
				comment: `Triage of incident ${id} began.`,
				createdByDisplayName: 'analyst@contoso.com',
				createdDateTime: timeOf(updatedMs, index),
			},
		],
	};
}
