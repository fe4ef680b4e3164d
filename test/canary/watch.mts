import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { afterAll, expect, inject } from 'vitest';
import { KEPT_CHANNEL } from '../../lab/engine/channels.mts';
import { RECORD_CHANNEL, SECRET_CHANNEL } from '../../lab/tenant/announce.mts';
import { Canary } from './canary.mts';

/** One line of the run's file: what one test file's time added. */
export interface WatchLine {
	readonly file: string;
	readonly secrets: number;
	readonly kept: number;
	readonly characters: number;
	/** The planted secret was found. */
	readonly control: boolean;
}

interface Watch {
	readonly canary: Canary;
	kept: number;
}

declare global {
	// Test files share a process, and each loads this module again.
	var practiceWatch: Watch | undefined;
}

function startWatch(): Watch {
	const watch: Watch = { canary: new Canary(), kept: 0 };
	subscribe(SECRET_CHANNEL, (secret) => watch.canary.learn(String(secret)));
	subscribe(RECORD_CHANNEL, (calls) => watch.canary.searchValue('the record of the practice tenant', calls));
	subscribe(KEPT_CHANNEL, (data) => {
		watch.kept += 1;
		watch.canary.searchValue('what n8n keeps or shows', data);
	});
	const write = process.stdout.write.bind(process.stdout);
	process.stdout.write = (chunk: string | Uint8Array, ...rest: never[]) => {
		watch.canary.search('the output', String(chunk));
		return write(chunk, ...rest);
	};
	return watch;
}

globalThis.practiceWatch ??= startWatch();
const watch = globalThis.practiceWatch;
const before = { ...watch.canary.searched, kept: watch.kept };

/** A planted secret has to be found, or the search itself is broken. */
function controlFound(): boolean {
	const planted = randomBytes(24).toString('base64url');
	watch.canary.learn(planted);
	watch.canary.searchValue('control', [{ json: { text: `Bearer ${planted}` } }]);
	return watch.canary.takeFound().includes('control');
}

afterAll(() => {
	const found = watch.canary.takeFound();
	const line: WatchLine = {
		file: expect.getState().testPath ?? '',
		secrets: watch.canary.secrets,
		kept: watch.kept - before.kept,
		characters: watch.canary.searched.characters - before.characters,
		control: controlFound(),
	};
	appendFileSync(inject('canaryFile'), `${JSON.stringify(line)}\n`);
	expect(found, 'a secret was found in').toEqual([]);
});
