import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice, type Practice, type Tenant } from '../../../tenant/practice.mts';
import { containing, tokenResponse, tokenForm } from '../../support/graphCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

let practice: Practice;
let tenant: Tenant;
beforeAll(async () => {
	practice = await startPractice();
	tenant = practice.addTenant({ empty: true });
});
afterAll(() => practice.close());

const UNKNOWN = '00000000-0000-4000-a000-000000000000';

interface Refusal {
	readonly what: string;
	readonly fields?: () => Record<string, string | undefined>;
	readonly tenantName?: () => string;
	readonly status: 400 | 401;
	readonly error: string;
	readonly code: number;
}

const refusals: readonly Refusal[] = [
	{
		what: 'a tenant that is no identifier',
		tenantName: () => 'not_a_tenant',
		status: 400,
		error: 'invalid_request',
		code: 900023,
	},
	{
		what: 'an unknown tenant id',
		tenantName: () => UNKNOWN,
		status: 400,
		error: 'invalid_request',
		code: 90002,
	},
	{
		what: 'an unknown domain',
		tenantName: () => 'nobody.example',
		status: 400,
		error: 'invalid_request',
		code: 90002,
	},
	{
		what: 'the shared tenant',
		tenantName: () => 'common',
		status: 400,
		error: 'invalid_request',
		code: 9001023,
	},
	{
		what: 'an unknown app',
		fields: () => ({ client_id: UNKNOWN }),
		status: 400,
		error: 'unauthorized_client',
		code: 700016,
	},
	{
		what: 'a wrong secret',
		fields: () => ({ client_secret: 'wrong' }),
		status: 401,
		error: 'invalid_client',
		code: 7000215,
	},
	{
		what: "the secret's id",
		fields: () => ({ client_secret: tenant.app.secretId }),
		status: 401,
		error: 'invalid_client',
		code: 7000215,
	},
	{
		what: 'no secret',
		fields: () => ({ client_secret: undefined }),
		status: 401,
		error: 'invalid_client',
		code: 7000218,
	},
	{
		what: 'a scope without /.default',
		fields: () => ({ scope: 'https://graph.microsoft.com/SecurityIncident.Read.All' }),
		status: 400,
		error: 'invalid_scope',
		code: 1002012,
	},
	{
		what: 'scopes of two APIs',
		fields: () => ({
			scope: 'https://graph.microsoft.com/.default https://api.security.microsoft.com/.default',
		}),
		status: 400,
		error: 'invalid_scope',
		code: 70011,
	},
	{
		what: "another cloud's API",
		fields: () => ({ scope: 'https://graph.microsoft.us/.default' }),
		status: 400,
		error: 'invalid_resource',
		code: 500011,
	},
	{
		what: 'another grant',
		fields: () => ({ grant_type: 'password' }),
		status: 400,
		error: 'unsupported_grant_type',
		code: 70003,
	},
	...['grant_type', 'client_id', 'scope'].map(
		(field): Refusal => ({
			what: `no ${field}`,
			fields: () => ({ [field]: undefined }),
			status: 400,
			error: 'invalid_request',
			code: 900144,
		}),
	),
];

describe('Entra token endpoint', () => {
	eachRow(refusals)(
		'an invalid request → its status, error and AADSTS number',
		async ({ fields, tenantName, status, error, code }) => {
			const form = tokenForm(tenant.app, fields?.());
			const answer = await tokenResponse(practice, tenantName?.() ?? tenant.id, form);
			expect(answer.status).toBe(status);
			expect(answer.json).toMatchObject({
				error,
				error_codes: [code],
				error_uri: containing(String(code)),
			});
		},
	);

	it('an expired secret → AADSTS7000222, a wrong one AADSTS7000215', async () => {
		const app = tenant.addApp({ roles: [], secretState: 'expired' });
		expect((await tokenResponse(practice, tenant.id, tokenForm(app))).json.error_codes).toEqual([7000222]);
		const wrong = await tokenResponse(practice, tenant.id, tokenForm(app, { client_secret: 'wrong' }));
		expect(wrong.json.error_codes).toEqual([7000215]);
	});

	it('an app of another tenant → AADSTS700016', async () => {
		const other = practice.addTenant({ empty: true });
		const answer = await tokenResponse(practice, other.id, tokenForm(tenant.app));
		expect(answer.json.error_codes).toEqual([700016]);
	});

	it('a JSON body → grant_type is missing, and no body in the request ledger', async () => {
		const answer = await tokenResponse(
			practice,
			tenant.id,
			JSON.stringify({ client_secret: tenant.app.clientSecret }),
			{
				headers: { 'content-type': 'application/json' },
			},
		);
		expect(answer.json.error_description).toContain("'grant_type'");
		expect(tenant.calls.at(-1)?.body).toBeNull();
	});

	it("an error → description, IDs and time in Entra's format", async () => {
		const correlation = 'c0ffee00-0000-4000-a000-000000000001';
		const { json } = await tokenResponse(
			practice,
			tenant.id,
			tokenForm(tenant.app, { client_secret: 'wrong' }),
			{
				headers: { 'client-request-id': correlation },
			},
		);
		expect(json.correlation_id).toBe(correlation);
		expect(json.timestamp).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}Z$/);
		expect(json.error_description).toMatch(/^AADSTS7000215: Invalid client secret provided\./);
		expect(json.error_description).toContain(
			`Trace ID: ${String(json.trace_id)} Correlation ID: ${correlation} Timestamp: ${String(json.timestamp)}`,
		);
	});
});
