import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, inject, it } from 'vitest';
import { instanceAt, twoPorts } from '../../lab/editor/instance.mts';
import { ownerOf } from '../../lab/editor/login.mts';
import { createLog } from '../../lab/editor/log.mts';
import { createOriginal } from '../../lab/editor/original.mts';
import { createRestClient } from '../../lab/editor/restClient.mts';
import { startServer } from '../../lab/editor/server.mts';
import { copyUserFolder } from '../../lab/editor/userFolder.mts';

const intruder = {
	email: 'intruder@evil.example',
	password: `Aa1${randomBytes(12).toString('hex')}`,
	firstName: 'In',
	lastName: 'Truder',
};

/** What n8n returns with status 200, whatever is requested, until its own routes are there (`abstract-server.js`). */
const STARTING = 'n8n is starting up. Please wait';

/** Tries to become the owner again and again. @returns the statuses of the responses by n8n's own routes */
async function rush(origin: string, until: AbortSignal): Promise<readonly number[]> {
	const statuses = new Set<number>();
	while (!until.aborted) {
		const answer = await fetch(`${origin}/rest/owner/setup`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(intruder),
		}).catch(() => undefined);
		if (answer === undefined) await pause(5);
		else if ((await answer.text()) !== STARTING) statuses.add(answer.status);
	}
	return [...statuses];
}

it('n8n of the practice editor › first start → cannot be taken over by another local user', async () => {
	const { path: userFolder, remove } = copyUserFolder(inject('original'));
	const [port, brokerPort] = await twoPorts();
	const owner = ownerOf(userFolder);
	const places = { userFolder, port, brokerPort, owner, proxy: inject('proxy') };
	const instance = instanceAt(places, createLog('owner'));
	const done = new AbortController();
	const rushing = rush(`http://127.0.0.1:${port}`, done.signal);
	const server = await startServer(instance);
	try {
		await createRestClient(server.origin, owner).signIn();
		await pause(500);
		done.abort();
		const statuses = await rushing;
		expect(statuses.length).toBeGreaterThan(0);
		expect(statuses.filter((status) => status < 400)).toEqual([]);
		await expect(createRestClient(server.origin, intruder).signIn()).rejects.toThrow(/401/);
	} finally {
		done.abort();
		await server.stop();
		remove();
	}
});

it('n8n of the practice editor › two installations → different encryption keys', async () => {
	const keyIn = (folder: string) =>
		(JSON.parse(readFileSync(path.join(folder, '.n8n', 'config'), 'utf8')) as { encryptionKey: string })
			.encryptionKey;
	const other = await createOriginal(inject('tarball'), inject('proxy'));
	const keys = [keyIn(inject('original')), keyIn(other.path)];
	other.remove();
	expect(new Set(keys).size).toBe(2);
	for (const key of keys) expect(key).toMatch(/^[\w+/=]{32}$/);
});
