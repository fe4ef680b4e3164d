import { describe, expect, it } from 'vitest';
import { benchesOnDemand, benchPerFile } from '../../support/benchHooks.mts';
import { errorTexts } from '../../support/errorTexts.mts';
import { signInMessages } from '../../support/signInMessages.mts';
import { readOne } from '../../support/tokenUse.mts';
import { connect, connected } from '../../support/userBench.mts';

const current = benchPerFile();
const newBench = benchesOnDemand();

const TOKEN = { match: { kind: 'token' }, times: 'always' } as const;

/** An OAuth error with its suberror, one AADSTS number that Entra ID sends with it, and the start of the message. */
type Path = readonly [error: string, number: number, heading: RegExp];

/**
 * What MSAL and n8n distinguish in a rejected sign-in is the OAuth error and the suberror, so one number of each is enough.
 * All numbers are tested in `test/unit/access/signInRefusals.test.mts`.
 */
const PATHS: readonly Path[] = [
	['invalid_client', 7000222, /^The Client Secret has expired\./],
	['unauthorized_client', 7000112, /^The application \S+ is disabled in the tenant\./],
	['invalid_request', 50194, /^The application cannot sign in at/],
	['invalid_resource', 500014, /^The API \S+ is disabled in the tenant\./],
	['invalid_scope', 70011, /^The tenant has no API/],
	['invalid_grant', 50196, /limits sign-ins/],
	['invalid_grant, consent_required', 65001, /^Nobody has consented to the permissions/],
	['interaction_required, message_only', 53003, /^A Conditional Access policy blocks the sign-in\./],
	['temporarily_unavailable', 90033, /^Microsoft Entra ID is temporarily unavailable/],
];

/** Errors that only an application's certificate causes. */
const APP_PATHS: readonly Path[] = [
	...PATHS,
	['invalid_client, clocks agree', 700024, /^The sign-in reached Microsoft Entra ID too late\./],
];

/** Errors that only a user's refresh token causes. */
const USER_PATHS: readonly Path[] = [
	...PATHS,
	['interaction_required', 50199, /^Microsoft Entra ID requires the user to sign in again/],
	['interaction_required, basic_action', 50076, /multifactor authentication from the user\./],
	['invalid_grant, bad_token', 50173, /^The user's sign-in was revoked/],
	['invalid_grant, token_expired', 70008, /^The user's sign-in has expired/],
];

/** Responses without a number. */
const NO_NUMBER = [
	[
		{ status: 400, body: { error: 'temporarily_unavailable', error_description: 'The server is too busy.' } },
		/^Microsoft Entra ID is temporarily unavailable/,
	],
	[
		{ status: 401, body: { error: 'invalid_client', error_description: 'No number.' } },
		/^Microsoft Entra ID rejected the application/,
	],
] as const;

describe('rejected sign-in of an application', () => {
	current.eachRow(APP_PATHS)(
		'each OAuth error → its message with number and correlation ID, the same in Test',
		async (_, number, heading) => {
			current.bench.fault({ refuseSignIn: number }, TOKEN);
			const { message, test } = await signInMessages(current.bench, { clientSecret: `Xy~8Q~${number}` });
			expect(message).toMatch(heading);
			expect(message?.endsWith(` (AADSTS${number}, correlation id …)`)).toBe(true);
			expect(test).toBe(message);
		},
	);

	current.eachRow(NO_NUMBER)(
		'no number → the message of the OAuth error, the same in Test',
		async (answer, heading) => {
			current.bench.fault(answer, TOKEN);
			const { message, test } = await signInMessages(current.bench, {
				clientSecret: `Xy~8Q~${answer.status}`,
			});
			expect(message).toMatch(heading);
			expect(test).toBe(message);
		},
	);

	it('too many sign-ins → the time to try again', async () => {
		current.bench.fault({ refuseSignIn: 90055, retryAfterSeconds: 30 }, TOKEN);
		const { message } = await signInMessages(current.bench, { clientSecret: 'Xy~8Q~often' });
		expect(message).toMatch(/limits sign-ins.* Try again after \d{4}-\S+Z\./);
	});
});

describe('rejected sign-in of a user', () => {
	it('renewal, each OAuth error → its message, except for invalid_grant, which n8n 2.x hides', async () => {
		const bench = await connected(newBench);
		for (const [error, number, heading] of USER_PATHS) {
			bench.tenant.faults.clear();
			bench.fault({ status: 401 });
			bench.fault({ refuseSignIn: number }, { match: { kind: 'token' } });
			const { message = '' } = errorTexts(bench, await bench.run(readOne));
			const calls = bench.practice.calls.filter(({ kind }) => kind === 'token');
			expect(calls.at(-1)?.status, error).toBeGreaterThanOrEqual(400);
			if (error.startsWith('invalid_grant'))
				expect(message, error).toMatch(/^The sign-in of the connected account could not be renewed\./);
			else {
				expect(message, error).toMatch(heading);
				expect(message).toMatch(new RegExp(`\\(AADSTS${number}, correlation id [0-9a-f-]{36}\\)$`));
			}
		}
	});

	it('Connect → the number on Entra ID’s page', async () => {
		const bench = await connected(newBench);
		bench.fault({ refuseSignIn: 65004 }, { match: { kind: 'authorize', method: 'POST' } });
		await expect(connect(bench)).rejects.toThrow('AADSTS65004: ');
	});
});
