import { afterEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../lab/test/support/certificates.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { startForeignServer, type ForeignServer } from '../../support/foreignServer.mts';
import { expectNoSecrets, our, type Bench } from '../../support/practice.mts';
import { ID, updateStep } from '../../support/updateFixture.mts';
import { incidentById } from '../../support/practice.mts';
import { unreachableOrigin } from '../../support/unreachable.mts';

const current = benchPerTest();
const servers: ForeignServer[] = [];

afterEach(async () => {
	for (const server of servers.splice(0)) await server.close();
});

async function foreign(...given: Parameters<typeof startForeignServer>): Promise<ForeignServer> {
	const server = await startForeignServer(...given);
	servers.push(server);
	current.bench.credentials.edit(current.bench.credentialId, { apiUrl: server.origin });
	return server;
}

const read = our('getIncidents', { operation: 'get', incidentId: incidentById(ID) });
const hunt = our('runHuntingQuery', { query: 'print n = 1' });
const HTML = { 'content-type': 'text/html' };
const page = (title: string) => `<html><head><title>${title}</title></head><body>x</body></html>`;

async function shown(bench: Bench, step = read) {
	const result = await bench.run(step);
	expectNoSecrets(bench, result);
	const { message = '', description = '', httpCode } = result.error ?? {};
	return { message, description: String(description), httpCode };
}

describe('response of something between n8n and Microsoft Defender', () => {
	current.eachRow([
		[403, 'Blocked by policy', /^Ask the administrator/],
		[404, 'No such site', /^Ask the administrator/],
		[451, 'Unavailable for legal reasons', /^Ask the administrator/],
		[200, 'Welcome to the guest network', /^Ask the administrator/],
		[401, 'Log in', /^(?:Ask the administrator|A new token)/],
		[502, 'Bad Gateway', /^Try again in a few minutes. If this happens again, ask/],
		[503, 'Zscaler', /^Try again in a few minutes. If this happens again, ask/],
	])('web page with any status → its title, and nothing about permissions', async (status, title, first) => {
		const { origin } = await foreign({ status, headers: HTML, body: page(title) });
		const { message, description, httpCode } = await shown(current.bench);
		expect(message).toBe("A web page arrived instead of Microsoft Defender's response");
		expect(description).toMatch(first);
		expect(description).toContain(
			`(Status ${status} from ${origin} while reading incidents; it shows "${title}".)`,
		);
		expect(description).not.toMatch(/SecurityIncident|consent|role|licen/);
		expect(httpCode).toBeFalsy();
	});

	it('407 → names the sign-in at the proxy', async () => {
		await foreign({ status: 407, headers: HTML, body: page('Authentication required') });
		const { message, description } = await shown(current.bench, hunt);
		expect(message).toBe('A proxy between n8n and Microsoft Defender requires a sign-in');
		expect(description).toMatch(/^Enter the user name and password of the proxy/);
	});

	current.eachRow([
		['JSON of another form', 403, '{"blocked":true}', {}],
		['plain text', 403, 'category: cloud', {}],
		['an empty body behind a proxy', 403, '', { via: '1.1 proxy.contoso.com' }],
	])('JSON, text or nothing → another system responded', async (_, status, body, headers) => {
		await foreign({ status, headers, body });
		const { message } = await shown(current.bench);
		expect(message).toBe('Another system responded in place of Microsoft Defender');
	});

	it('an empty 403 → may be the service, so permissions are named', async () => {
		await foreign({ status: 403, body: '' });
		expect((await shown(current.bench)).message).toBe('Microsoft Defender does not allow reading incidents');
	});

	it('404 page in place of an incident → not taken for a missing incident', async () => {
		const server = await foreign({ status: 404, headers: HTML, body: page('Gone') });
		const { message } = await shown(current.bench, updateStep({ updateFields: { status: 'resolved' } }));
		expect(message).not.toContain('was not found');
		expect(server.calls).toHaveLength(1);
	});

	it('page with control and direction marks → one bounded line', async () => {
		await foreign({ status: 403, headers: HTML, body: page('\u202eexe.gpj\u0007 '.repeat(200)) });
		const { description } = await shown(current.bench);
		expect(description).not.toMatch(/[\p{Cc}\u202e]/u);
		expect(description.length).toBeLessThan(500);
	});
});

describe('no response from the API', () => {
	it('untrusted certificate → NODE_EXTRA_CA_CERTS, after one attempt', async () => {
		const server = await foreign({ status: 200, body: '{}' }, await makeCertificate());
		const { message, description } = await shown(current.bench);
		expect(message).toBe(`n8n does not trust the certificate at ${server.origin}`);
		expect(description).toMatch(/TLS inspection.*NODE_EXTRA_CA_CERTS/);
		expect(description).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
		expect(server.calls).toEqual([]);
	});

	it('expired certificate → the clock or who responds', async () => {
		const past = { from: '2020-01-01T00:00:00Z', to: '2021-01-01T00:00:00Z' };
		const server = await foreign({ status: 200, body: '{}' }, await makeCertificate(past));
		const { message } = await shown(current.bench);
		expect(message).toMatch(
			new RegExp(`^(?:The certificate at ${server.origin} has expired|n8n does not trust the certificate)`),
		);
	});

	it('https expected, http spoken → no TLS connection', async () => {
		const { origin } = await foreign({ status: 200, body: '{}' });
		const apiUrl = origin.replace('http:', 'https:');
		current.bench.credentials.edit(current.bench.credentialId, { apiUrl });
		expect((await shown(current.bench)).message).toBe(`The TLS connection to ${apiUrl} failed`);
	});

	it('refused connection → names the address that was tried', async () => {
		const apiUrl = await unreachableOrigin();
		current.bench.credentials.edit(current.bench.credentialId, { apiUrl });
		const { message, description } = await shown(current.bench);
		expect(message).toBe(`The connection to ${apiUrl} was refused`);
		expect(description).toContain(`the connection reported "${apiUrl.replace('http://', '')}"`);
	});
});
