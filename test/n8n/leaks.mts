import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Instance } from '../../lab/editor/instance.mts';
import { SECRET_CHANNEL } from '../../lab/tenant/announce.mts';
import { Canary } from '../canary/canary.mts';

/** Watches one real n8n for secrets of the practice tenants. */
export interface LeakWatch {
	/** Looks through a text that was seen, such as a page. */
	search(place: string, text: string): void;
	/** Looks through log and database of an n8n that has stopped, and fails when a secret was found anywhere. */
	settle(n8n: Instance): void;
}

/** Starts to learn the secrets that practice tenants of this process make. */
export function watchLeaks(): LeakWatch {
	const canary = new Canary();
	const learn = (secret: unknown) => canary.learn(String(secret));
	subscribe(SECRET_CHANNEL, learn);
	return {
		search: (place, text) => canary.search(place, text),
		settle: (n8n) => {
			unsubscribe(SECRET_CHANNEL, learn);
			const texts = { log: n8n.log.text(), database: databaseText(n8n.userFolder) };
			for (const [place, text] of Object.entries(texts)) canary.search(place, text);
			const found = canary.takeFound();
			// Both texts are what they are taken for: a word that n8n always writes there is found in the same way.
			canary.learn('credentials_entity');
			canary.search('database', texts.database);
			expect(canary.takeFound(), 'what the search sees').toEqual(['database']);
			expect(texts.log).toContain('n8n start');
			expect(found, 'a secret was found in').toEqual([]);
		},
	};
}

/** The bytes of n8n's SQLite files as text: executions are kept in them as plain JSON. */
function databaseText(userFolder: string): string {
	const folder = path.join(userFolder, '.n8n');
	if (!existsSync(folder)) return '';
	const files = readdirSync(folder).filter((name) => name.startsWith('database.sqlite'));
	return files.map((name) => readFileSync(path.join(folder, name), 'latin1')).join('\n');
}
