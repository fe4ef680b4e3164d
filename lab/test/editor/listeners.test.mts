import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { eachRow } from '../support/eachRow.mts';
import { reserveListeners } from '../../editor/listeners.mts';
import { LISTENERS } from '../../../scripts/lib/editorOptions.mjs';

/** Below the ports that the system hands out, so that no other test takes them. */
const LOW_PORTS = Array.from({ length: 500 }, (_, step) => 21_000 + step * 10);

/** The first of seven free ports in a row. */
async function freeRun(): Promise<number> {
	for (const first of LOW_PORTS) {
		try {
			return (await reserveListeners(first)).editor;
		} catch {
			// Another program uses one of them.
		}
	}
	throw new Error('No seven free ports in a row were found.');
}

/** Listens on a port. Returns what ends that. */
async function occupy(port: number): Promise<() => Promise<void>> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	return () => new Promise((resolve) => server.close(() => resolve()));
}

describe('npm run editor ports', () => {
	eachRow([...LISTENERS.entries()])(
		'one of the ports is in use → the message names its server and suggests other ports',
		async (offset, who) => {
			const first = await freeRun();
			const taken = first + offset;
			const release = await occupy(taken);
			await expect(reserveListeners(first).finally(release)).rejects.toThrow(
				`Port ${taken} on 127.0.0.1 is where ${who} would listen, but it is in use. End the program that uses it, or choose other ports, for example: npm run editor -- --port ${first + 100}`,
			);
		},
	);

	it('all ports are free → consecutive numbers, free again afterwards', async () => {
		const first = await freeRun();
		const expected = {
			editor: first,
			tenant: first + 1,
			jira: first + 2,
			chat: first + 3,
			mail: first + 4,
			model: first + 5,
			broker: first + 6,
		};
		expect(await reserveListeners(first)).toEqual(expected);
		expect(await reserveListeners(first)).toEqual(expected);
	});
});
