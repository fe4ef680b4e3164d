import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../lab/tenant/practice.mts';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import type { Bench } from '../../support/practice.mts';
import { errorTexts } from '../../support/errorTexts.mts';
import { readOne } from '../../support/tokenUse.mts';
import { unreachableOrigin } from '../../support/unreachable.mts';
import { connect, connected, editSignIn, grants } from '../../support/userBench.mts';

const newBench = benchesOnDemand();

const TOKEN_CALL: Fault['match'] = { kind: 'token' };
const THEN = 'Fix the problem above, then run the workflow again.';
const CORRELATION = /correlation id [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** n8n 2.x passes nothing on of Entra ID's reason for `invalid_grant`. */
const NOT_RENEWED =
	'The sign-in of the connected account could not be renewed. Open the credential in n8n, press Reconnect and sign in again. It was revoked or unused for too long, or the password or a policy changed.';
const SECOND_FACTOR =
	'Microsoft Entra ID requires multifactor authentication from the user. Connect the account again in the credential and complete the prompt, which n8n cannot do in the background. If this happens again, use the application credential, which needs no user (AADSTS50076, correlation id …)';
const BLOCKED =
	"A Conditional Access policy blocks the sign-in. Ask an administrator to find the policy in the sign-in logs of Microsoft Entra ID. The n8n server renews the tokens, so it must meet the policy's conditions, such as a trusted network. Or use the application credential, which needs no user (AADSTS53003, correlation id …)";

/** The message and description after the API rejected the token and n8n tried to renew it. */
async function errorAtRenewal(bench: Bench) {
	bench.fault({ status: 401 });
	const result = await bench.run(readOne);
	const { message, description } = errorTexts(bench, result);
	return [message?.replace(CORRELATION, 'correlation id …'), description];
}

describe('renewal of a user’s sign-in', () => {
	it('revoked → a message and the next step', async () => {
		const bench = await connected(newBench);
		bench.tenant.user.endSessions('revoked');
		expect(await errorAtRenewal(bench)).toEqual([NOT_RENEWED, THEN]);
		expect(grants(bench)).toEqual(['authorization_code 200', 'refresh_token 400']);
		await connect(bench);
		expect((await bench.run(readOne)).error).toBeUndefined();
	});

	it('changed secret → a message and the next step', async () => {
		const bench = await connected(newBench);
		bench.tenant.app.rotateSecret();
		expect(await errorAtRenewal(bench)).toEqual([
			expect.stringMatching(
				/^Microsoft Entra ID rejected the Client Secret\. .*\(AADSTS7000215, correlation id …\)$/,
			),
			THEN,
		]);
	});

	newBench.eachRow(['invalid_grant', 'interaction_required'] as const)(
		'policy requires a second factor → the reason if n8n passes it on, and the next step',
		async (interaction) => {
			const bench = await connected(newBench, { behaviours: { interaction } });
			bench.tenant.policies.secondFactor = true;
			expect(await errorAtRenewal(bench)).toEqual([
				interaction === 'invalid_grant' ? NOT_RENEWED : SECOND_FACTOR,
				THEN,
			]);
		},
	);

	newBench.eachRow(['invalid_grant', 'interaction_required'] as const)(
		'policy blocks it → the reason if n8n passes it on, and the next step',
		async (interaction) => {
			const bench = await connected(newBench, { behaviours: { interaction } });
			bench.tenant.policies.blocked = true;
			expect(await errorAtRenewal(bench)).toEqual([
				interaction === 'invalid_grant' ? NOT_RENEWED : BLOCKED,
				THEN,
			]);
		},
	);

	it('no refresh token → a message and the next step', async () => {
		const bench = await connected(newBench);
		editSignIn(bench, { refresh_token: undefined });
		expect(await errorAtRenewal(bench)).toEqual([
			'The sign-in of the connected account has expired. Open the credential in n8n, press Reconnect and sign in again. n8n has no refresh token to renew it.',
			THEN,
		]);
	});

	it('Entra ID unavailable → a message and the next step', async () => {
		const bench = await connected(newBench);
		bench.fault({ status: 503 }, { match: TOKEN_CALL });
		expect(await errorAtRenewal(bench)).toEqual([
			expect.stringMatching(
				/^Microsoft Entra ID is temporarily unavailable at http:\/\/practice \(status 503\)\./,
			),
			THEN,
		]);
	});

	it('another system responds → error names it', async () => {
		const bench = await connected(newBench);
		bench.fault('html', { match: TOKEN_CALL });
		expect(await errorAtRenewal(bench)).toEqual([
			expect.stringMatching(
				/^A web page arrived instead of Microsoft Entra ID's response\. .*"Sign in to the proxy"/,
			),
			THEN,
		]);
	});

	it('Entra ID not reachable → error names the address', async () => {
		const bench = await connected(newBench);
		const origin = await unreachableOrigin();
		bench.credentials.edit(bench.credentialId, { loginUrl: origin });
		expect(await errorAtRenewal(bench)).toEqual([
			expect.stringMatching(new RegExp(`^The connection to ${origin} was refused\\..*While signing in;`)),
			THEN,
		]);
	});
});
