import { expect, it } from 'vitest';
import { benchPerFile } from '../../support/benchHooks.mts';
import { our } from '../../support/practice.mts';

const current = benchPerFile();
const ROWS = 100_000;
const TEXTS = ['DeviceName', 'FileName', 'SHA1', 'AccountName', 'RemoteUrl', 'ActionType', 'Folder'];

/** The text of an answer, written past the tenant: what is tried is the way from there to the items. */
function answerText(): string {
	const schema = [
		...TEXTS.map((name) => ({ name, type: 'String' })),
		{ name: 'IsRemote', type: 'SByte' },
		{ name: 'ReportId', type: 'Int64' },
		{ name: 'Nothing', type: 'String' },
	];
	const row = (index: number) =>
		`{${TEXTS.map((name) => `"${name}":"${name} ${index}"`).join()},"IsRemote@odata.type":"#SByte","IsRemote":${index % 2},"ReportId@odata.type":"#Int64","ReportId":${index === 0 ? '9223372036854775807' : index},"Nothing":{}}`;
	const rows = Array.from({ length: ROWS }, (_, index) => row(index));
	return `{"schema":${JSON.stringify(schema)},"results":[${rows.join()}]}`;
}

it(
	'hunt › 100,000 rows of ten columns → as many typed items, and a hint that rows may be missing',
	{ timeout: 120_000 },
	async () => {
		current.bench.fault({ status: 200, body: answerText() });
		const result = await current.bench.run(our('runHuntingQuery', { query: 'T', returnAll: true }));
		expect(result.error).toBeUndefined();
		const items = result.items('runHuntingQuery');
		expect(items).toHaveLength(ROWS);
		expect(new Set(items.map(({ json }) => json)).size).toBe(ROWS);
		// One pairing and one array for all: whatever is made per row is made 100,000 times.
		expect(new Set(items.map(({ pairedItem }) => pairedItem)).size).toBe(1);
		expect(items.every((item) => Object.keys(item).length === 2)).toBe(true);
		const text = (index: number) => Object.fromEntries(TEXTS.map((name) => [name, `${name} ${index}`]));
		const last = ROWS - 1;
		expect([items[0]?.json, items[last]?.json]).toEqual([
			{ ...text(0), IsRemote: false, ReportId: '9223372036854775807', Nothing: null },
			{ ...text(last), IsRemote: true, ReportId: last, Nothing: null },
		]);
		expect(items.every(({ json }) => Object.keys(json).length === 10)).toBe(true);
		expect(result.hints('runHuntingQuery').map(({ message }) => message.split(',')[0])).toContain(
			'Microsoft Defender returned exactly 100',
		);
	},
);
