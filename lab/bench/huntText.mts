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

/**
 * The response to a hunt as the service writes it, with ten columns.
 * @param hasLongs whether one column has numbers beyond 2^53
 */
export function huntText(rows: number, hasLongs: boolean): Buffer {
	const uniqueId = (index: number) => (hasLongs ? 9_223_372_036_000_000_000n + BigInt(index) : index);
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
			`"ProcessUniqueId@odata.type":"#Int64","ProcessUniqueId":${uniqueId(index)}`,
			`"AccountName":${index % 3 === 0 ? '{}' : `"user${index % 500}"`}}`,
		].join(',');
	const texts = Array.from({ length: rows }, (_, index) => row(index));
	const schema = COLUMNS.map(([name, type]) => ({ name, type }));
	return Buffer.from(`{"schema":${JSON.stringify(schema)},"results":[${texts.join()}]}`);
}
