import { NodeOperationError } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { runItems } from '../../../../../nodes/shared/items/runItems.ts';
import { trouble } from '../../../../support/defenderErrors.mts';
import { FakeHost, rejection } from '../../../../support/fakeHost.mts';
import { n8nContext } from '../../../../support/n8nContext.mts';

const loop = { bound: 3 };

describe('runItems', () => {
	it('several items → outputs in the order of the items, each paired with its item', async () => {
		const host = new FakeHost();
		const items = await runItems(n8nContext({ items: 3 }), loop, async (index) => {
			await host.sleep(30 - index * 10);
			return Array.from({ length: index }, (_, part) => ({ index, part }));
		});
		expect(items).toEqual([
			{ json: { index: 1, part: 0 }, pairedItem: { item: 1 } },
			{ json: { index: 2, part: 0 }, pairedItem: { item: 2 } },
			{ json: { index: 2, part: 1 }, pairedItem: { item: 2 } },
		]);
	});

	it('many rows → the row objects themselves, with one pairing object for each item', async () => {
		const rows = [0, 1].map((item) => Array.from({ length: 1_000 }, (_, row) => ({ item, row })));
		const items = await runItems(n8nContext({ items: 2 }), loop, async (index) => rows[index] ?? []);
		expect(items).toHaveLength(2_000);
		expect(items.every(({ json }, at) => json === rows[at < 1_000 ? 0 : 1]?.[at % 1_000])).toBe(true);
		expect(new Set(items.map(({ pairedItem }) => pairedItem))).toEqual(new Set([{ item: 0 }, { item: 1 }]));
		expect(new Set(items.map(({ pairedItem }) => pairedItem)).size).toBe(2);
	});

	it('item with a file → one item with binary data', async () => {
		const file = { data: 'eA==', mimeType: 'text/csv' };
		const items = await runItems(n8nContext({ items: 2 }), loop, async (index) =>
			index === 0 ? { json: { rowCount: 1 }, binary: { data: file } } : [{ plain: true }],
		);
		expect(items).toEqual([
			{ json: { rowCount: 1 }, binary: { data: file }, pairedItem: { item: 0 } },
			{ json: { plain: true }, pairedItem: { item: 1 } },
		]);
	});

	it('failed items → the error of the first one, and how many items are done', async () => {
		const host = new FakeHost();
		const failing = runItems(n8nContext({ items: 5 }), loop, async (index) => {
			await host.sleep(index === 2 ? 10 : 50);
			if (index !== 0)
				throw trouble({ kind: 'notFound' }, 'none', { status: 404, code: 'NotFound', message: '' });
			return [{}];
		});
		expect(await rejection(failing)).toMatchObject({
			message: 'made up: notFound',
			description: 'Nothing to do. Items already done: 1 of 5.',
			httpCode: '404',
			context: { itemIndex: 1 },
		});
	});

	it('canceled writes → the incidents that may have been changed', async () => {
		const about = (index: number) => ({ id: `4841${index}` });
		const failing = runItems(n8nContext({ items: 5 }), { ...loop, about }, async (index) => {
			throw trouble({ kind: 'canceled' }, index === 1 ? 'none' : 'unknown');
		});
		expect(await rejection(failing)).toMatchObject({
			description:
				'Nothing to do. The change may have been saved. Check the incident before you repeat it. Incident: 48410. The change may also have been saved in incident 48412. Items already done: 0 of 5.',
		});
	});

	it('Continue on Fail → errors as items', async () => {
		const items = await runItems(n8nContext({ items: 3, continueOnFail: true }), loop, async (index) => {
			if (index === 0) return [{ fine: true }];
			if (index === 1) throw new TypeError('odd');
			throw trouble({ kind: 'serviceDown' }, 'unknown', { status: 500, code: 'UnknownError', message: '' });
		});
		expect(items[2]?.json['description']).toMatch(/^Nothing to do\./);
		expect(items.map(({ json }) => json)).toMatchObject([
			{ fine: true },
			{ error: 'odd' },
			{
				error: 'made up: serviceDown',
				httpCode: '500',
				code: 'UnknownError',
				mayHaveBeenWritten: true,
			},
		]);
	});

	it('key of one item cannot be read → only this item fails', async () => {
		const read = (index: number) => {
			if (index === 1) throw new Error('expression failed');
			return 'same';
		};
		const items = await runItems(
			n8nContext({ items: 3, continueOnFail: true }),
			{ bound: 3, keyOf: read },
			async (index) => [{ key: read(index) }],
		);
		expect(items.map(({ json }) => json)).toEqual([
			{ key: 'same' },
			{ error: 'expression failed' },
			{ key: 'same' },
		]);
	});

	it('canceled execution → no other item starts', async () => {
		const aborting = new AbortController();
		const started: number[] = [];
		await runItems(n8nContext({ items: 5, signal: aborting.signal }), { bound: 1 }, async (index) => {
			started.push(index);
			if (index === 1) aborting.abort();
			return [{}];
		});
		expect(started).toEqual([0, 1]);
	});

	it('canceled execution with Continue on Fail → an error and no items', async () => {
		const aborting = new AbortController();
		const failing = runItems(
			n8nContext({ continueOnFail: true, signal: aborting.signal }),
			loop,
			async () => {
				aborting.abort();
				throw trouble({ kind: 'canceled' });
			},
		);
		expect(await rejection(failing)).toBeInstanceOf(NodeOperationError);
	});
});
