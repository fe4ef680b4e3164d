import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPractice, type Practice } from '../../../tenant/practice.mts';
import { eachRow } from '../../support/eachRow.mts';
import { addReader, type Reader } from '../../support/pageReader.mts';

let practice: Practice;
beforeAll(async () => {
	practice = await startPractice();
});
afterAll(() => practice.close());

let reader: Reader;
beforeEach(() => {
	reader = addReader(practice);
});

const waiting = () => reader.tenant.faults.waiting(reader.tenant.clock.now());

describe('practice page guard', () => {
	eachRow([
		['another origin', { origin: 'https://evil.example' }],
		['this host on another port', { origin: 'http://127.0.0.1:1' }],
		['nowhere', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
		['another site in a browser that hides the origin', { 'sec-fetch-site': 'same-site' }],
		['a program without either header', {}],
	])('a form of another origin or of a program → 403, no change', async (_where, headers) => {
		const page = await reader.post('trouble/add', { fault: 'throttled', times: '1' }, { ...headers });
		expect(page.status).toBe(403);
		expect(waiting()).toEqual([]);
	});

	it('a form with only one of Origin and Sec-Fetch-Site → accepted', async () => {
		const fields = { fault: 'throttled', times: '1' };
		const headers = [{ origin: reader.practice.origin }, { 'sec-fetch-site': 'same-origin' }];
		for (const one of headers) expect((await reader.post('trouble/add', fields, one)).status).toBe(303);
	});

	it('another host name → 403, no tenant ID in the body', async () => {
		const { port } = new URL(reader.practice.origin);
		for (const host of [
			'evil.example',
			`evil.example:${port}`,
			'127.0.0.1',
			'localhost:1',
			`127.0.0.1.evil.example:${port}`,
		]) {
			const pages = [await reader.get('/', { host }), await reader.get('incidents', { host })];
			pages.push(await reader.post('trouble/end', {}, { host, origin: `http://${host}` }));
			expect(pages.map(({ status }) => status)).toEqual([403, 403, 403]);
			expect(pages[0]?.text).not.toContain(reader.tenant.id);
		}
		for (const host of [`localhost:${port}`, `[::1]:${port}`])
			expect((await reader.get('/', { host })).status).toBe(200);
	});
});
