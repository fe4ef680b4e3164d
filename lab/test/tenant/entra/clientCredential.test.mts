import { createHash, X509Certificate, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice, type Practice, type PracticeApp, type Tenant } from '../../../tenant/practice.mts';
import { makeCertificate, type MadeCertificate } from '../../support/certificates.mts';
import { tokenResponse, containing, tokenForm, type ReadResponse } from '../../support/graphCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

const NOW = new Date('2026-11-22T03:00:00Z');
const SECONDS = NOW.getTime() / 1000;

let practice: Practice;
let tenant: Tenant;
let app: PracticeApp;
let made: MadeCertificate;
let other: MadeCertificate;
beforeAll(async () => {
	[practice, made, other] = await Promise.all([
		startPractice({ realTime: () => NOW }),
		makeCertificate(),
		makeCertificate(),
	]);
	tenant = practice.addTenant({ empty: true });
	app = tenant.addApp({ roles: [], certificates: [other.certificate, made.certificate] });
});
afterAll(() => practice.close());

const thumbprint = (certificate: string, digest: 'sha1' | 'sha256') =>
	createHash(digest).update(new X509Certificate(certificate).raw).digest('base64url');

interface Signing {
	readonly claims?: Record<string, unknown>;
	readonly header?: Record<string, unknown>;
	readonly alg?: string;
	readonly key?: KeyObject;
}

/** A right assertion with these differences; a claim of undefined is left out. */
async function assertion({
	claims = {},
	header,
	alg = 'PS256',
	key = made.key,
}: Signing = {}): Promise<string> {
	const named = header ?? { 'x5t#S256': thumbprint(made.certificate, 'sha256') };
	return await new SignJWT({
		aud: `${practice.origin}/${tenant.id}/oauth2/v2.0/token`,
		iss: app.clientId,
		sub: app.clientId,
		jti: 'one',
		nbf: SECONDS,
		exp: SECONDS + 600,
		...claims,
	})
		.setProtectedHeader({ alg, typ: 'JWT', ...named })
		.sign(key);
}

async function ask(
	text: string,
	fields: Record<string, string | undefined> = {},
	chosen = app,
): Promise<ReadResponse> {
	const form = tokenForm(chosen, {
		client_secret: undefined,
		client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
		client_assertion: text,
		...fields,
	});
	return await tokenResponse(practice, tenant.id, form);
}

describe('Entra client assertion', () => {
	it('signed by a registered certificate → a token, and no trace in the request ledger', async () => {
		const text = await assertion();
		const answer = await ask(text);
		expect(answer.status).toBe(200);
		expect(answer.json).toMatchObject({ token_type: 'Bearer', access_token: containing('.') });
		expect(JSON.stringify(practice.calls)).not.toContain(text);
		expect(practice.calls.at(-1)?.body).toMatchObject({ client_id: app.clientId });
	});

	it('RS256 with a SHA-1 thumbprint → accepted', async () => {
		const header = { x5t: thumbprint(made.certificate, 'sha1') };
		expect((await ask(await assertion({ alg: 'RS256', header }))).status).toBe(200);
	});

	it('a clock difference of five minutes → accepted', async () => {
		const early = await assertion({ claims: { nbf: SECONDS + 299 } });
		const late = await assertion({ claims: { nbf: SECONDS - 900, exp: SECONDS - 299 } });
		expect([(await ask(early)).status, (await ask(late)).status]).toEqual([200, 200]);
	});

	const refusals: [string, () => Signing, number][] = [
		['of a certificate that is not registered', () => ({ header: { 'x5t#S256': 'AAAA' } }), 700027],
		['signed with another key', () => ({ key: other.key }), 700027],
		['that names no certificate', () => ({ header: {} }), 50027],
		['for another token endpoint', () => ({ claims: { aud: 'https://login.loopback.invalid/x' } }), 700023],
		['for the issuer in place of the endpoint', () => ({ claims: { aud: practice.origin } }), 700023],
		['without audience', () => ({ claims: { aud: undefined } }), 700023],
		['issued by another app', () => ({ claims: { iss: tenant.id } }), 700021],
		['about another app', () => ({ claims: { sub: tenant.id } }), 700021],
		['that is over', () => ({ claims: { nbf: SECONDS - 900, exp: SECONDS - 301 } }), 700024],
		['that is not valid yet', () => ({ claims: { nbf: SECONDS + 301, exp: SECONDS + 900 } }), 700024],
		['without end', () => ({ claims: { exp: undefined } }), 700024],
	];
	eachRow(refusals)(
		'a wrong key, certificate or claim → 401 with its AADSTS number',
		async (_, signing, code) => {
			const answer = await ask(await assertion(signing()));
			expect(answer.status).toBe(401);
			expect(answer.json).toMatchObject({
				error: 'invalid_client',
				error_codes: [code],
				error_description: containing(`AADSTS${code}: `),
			});
		},
	);

	eachRow(['nonsense', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.'])(
		'not a signed JWT → AADSTS50027',
		async (text) => {
			expect((await ask(text)).json.error_codes).toEqual([50027]);
		},
	);

	it('no client_assertion_type → AADSTS900144', async () => {
		const answer = await ask(await assertion(), { client_assertion_type: undefined });
		expect(answer.json.error_codes).toEqual([900144]);
	});

	it('a wrong assertion with the right secret → refused', async () => {
		const answer = await ask(await assertion({ key: other.key }), { client_secret: app.clientSecret });
		expect(answer.json.error_codes).toEqual([700027]);
	});

	it('an expired certificate → refused as expired', async () => {
		const old = await makeCertificate({ to: '2026-11-22T02:59:59Z' });
		app.addCertificate(old.certificate);
		const header = { 'x5t#S256': thumbprint(old.certificate, 'sha256') };
		const answer = await ask(await assertion({ key: old.key, header }));
		expect(answer.json).toMatchObject({
			error_codes: [700027],
			error_description: containing('The key used is expired.'),
		});
	});
});
