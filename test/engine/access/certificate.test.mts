import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPractice, type KeyMaterial } from '../../../lab/tenant/practice.mts';
import { makeCertificate, type MadeCertificate } from '../../../lab/test/support/certificates.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import { deepText, expectNoSecrets, our, startBench, type Bench } from '../../support/practice.mts';

const PASSPHRASE = 'correct horse battery';
const OK = { status: 'OK', message: 'Connection successful!' };
const OPEN_CREDENTIAL = 'Fix the problem above, then use Test in the credential to check the sign-in.';

let bench: Bench;
let made: MadeCertificate;
let other: MadeCertificate;
beforeAll(async () => {
	[bench, made, other] = await Promise.all([startBench(), makeCertificate(), makeCertificate()]);
	bench.tenant.app.addCertificate(made.certificate);
}, 60_000);
afterAll(() => bench.close());
beforeEach(() => store(made));

/** The fields of the credential: only texts. */
const plain = ({ certificate, privateKey, passphrase }: KeyMaterial): KeyMaterial => ({
	certificate,
	privateKey,
	...(passphrase === undefined ? {} : { passphrase }),
});

/** Stores a credential with this certificate and key, without a token. */
function store(material: KeyMaterial): void {
	bench.credentials.write(bench.credentialId, { ...bench.tenant.certificateCredential(plain(material)) });
}

const encrypted = (type: 'pkcs1' | 'pkcs8') =>
	made.key.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE }).toString();

const tokenCalls = () => bench.practice.calls.filter(({ kind }) => kind === 'token');
const readOne = our('getIncidents', { limit: 1 });

/** Fails if a shown or recorded text contains part of a key in any form, the passphrase or an assertion. */
function expectNoKey(shown: unknown): void {
	expectNoSecrets(bench, shown);
	const text = deepText([shown, bench.practice.calls]);
	expect(text).not.toContain(PASSPHRASE);
	expect(text).not.toMatch(/PRIVATE KEY-----\s*\w|eyJ[\w-]{20}/);
	const { privateKey } = bench.credentials.stored(bench.credentialId);
	const lines = [
		made.privateKey,
		other.privateKey,
		made.key.export({ type: 'pkcs1', format: 'pem' }).toString(),
		typeof privateKey === 'string' ? privateKey : '',
	]
		.flatMap((form) => form.split('\n'))
		.filter((line) => line.length > 20 && !line.startsWith('-----'));
	for (const line of lines) expect(text).not.toContain(line);
}

/** The error of a node and the result of Test. Also checks that no secret leaked and no API request was sent. */
async function failedSignIn() {
	const before = bench.apiCalls().length;
	const result = await bench.run(readOne);
	const test = await bench.test();
	expect(bench.apiCalls().length).toBe(before);
	expectNoKey([result, test]);
	return { message: result.error?.message, description: result.error?.description, test };
}

const messagesFor = (message: string) => ({
	message,
	description: OPEN_CREDENTIAL,
	test: { status: 'Error', message },
});

describe('certificate credential', () => {
	eachRow<readonly [string, () => KeyMaterial]>([
		['with a plain key', () => made],
		['with an encrypted key', () => ({ ...made, privateKey: encrypted('pkcs8'), passphrase: PASSPHRASE })],
		[
			'with an encrypted PKCS#1 key',
			() => ({ ...made, privateKey: encrypted('pkcs1'), passphrase: PASSPHRASE }),
		],
		[
			'with line breaks lost in a password field',
			() => ({
				certificate: made.certificate.replaceAll('\n', ' '),
				privateKey: made.privateKey.replaceAll('\n', ''),
			}),
		],
	])('each form of certificate and key → node and Test sign in', async (_, material) => {
		store(material());
		const before = tokenCalls().length;
		const result = await bench.run(readOne);
		expect(result.error).toBeUndefined();
		expect(result.items('getIncidents')).toHaveLength(1);
		const test = await bench.test();
		expect(test).toEqual(OK);
		const [first] = tokenCalls().slice(before);
		expect(first).toMatchObject({
			status: 200,
			body: {
				client_id: bench.tenant.app.clientId,
				client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
			},
		});
		expectNoKey([result, test]);
	});

	it('node runs again → the stored token is used', async () => {
		await bench.run(readOne);
		const before = tokenCalls().length;
		expect((await bench.run(readOne)).error).toBeUndefined();
		expect(tokenCalls()).toHaveLength(before);
	});

	it('certificate in the credential changed → a new sign-in', async () => {
		const app = bench.tenant.addApp({
			roles: ['SecurityIncident.Read.All'],
			certificates: [made.certificate, other.certificate],
		});
		bench.credentials.write(bench.credentialId, { ...bench.tenant.certificateCredential(plain(made), app) });
		expect((await bench.run(readOne)).error).toBeUndefined();
		const before = tokenCalls().length;
		const { certificate, privateKey } = other;
		bench.credentials.edit(bench.credentialId, { certificate, privateKey });
		expect((await bench.run(readOne)).error).toBeUndefined();
		expect(tokenCalls()).toHaveLength(before + 1);
	});
});

describe('certificate that Entra ID rejects', () => {
	const settled = (text: string | undefined) =>
		text?.replace(/correlation id [0-9a-f-]{36}/, 'correlation id …');

	it('another certificate is uploaded → asks to upload this one', async () => {
		store(other);
		const { message, test } = await failedSignIn();
		const sentence = `Microsoft Entra ID rejected the Certificate. Upload the certificate of this credential under Certificates & secrets in the app registration ${bench.tenant.app.clientId} (AADSTS700027, correlation id …)`;
		expect(settled(message)).toBe(sentence);
		expect({ ...test, message: settled(test.message) }).toEqual({ status: 'Error', message: sentence });
	});

	it('clocks differ by an hour → names the clock of the n8n server and the difference', async () => {
		const ahead = await startPractice({ realTime: () => new Date(Date.now() + 3_600_000) });
		const tenant = ahead.addTenant({ empty: true });
		tenant.app.addCertificate(made.certificate);
		bench.credentials.write(bench.credentialId, { ...tenant.certificateCredential(plain(made)) });
		const { message, test } = await failedSignIn();
		await ahead.close();
		const sentence =
			"The n8n server's clock differs from Microsoft Entra ID's clock. Correct the clock of the n8n server. It is 60 minutes behind (AADSTS700024, correlation id …)";
		expect(settled(message)).toBe(sentence);
		expect({ ...test, message: settled(test.message) }).toEqual({ status: 'Error', message: sentence });
	});
});

describe('certificate that cannot sign in', () => {
	eachRow<readonly [string, () => Promise<KeyMaterial>, RegExp]>([
		[
			'an expired one',
			() => makeCertificate({ to: '2021-03-04T05:06:07Z' }),
			/^The Certificate expired at 2021-03-04 05:06:07 UTC\. Create a new certificate /,
		],
		[
			'the key of another one',
			async () => ({ certificate: made.certificate, privateKey: other.privateKey }),
			/^Private Key does not belong to the Certificate\. Paste /,
		],
		[
			'a wrong passphrase',
			async () => ({ ...made, privateKey: encrypted('pkcs8'), passphrase: 'wrong' }),
			/^Passphrase does not decrypt the Private Key\. Enter the passphrase /,
		],
		[
			'an empty one',
			async () => ({ certificate: '', privateKey: made.privateKey }),
			/^Certificate is empty\. Paste the certificate /,
		],
	])(
		'invalid certificate, key or passphrase → error that names it before any request',
		async (_, material, heading) => {
			store(await material());
			const before = bench.practice.calls.length;
			const failure = await failedSignIn();
			expect(failure.message).toMatch(heading);
			expect(failure).toEqual(messagesFor(failure.message ?? ''));
			expect(bench.practice.calls).toHaveLength(before);
		},
	);
});
