import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { reserveListeners } from '../../editor/listeners.mts';
import { LISTENERS } from '../../../scripts/lib/editorOptions.mjs';

let end = async (): Promise<void> => undefined;
afterEach(() => end());

/** Below the ports that the system hands out, so that no other test takes them. */
const LOW_PORTS = Array.from({ length: 500 }, (_, step) => 21_000 + step * 10);

/** A port of which all that are asked for are free. */
async function freeRun(): Promise<number> {
	for (const first of LOW_PORTS) {
		try {
			return (await reserveListeners(first)).editor;
		} catch {
			// Somebody is there; the next ones are tried.
		}
	}
	throw new Error('No seven free ports in a row were found.');
}

async function occupy(port: number): Promise<void> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	end = () => new Promise((resolve) => server.close(() => resolve()));
}

describe('the ports of npm run editor', () => {
	it.each([...LISTENERS.entries()])(
		'are refused when number %i, of %s, is in use, with who needs it and what to do',
		async (offset, who) => {
			const first = await freeRun();
			const taken = first + offset;
			await occupy(taken);
			await expect(reserveListeners(first)).rejects.toThrow(
				`Port ${taken} on 127.0.0.1 is where ${who} would listen, but it is in use. End the program that uses it, or choose other ports, for example: npm run editor -- --port ${first + 100}`,
			);
		},
	);

	it('follow the first one, and are free again', async () => {
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
