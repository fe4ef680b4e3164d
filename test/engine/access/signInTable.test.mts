import { describe, expect, it } from 'vitest';
import { signInRefusals } from '../../../defender/access/signInRefusals.ts';
import { benchesOnDemand, benchPerFile } from '../../support/benchHooks.mts';
import { signInMessages } from '../../support/signInMessages.mts';
import { SIGN_IN_ROWS } from '../../support/signInRows.mts';
import { errorTexts } from '../../support/errorTexts.mts';
import { readOne } from '../../support/tokenUse.mts';
import { connect, connected } from '../../support/userBench.mts';

const current = benchPerFile();
const newBench = benchesOnDemand();

const TOKEN = { match: { kind: 'token' }, times: 'always' } as const;
const rows = Object.entries(SIGN_IN_ROWS);
const numbered = (pick: 'app' | 'user' | 'connect') =>
	rows.flatMap(([cause, row]) => (row[pick] ?? []).map((number) => [cause, number, row] as const));

it('sign-in errors › table of numbers → each is tested for an application, a user, or Connect', () => {
	const table = Object.entries(signInRefusals).map(([cause, { numbers }]) => [cause, [...numbers].sort()]);
	const met = rows.map(([cause, { app = [], user = [], connect: page = [] }]) => [
		cause,
		[...new Set([...app, ...user, ...page].map(String))].sort(),
	]);
	expect(Object.fromEntries(met)).toEqual(Object.fromEntries(table));
});

describe('refused sign-in of an application', () => {
	current.eachRow(numbered('app'))(
		'each number of the table → its heading, the number and the correlation ID, the same in Test',
		async (_, number, { heading, secretIsId, clockAheadMs = 0 }) => {
			current.bench.fault({ refuseSignIn: number }, TOKEN);
			const unique = String(number + clockAheadMs).padStart(12, '0');
			const clientSecret = secretIsId ? `0b1f7c9e-1d2a-4c3b-8e5f-${unique}` : `Xy~8Q~refused-${unique}`;
			const { message, test } = await ahead(clockAheadMs, () =>
				signInMessages(current.bench, { clientSecret }),
			);
			expect(message).toMatch(heading);
			expect(message?.endsWith(` (AADSTS${number}, correlation id …)`)).toBe(true);
			expect(test).toBe(message);
		},
	);

	current.eachRow(
		rows.flatMap(([cause, { answer, heading }]) => (answer ? [[cause, answer, heading] as const] : [])),
	)('cause without a number → its heading, the same in Test', async (cause, answer, heading) => {
		current.bench.fault(answer, TOKEN);
		const { message, test } = await signInMessages(current.bench, { clientSecret: `Xy~8Q~${cause}` });
		expect(message).toMatch(heading);
		expect(test).toBe(message);
	});

	it('too many sign-ins → the time to try again', async () => {
		current.bench.fault({ refuseSignIn: 90055, retryAfterSeconds: 30 }, TOKEN);
		const { message } = await signInMessages(current.bench, { clientSecret: 'Xy~8Q~often' });
		expect(message).toMatch(/limits sign-ins.* Try again after \d{4}-\S+Z\./);
	});
});

/** Does some work while the clock of n8n's computer is ahead. */
async function ahead<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
	const { now } = Date;
	Date.now = () => now() + milliseconds;
	try {
		return await work();
	} finally {
		Date.now = now;
	}
}

describe('refused sign-in of a user', () => {
	it('at the renewal → the reason, if n8n passes it on', async () => {
		const bench = await connected(newBench);
		for (const [cause, number, { heading, secretIsId }] of numbered('user')) {
			if (secretIsId) continue;
			bench.tenant.faults.clear();
			bench.fault({ status: 401 });
			bench.fault({ refuseSignIn: number }, { match: { kind: 'token' } });
			const { message = '' } = errorTexts(bench, await bench.run(readOne));
			const hidden = /^The sign-in of the connected account could not be renewed\./.test(message);
			const calls = bench.practice.calls.filter(({ kind }) => kind === 'token');
			expect(calls.at(-1)?.status, cause).toBeGreaterThanOrEqual(400);
			if (hidden) expect(HIDDEN, `${cause} ${number}`).toContain(number);
			else expect(message, `${cause} ${number}`).toMatch(heading);
			if (!hidden)
				expect(message).toMatch(new RegExp(`\\(AADSTS${number}, correlation id [0-9a-f-]{36}\\)$`));
		}
	});

	it('at Connect → the number on Entra ID’s page', async () => {
		const bench = await connected(newBench);
		for (const [, number] of numbered('connect')) {
			bench.fault({ refuseSignIn: number }, { match: { kind: 'authorize', method: 'POST' } });
			await expect(connect(bench)).rejects.toThrow(`AADSTS${number}: `);
		}
	});
});

/** Come as `invalid_grant`, of which n8n 2.x says only that the account has to be reconnected. */
const HIDDEN = [
	...[50020, 50034, 50053, 50055, 50057, 50105, 50132, 50133, 50135, 50144, 50173, 50196, 51004],
	...[65001, 70000, 70008, 70043, 90072, 90094, 90095, 700082, 700084],
];
