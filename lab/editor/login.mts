import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import type { InstalledN8n } from '../../scripts/lib/realN8n.mjs';
import type { Owner } from './environment.mts';
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

/** The rounds that n8n itself uses. */
const BCRYPT_ROUNDS = 10;
const bcrypt = z.object({ hashSync: z.function(z.tuple([z.string(), z.number()]), z.string()) });

/** The login as n8n takes it from its environment: with a hash, made by the library that n8n brings along. */
export function asOwner({ n8n }: InstalledN8n, { email, password }: Login): Owner {
	const { hashSync } = bcrypt.parse(createRequire(n8n)('bcryptjs'));
	return { email, passwordHash: hashSync(password, BCRYPT_ROUNDS) };
}
