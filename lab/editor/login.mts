import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { newOwner, type Login } from './restClient.mts';

const login = z.object({ email: z.string(), password: z.string() });

/** The owner of the n8n in this user folder: made at its first start and kept beside its database. */
export function ownerOf(userFolder: string): Login {
	const file = path.join(userFolder, 'login.json');
	if (existsSync(file)) return login.parse(JSON.parse(readFileSync(file, 'utf8')));
	const owner = newOwner();
	mkdirSync(userFolder, { recursive: true });
	writeFileSync(file, JSON.stringify(owner), { mode: 0o600 });
	return owner;
}
