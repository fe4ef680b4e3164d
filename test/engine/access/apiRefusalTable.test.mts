import { describe, expect, it } from 'vitest';
import { apiRefusals } from '../../../defender/access/explainApiRefusal.ts';
import type { Fault } from '../../../lab/tenant/practice.mts';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { errorTexts } from '../../support/errorTexts.mts';
import { readOne } from '../../support/tokenUse.mts';
import { connected } from '../../support/userBench.mts';

const newBench = benchesOnDemand();

const ALWAYS: Pick<Fault, 'times'> = { times: 'always' };
const refusal = (status: number, code: string, message: string, challenge?: string) => ({
	status,
	body: { error: { code, message } },
	...(challenge === undefined ? {} : { headers: { 'www-authenticate': challenge } }),
});

/** Texts from Microsoft's error pages and quoted responses, with the message for an application and for a user. */
const ROWS: Readonly<Record<string, readonly [ReturnType<typeof refusal>, RegExp, RegExp?]>> = {
	claimsChallenge: [
		refusal(403, 'Forbidden', 'no', 'Bearer error="insufficient_claims", claims="eyJ4Ijp7fX0="'),
		/^A Conditional Access policy .*\nAsk an administrator to allow the application/,
		/^A Conditional Access policy .*\nConnect the account again in the credential/,
	],
	notSetUp: [
		refusal(403, 'Forbidden', 'Account is not provisioned.'),
		/^Microsoft Defender XDR is not set up in this tenant\nOpen the Microsoft Defender portal/,
		/^Microsoft Defender XDR is not set up in this tenant\n/,
	],
	missingUserRole: [
		refusal(403, 'Forbidden', 'Missing user permissions.'),
		/^The signed-in user has no Defender role for reading incidents\n/,
		/^The signed-in user has no Defender role for reading incidents\nAssign the user a role/,
	],
	permissionNotApplied: [
		refusal(403, 'Forbidden', 'Missing application roles. API required roles: A, application roles: X.Y.'),
		/^Microsoft Defender does not apply the permission SecurityIncident\.Read\.All yet\nWait a few minutes and try again\. The application already has/,
		/^Microsoft Defender does not apply the permission SecurityIncident\.Read\.All yet\nWait a few minutes and try again\. The sign-in already has/,
	],
	// A user's sign-in that lacks it does not get as far as a call.
	missingPermission: [
		refusal(403, 'Forbidden', 'Missing application roles. API required roles: A, application roles: X.Y.'),
		/^The permission SecurityIncident\.Read\.All is missing .*\nOpen the app registration .* The application has ThreatHunting\.Read\.All\./,
	],
	otherForbidden: [
		refusal(403, 'Forbidden', 'No.'),
		/^Microsoft Defender does not allow reading incidents\nCheck that an administrator has consented to the permission/,
		/^Microsoft Defender does not allow reading incidents\nCheck that an administrator has consented to the permission/,
	],
	wrongAudience: [
		refusal(401, 'InvalidAuthenticationToken', 'Access token validation failure. Invalid audience.'),
		/^The token belongs to a different API or cloud\nChoose the tenant/,
		/^The token belongs to a different API or cloud\nChoose the tenant/,
	],
	unauthorized: [
		refusal(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'),
		/^Microsoft Defender rejected the sign-in\nCheck that Cloud .* A new token was also rejected\./,
		/^Microsoft Defender rejected the sign-in\nCheck that Cloud .* A new token was also rejected\./,
	],
};

it('API refusals › table of causes → each is tested', () => {
	expect(Object.keys(ROWS)).toEqual(Object.keys(apiRefusals));
});

describe('API refusal', () => {
	newBench.eachRow(['application', 'user'] as const)(
		'each cause, application or user → what to do next',
		async (context) => {
			const usual = await (context === 'user' ? connected(newBench) : newBench({ empty: true }));
			const limited = await newBench({ empty: true });
			limited.tenant.app.setRoles(['ThreatHunting.Read.All']);
			for (const [cause, [answer, toApp, toUser]] of Object.entries(ROWS)) {
				const expected = context === 'user' ? toUser : toApp;
				if (expected === undefined) continue;
				const bench = cause === 'missingPermission' ? limited : usual;
				bench.tenant.faults.clear();
				bench.fault(answer, ALWAYS);
				const { message = '', description = '' } = errorTexts(bench, await bench.run(readOne));
				expect(`${message}\n${description}`, cause).toMatch(expected);
				expect(description, cause).toMatch(new RegExp(`\\(Status ${answer.status}; .*request id …`));
			}
		},
	);
});
