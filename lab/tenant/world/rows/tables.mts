/** The event tables of this world, as Microsoft's advanced hunting schema names them. */
export type TableName =
	| 'DeviceProcessEvents'
	| 'DeviceNetworkEvents'
	| 'DeviceFileEvents'
	| 'DeviceLogonEvents'
	| 'EmailEvents'
	| 'EmailUrlInfo'
	| 'EmailAttachmentInfo'
	| 'EmailPostDeliveryEvents'
	| 'UrlClickEvents'
	| 'CloudAppEvents'
	| 'EntraIdSignInEvents';

/** `dynamic` columns hold JSON values; a long above 2^53 is a bigint. */
export type Cell =
	| string
	| number
	| bigint
	| boolean
	| null
	| readonly Cell[]
	| { readonly [key: string]: Cell };

/** Column name to value; a column that is left out is null. */
export type Row = Readonly<Record<string, Cell>>;
/** A row of an event table. */
export type TimedRow = Row & { readonly Timestamp: string };
export type Rows = Readonly<Partial<Record<TableName, readonly TimedRow[]>>>;
export type Tables = Readonly<Record<TableName, readonly TimedRow[]>>;

/** All rows of a table in order of time. Rows of the same instant keep the order they came in. */
function gather(parts: readonly Rows[], table: TableName): TimedRow[] {
	return parts
		.flatMap((part) => part[table] ?? [])
		.sort((a, b) => (a.Timestamp < b.Timestamp ? -1 : a.Timestamp > b.Timestamp ? 1 : 0));
}

/** Joins parts of the world into one set of rows per table. */
export function joinRows(parts: readonly Rows[]): Tables {
	return {
		DeviceProcessEvents: gather(parts, 'DeviceProcessEvents'),
		DeviceNetworkEvents: gather(parts, 'DeviceNetworkEvents'),
		DeviceFileEvents: gather(parts, 'DeviceFileEvents'),
		DeviceLogonEvents: gather(parts, 'DeviceLogonEvents'),
		EmailEvents: gather(parts, 'EmailEvents'),
		EmailUrlInfo: gather(parts, 'EmailUrlInfo'),
		EmailAttachmentInfo: gather(parts, 'EmailAttachmentInfo'),
		EmailPostDeliveryEvents: gather(parts, 'EmailPostDeliveryEvents'),
		UrlClickEvents: gather(parts, 'UrlClickEvents'),
		CloudAppEvents: gather(parts, 'CloudAppEvents'),
		EntraIdSignInEvents: gather(parts, 'EntraIdSignInEvents'),
	};
}
