import type { ServiceTrace } from '../../core/errors';
import { parseInstant } from '../../core/instant';
import type { HuntColumn, HuntRow } from '../result/rows';
import { isInSlice, type TimeSlice } from './timeSlice';

/** The column by which a hunt is split. */
export const TIME_COLUMN = 'Timestamp';
const TIME_TYPES = ['datetime', 'date'];

/** The response to the request for one slice. */
export interface SliceTable {
	readonly columns: readonly HuntColumn[];
	readonly rows: readonly HuntRow[];
	readonly malformed: number;
	readonly numbersAsText: boolean;
	/** Microsoft's error next to the rows. */
	readonly reported?: ServiceTrace;
}

/** Whether the result has the column that shows to which slice a row belongs. */
export function hasTimeColumn(columns: readonly HuntColumn[]): boolean {
	return columns.some(({ name, type }) => name === TIME_COLUMN && TIME_TYPES.includes(type.toLowerCase()));
}

/**
 * Collects the rows of all slices. Rows are never compared with each other, because two events can be equal in every column.
 */
export class SliceRows {
	readonly rows: HuntRow[] = [];
	columns: readonly HuntColumn[] = [];
	/** Rows left out: they are no objects, or their time is unreadable. */
	malformed = 0;
	numbersAsText = false;
	/** Microsoft's first error next to rows. */
	reported: ServiceTrace | undefined;

	/** @param maximum number of rows; one more is kept to show that there are more */
	constructor(private readonly maximum: number) {}

	/** Whether any response arrived, possibly without rows. */
	get hasTable(): boolean {
		return this.columns.length > 0;
	}

	get isFull(): boolean {
		return this.rows.length > this.maximum;
	}

	/** Drops the row above the maximum. */
	dropExcess(): void {
		if (this.isFull) this.rows.length = this.maximum;
	}

	/**
	 * Adds the rows of a slice, until this is full.
	 * @param slice undefined to add every row
	 * @returns whether the response has no unreadable row and no error next to its rows
	 */
	add({ columns, rows, malformed, numbersAsText, reported }: SliceTable, slice?: TimeSlice): boolean {
		const malformedBefore = this.malformed;
		if (!this.hasTable) this.columns = columns;
		this.malformed += malformed;
		this.numbersAsText ||= numbersAsText;
		this.reported ??= reported;
		for (const row of rows) {
			if (this.isFull) break;
			if (slice === undefined || this.belongsTo(slice, row[TIME_COLUMN])) this.rows.push(row);
		}
		return reported === undefined && this.malformed === malformedBefore;
	}

	private belongsTo(slice: TimeSlice, cell: unknown): boolean {
		const at = typeof cell === 'string' ? parseInstant(cell) : undefined;
		if (at === undefined) this.malformed += 1;
		return at !== undefined && isInSlice(at, slice);
	}
}
