import { describe, expect, it } from 'vitest';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { expectNoSecrets, continueOnFail, jsonOf, type Bench } from '../../support/practice.mts';
import { readOne, tokenCalls } from '../../support/tokenUse.mts';
import { connected, grants } from '../../support/userBench.mts';

const newBench = benchesOnDemand();

const ITEMS = Array.from({ length: 500 }, () => ({}));
const going = { ...readOne, ...continueOnFail };
const WRONG =
	/^Microsoft Entra ID rejected the Client Secret\. .*\(AADSTS7000215, correlation id [0-9a-f-]{36}\)$/;

/** Runs 500 items with a wrong secret. @returns the maximum number of token requests: one in five seconds */
async function runWrong(bench: Bench): Promise<number> {
	const from = Date.now();
	bench.credentials.edit(bench.credentialId, { clientSecret: 'Xy~8Q~not-the-right-one' });
	const result = await bench.run(going, { input: ITEMS });
	const errors = jsonOf(result, 'getIncidents').map(({ error }) => String(error));
	expect(errors).toHaveLength(500);
	expect(errors.filter((error) => !WRONG.test(error))).toEqual([]);
	expectNoSecrets(bench, result);
	return 1 + Math.floor((Date.now() - from) / 5_000);
}

describe('wrong secret', () => {
	it('500 items → one token request, and each item shows the reason', async () => {
		const bench = await newBench({ empty: true });
		const bound = await runWrong(bench);
		expect(tokenCalls(bench).length).toBeLessThanOrEqual(bound);
		expect(bench.apiCalls()).toEqual([]);
	});

	it('corrected after 500 failed items → the next execution signs in at once', async () => {
		const bench = await newBench({ empty: true });
		bench.tenant.incidents.create({ id: '48417' });
		await runWrong(bench);
		const before = tokenCalls(bench).length;
		bench.credentials.edit(bench.credentialId, { clientSecret: bench.tenant.app.clientSecret });
		expect((await bench.run(readOne)).error).toBeUndefined();
		expect(tokenCalls(bench)).toHaveLength(before + 1);
	});
});

describe('Test after a refused sign-in', () => {
	it('wrong secret → a token request for each Test', async () => {
		const bench = await newBench({ empty: true });
		bench.credentials.edit(bench.credentialId, { clientSecret: 'Xy~8Q~not-the-right-one' });
		await bench.run(readOne);
		expect((await bench.test()).message).toMatch(WRONG);
		expect((await bench.test()).message).toMatch(WRONG);
		expect(tokenCalls(bench)).toHaveLength(3);
	});

	it('sign-ins no longer limited → Test passes, and so does the next execution', async () => {
		const bench = await newBench({ empty: true });
		bench.tenant.incidents.create({ id: '48417' });
		bench.fault({ status: 429, headers: { 'retry-after': '60' } }, { match: { kind: 'token' } });
		expect((await bench.run(readOne)).error?.message).toMatch(/limits sign-ins/);
		expect((await bench.run(readOne)).error?.message).toMatch(/limits sign-ins/);
		expect(tokenCalls(bench)).toHaveLength(1);
		expect((await bench.test()).status).toBe('OK');
		expect((await bench.run(readOne)).error).toBeUndefined();
		expect(tokenCalls(bench)).toHaveLength(2);
	});
});

describe('revoked sign-in of a user', () => {
	it('50 items → renewals by at most ten items, and each item shows the reason', async () => {
		const bench = await connected(newBench);
		bench.tenant.user.endSessions('revoked');
		bench.fault({ status: 401 }, { times: 'always' });
		const result = await bench.run(going, { input: ITEMS.slice(0, 50) });
		const errors = jsonOf(result, 'getIncidents').map(({ error }) => String(error));
		expect(errors).toHaveLength(50);
		expect(new Set(errors).size).toBe(1);
		expect(errors[0]).toMatch(/^The sign-in of the connected account could not be renewed/);
		expect(grants(bench).slice(1).length).toBeLessThanOrEqual(10);
		expect(bench.apiCalls().length).toBeLessThanOrEqual(10);
	});
});
