/** Columns of the measured result, with the service's type names. */
const COLUMNS = [
	['Timestamp', 'DateTime'],
	['DeviceName', 'String'],
	['ReportId', 'Int64'],
	['FileName', 'String'],
	['SHA256', 'String'],
	['ProcessCommandLine', 'String'],
	['ProcessId', 'Int64'],
	['IsRemote', 'SByte'],
	['ProcessUniqueId', 'Int64'],
	['AccountName', 'String'],
] as const;

export const ROWS = 100_000;

/** A hunting answer of 100,000 rows and ten columns as the service writes it; `longs`: with process ids beyond 2^53. */
export function answerText(longs: boolean): string {
	const row = (index: number) =>
		[
			`{"Timestamp":"2026-11-18T07:38:51.${String(index).padStart(7, '0')}Z"`,
			`"DeviceName":"lt-${index % 4_000}.corp.contoso.com"`,
			`"ReportId@odata.type":"#Int64","ReportId":${index}`,
			'"FileName":"powershell.exe"',
			`"SHA256":"${index.toString(16).padStart(64, 'a')}"`,
			`"ProcessCommandLine":"powershell.exe -NoProfile -File C:\\\\Users\\\\u${index}\\\\run.ps1"`,
			`"ProcessId@odata.type":"#Int64","ProcessId":${index % 65_000}`,
			`"IsRemote@odata.type":"#SByte","IsRemote":${index % 2}`,
			`"ProcessUniqueId@odata.type":"#Int64","ProcessUniqueId":${longs ? 9_223_372_036_000_000_000n + BigInt(index) : index}`,
			`"AccountName":${index % 3 === 0 ? '{}' : `"user${index % 500}"`}}`,
		].join(',');
	const rows = Array.from({ length: ROWS }, (_, index) => row(index));
	const schema = COLUMNS.map(([name, type]) => ({ name, type }));
	return `{"schema":${JSON.stringify(schema)},"results":[${rows.join()}]}`;
}
