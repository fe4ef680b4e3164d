import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEngine, CredentialStore, type Engine } from '../../../lab/engine/engine.mts';
import { startPractice, type Practice } from '../../../lab/tenant/practice.mts';
import { CREDENTIAL_TYPE } from '../../support/practice.mts';
import { readOne } from '../../support/tokenUse.mts';
import { chain } from '../../../lab/test/support/workflows.mts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A copy of the built package, from which a test removes a file. */
let copy: string;
let bundle: string;
let engine: Engine;
let practice: Practice;

beforeAll(async () => {
	mkdirSync(join(ROOT, '.cache'), { recursive: true });
	copy = mkdtempSync(join(ROOT, '.cache', 'package-'));
	for (const name of ['dist', 'package.json'])
		cpSync(join(ROOT, name), join(copy, name), { recursive: true });
	bundle = join(copy, 'dist', 'defender', 'access', 'msalBundle.js');
	engine = await createEngine({ packageDir: copy });
}, 120_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));
beforeEach(async () => {
	practice = await startPractice();
});
afterEach(async () => await practice.close());

describe('a package folder that lacks the sign-in code for a while', () => {
	it('run and Test → name the missing file, and the next run signs in with the same secret', async () => {
		const tenant = practice.addTenant({ empty: true });
		tenant.incidents.create({ id: '48417' });
		const credentials = new CredentialStore();
		const { id } = credentials.create(CREDENTIAL_TYPE, { ...tenant.credential() });
		const node = { ...readOne, credentials: { [CREDENTIAL_TYPE]: { id, name: 'Practice' } } };
		const run = async () => await engine.run(chain(node), { credentials });
		const tokens = () => practice.calls.filter(({ kind }) => kind === 'token').length;

		renameSync(bundle, `${bundle}.away`);
		const says =
			/^Sign-in failed: a file of this package is missing or damaged\. Install the package again\./;
		expect((await run()).error?.message).toMatch(says);
		expect((await engine.testCredential(credentials, id)).message).toMatch(says);
		expect((await run()).error?.message).toMatch(says);
		expect(tokens()).toBe(0);

		renameSync(`${bundle}.away`, bundle);
		expect((await run()).error).toBeUndefined();
		expect(tokens()).toBe(1);
	});
});
