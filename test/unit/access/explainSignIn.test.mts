import { describe, expect, it } from 'vitest';
import { getAppToken } from '../../../defender/access/appToken.ts';
import { explainSignIn } from '../../../defender/access/explainSignIn.ts';
import { clientOf, CLIENT, entra, fields, refusing, secretOf, TENANT } from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

async function sentence(
	number: number,
	code?: string,
	more?: object,
): Promise<{ text: string; sent: string }> {
	const access = clientOf(fields());
	const service = refusing(number, code, more);
	const text = await getAppToken(access, '', service.send, () => START).then(
		() => 'no failure',
		(failure: unknown) => (failure instanceof Error ? failure.message : 'no Error'),
	);
	expect(text).not.toContain(secretOf(access));
	return { text, sent: new URLSearchParams(service.calls[0]?.body).get('client-request-id') ?? 'none sent' };
}

/** What each refusal must name: the thing that is wrong, and where to put it right. */
const TABLE: [number, string, RegExp, RegExp][] = [
	[7000215, 'invalid_client', /rejected the Client Secret/, /Paste the secret's Value, not its Secret ID/],
	[
		7000222,
		'invalid_client',
		/Client Secret has expired/,
		/Create a new secret under Certificates & secrets/,
	],
	[
		700027,
		'invalid_client',
		/rejected the Certificate/,
		new RegExp(`Upload the certificate .* app registration ${CLIENT}\\.`),
	],
	[50012, 'invalid_client', /rejected the Certificate/, /check the clock/],
	[1000502, 'invalid_client', /an expired or not yet valid Certificate/, /Create a new certificate/],
	[700024, 'invalid_client', /differs from Microsoft Entra ID's clock/, /Correct the clock/],
	[
		700016,
		'unauthorized_client',
		new RegExp(`${CLIENT} does not exist in the tenant ${TENANT}`),
		/Check the Application \(Client\) ID/,
	],
	[90002, 'invalid_request', new RegExp(`found no tenant "${TENANT}"`), /Check the Directory \(Tenant\) ID/],
	[900023, 'invalid_request', /found no tenant/, /Check the Directory \(Tenant\) ID/],
	[
		500011,
		'invalid_resource',
		/no API "https:\/\/graph.microsoft.com"/,
		/Check Cloud and Audience in the credential/,
	],
	[70011, 'invalid_scope', /no API/, /Check Cloud and Audience in the credential/],
	[1002012, 'invalid_request', /no API/, /Check Cloud and Audience in the credential/],
	[7000112, 'unauthorized_client', new RegExp(`${CLIENT} is disabled`), /enable sign-in/],
	[53003, 'access_denied', /Conditional Access policy/, /service principal sign-ins/],
	[7000229, 'invalid_client', /has no service principal in the tenant/, /adminconsent\?client_id=/],
	[90001, 'access_denied', /rejected the sign-in/, /sign-in logs/],
];

describe('a refusal of Entra ID', () => {
	eachRow(TABLE)(
		'AADSTS%d (%s) is told with cause, remedy, number and the id by which the sign-in logs find it',
		async (number, code, cause, remedy) => {
			const { text, sent } = await sentence(number, code);
			expect(text).toMatch(cause);
			expect(text).toMatch(remedy);
			expect(text.endsWith(`(AADSTS${number}, correlation id ${sent})`)).toBe(true);
		},
	);

	it('without a number is told by its OAuth code', async () => {
		const { text } = await sentence(7000215, 'invalid_client', {
			error_codes: undefined,
			error_description: 'x',
		});
		expect(text).toMatch(/^Microsoft Entra ID rejected the application .*\(invalid_client/);
	});

	it('shows no text in the place of a code or an id', async () => {
		const more = { error_codes: ['<b>\n'], correlation_id: `x\n${'y'.repeat(5_000)}` };
		const { text } = await sentence(7000215, 'bad code\nwith lines', more);
		expect(text).toMatch(/\(no code, correlation id [0-9a-f-]{36}\)$/);
		expect(text.length).toBeLessThan(400);
	});

	it('that repeats what it was sent shows no secret', async () => {
		const mine = fields();
		const secret = String(mine['clientSecret']);
		const service = entra(() => ({
			status: 401,
			body: {
				error: `bad ${secret}`,
				error_description: secret,
				suberror: secret,
				correlation_id: `id ${secret}`,
			},
		}));
		const failing = getAppToken(clientOf(mine), '', service.send, () => START);
		const failure: unknown = await failing.catch((reason: unknown) => reason);
		expect(String(failure)).toContain('rejected the sign-in');
		expect(String(failure)).not.toContain(secret);
	});
});

it('gives a text without a correlation id where none came', () => {
	const refusal = { number: undefined, code: 'x', correlationId: undefined };
	expect(explainSignIn(refusal, { ...clientOf(fields()), secretLooksLikeId: false })).toMatch(/\(x\)$/);
});
