import huntingSchema from '../../lab/tenant/kql/advanced-hunting-schema.json' with { type: 'json' };

/** Column types by table, with Kusto's own names of the types. */
export type KustoSchema = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Two small tables, so that a test can list all columns. */
export const TWO_TABLES: KustoSchema = {
	DeviceInfo: { Timestamp: 'DateTime', DeviceId: 'String', DeviceName: 'String', OSVersion: 'String' },
	DeviceProcessEvents: {
		Timestamp: 'DateTime',
		DeviceId: 'String',
		DeviceName: 'String',
		FileName: 'String',
		ProcessCommandLine: 'String',
		ProcessId: 'Long',
		AdditionalFields: 'Dynamic',
	},
};

const TYPE_NAMES: Readonly<Record<string, string>> = {
	string: 'String',
	datetime: 'DateTime',
	dynamic: 'Dynamic',
	long: 'Long',
	int: 'Int',
	bool: 'Bool',
	guid: 'Guid',
	real: 'Real',
};

/** All tables of Defender's advanced hunting. */
export const DEFENDER_TABLES: KustoSchema = Object.fromEntries(
	Object.entries(huntingSchema).map(([table, columns]) => [
		table,
		Object.fromEntries(Object.entries(columns).map(([column, type]) => [column, TYPE_NAMES[type] ?? type])),
	]),
);
