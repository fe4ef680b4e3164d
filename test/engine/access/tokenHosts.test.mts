import { describe, expect, it } from 'vitest';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { startLoopback } from '../../support/loopback.mts';
import { expectNoSecrets, our } from '../../support/practice.mts';
import { IDS, errorTexts } from '../../support/errorTexts.mts';
import { httpRequest, presented, readOne, tokenCalls } from '../../support/tokenUse.mts';

const newBench = benchesOnDemand();

describe('token and other hosts', () => {
	it('the API redirects → the token is not sent there, and the error names the target', async () => {
		const elsewhere = await startLoopback();
		const bench = await newBench();
		bench.fault({ redirect: `${elsewhere.origin}/v1.0/security/incidents` });
		const result = await bench.run(readOne);
		await elsewhere.close();
		expect(elsewhere.calls).toEqual([]);
		expect(result.error?.message).toBe(
			`The API address redirects to "${elsewhere.origin}/v1.0/security/incidents"`,
		);
		expect(result.error?.description).toBe(
			"Check the cloud and the API URL in the credential. Microsoft's APIs never redirect (status 302), so the host is wrong or a proxy responded instead. The token was not sent there.",
		);
		expectNoSecrets(bench, result);
	});

	it('the API redirects the HTTP Request node → the token is not sent there', async () => {
		const elsewhere = await startLoopback();
		const bench = await newBench();
		bench.fault({ redirect: `${elsewhere.origin}/v1.0/security/incidents` }, { times: 'always' });
		const result = await bench.run(httpRequest(`${bench.practice.origin}/v1.0/security/incidents`));
		await elsewhere.close();
		expect(elsewhere.calls).toEqual([]);
		expect(result.error?.httpCode).toBe('302');
		expect(bench.apiCalls()).toContain('GET incidents');
	});

	it('the sign-in redirects → the secret is not sent there', async () => {
		const elsewhere = await startLoopback();
		const bench = await newBench();
		bench.fault({ redirect: `${elsewhere.origin}/token` }, { match: { kind: 'token' } });
		const result = await bench.run(readOne);
		await elsewhere.close();
		expect(elsewhere.minted).toEqual([]);
		expect(result.error?.message).toBe(
			`The response of ${bench.practice.origin} to the sign-in is not from Microsoft Entra ID (status 302). Check the Login URL, and whether a proxy or firewall responds in place of Microsoft.`,
		);
	});

	it('next link to another host → refused, and nothing is sent there', async () => {
		const elsewhere = await startLoopback();
		const bench = await newBench();
		bench.fault({ nextLinkOrigin: elsewhere.origin });
		const result = await bench.run(our('getIncidents', { returnAll: true }));
		await elsewhere.close();
		expect(elsewhere.calls).toEqual([]);
		expect(result.items('getIncidents')).toEqual([]);
		expect(result.error?.message).toMatch(
			new RegExp(
				`^The next page of the list points to another host \\("${elsewhere.origin}/v1\\.0/security/inc`,
			),
		);
		expect(result.error?.description).toBe(
			`Look for a proxy that changes responses. Reading stopped, because the token is only sent to ${bench.practice.origin}.`,
		);
	});

	newBench.eachRow(['', 'with a stored token'])(
		'HTTP Request to another host, with or without a stored token → refused',
		async (stored) => {
			const elsewhere = await startLoopback();
			const bench = await newBench();
			if (stored !== '') await bench.run(readOne);
			const result = await bench.run(httpRequest(`${elsewhere.origin}/v1.0/security/incidents`));
			await elsewhere.close();
			expect(elsewhere.calls).toEqual([]);
			expect(result.error?.message).toBe(
				`This credential sends its token only to ${bench.practice.origin}, not to "${elsewhere.origin}". Use the credential's own API host, or another credential for the other service.`,
			);
			expectNoSecrets(bench, result);
		},
	);

	it('HTTP Request to the credential’s own API → works', async () => {
		const bench = await newBench();
		const result = await bench.run(httpRequest(`${bench.practice.origin}/v1.0/security/incidents?$top=1`));
		expect(result.error).toBeUndefined();
		expect(presented(bench)).toEqual([1]);
	});
});

describe('API that rejects the token', () => {
	it('status 401 once → one renewal, and the request succeeds', async () => {
		const bench = await newBench();
		bench.fault({ status: 401 });
		const result = await bench.run(readOne);
		expect(result.items('getIncidents')).toHaveLength(1);
		expect(presented(bench)).toEqual([1, 2]);
	});

	it('status 401 always → an error after one renewal', async () => {
		const bench = await newBench();
		bench.fault({ status: 401 }, { times: 'always' });
		const result = await bench.run(readOne);
		expect(result.error?.httpCode).toBe('401');
		expect(errorTexts(bench, result)).toEqual({
			message: 'Microsoft Defender rejected the sign-in',
			description: `Check that Cloud in the credential is the tenant's cloud and that the audience "https://graph.microsoft.com" belongs to the API. A new token was also rejected. (Status 401; code "InvalidAuthenticationToken"; Microsoft's message: Access token has expired or is not yet valid.; ${IDS})`,
		});
		// n8n keeps no body of a 401, so the last call is repeated to read why.
		expect(presented(bench)).toEqual([1, 2, 2]);
		expect(tokenCalls(bench)).toHaveLength(2);
	});

	it('status 403 → one request, and no new token', async () => {
		const bench = await newBench();
		bench.fault({ status: 403 }, { times: 'always' });
		const result = await bench.run(readOne);
		expect(result.error?.httpCode).toBe('403');
		expect(presented(bench)).toEqual([1]);
		expect(tokenCalls(bench)).toHaveLength(1);
	});
});
