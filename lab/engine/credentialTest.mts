import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestRequest,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { createAdditionalData, createCredentialTestNode } from './additionalData.mts';
import type { Catalogue } from './catalogue.mts';
import { resolveExpressions } from './credentialExpressions.mts';
import { withDefaults } from './credentialRules.mts';
import { LabCredentialsHelper } from './credentialsHelper.mts';
import type { CredentialStore } from './credentialStore.mts';

/**
 * What the editor's Test button answers for a saved credential whose type has a `test` request. As in n8n:
 * `preAuthentication` runs when no token is stored and on a 401; an `Error` thrown there is the message; rules of the test
 * go before the status text.
 *
 * Source: packages/cli/src/services/credentials-tester.service.ts of n8n 2.41.1, whose rules are restated. Left out: tests
 * that nodes bring (`testedBy`), OAuth2 types, external secrets.
 *
 * @throws Error for an unknown id or credential type
 */
export async function testCredential(
	catalogue: Catalogue,
	store: CredentialStore,
	id: string,
): Promise<INodeCredentialTestResult> {
	const credential = readCredential(catalogue, store, id);
	const { test } = catalogue.credential(credential.type);
	if (test === undefined) return failed('No testing function found for this credential.');

	const helper = new LabCredentialsHelper(catalogue, store);
	const noOp = catalogue.nodeTypes.getByNameAndVersion('n8n-nodes-base.noOp');
	try {
		const response = await createCredentialTestNode(noOp, test, credential, helper).runNode();
		return judgeBody(test, response?.[0]?.[0]?.json ?? {});
	} catch (error) {
		return judgeError(test, error);
	}
}

/**
 * A stored credential with its fields as n8n reads them outside a workflow: defaults filled in, expressions resolved.
 *
 * @throws Error for an unknown id or credential type
 */
export function readCredential(
	catalogue: Catalogue,
	store: CredentialStore,
	id: string,
): ICredentialsDecrypted & { readonly data: ICredentialDataDecryptedObject } {
	const record = store.read(id);
	if (record === undefined) throw new Error(`There is no credential with the id "${id}".`);
	const helper = new LabCredentialsHelper(catalogue, store);
	const additionalData = createAdditionalData({ helper, mode: 'internal', executionId: 'credential' });
	const fields = withDefaults(helper.getCredentialsProperties(record.type), store.stored(id));
	const data = resolveExpressions(fields, additionalData, 'internal');
	return { id, name: record.name, type: record.type, data };
}

function judgeBody(test: ICredentialTestRequest, body: object): INodeCredentialTestResult {
	for (const rule of test.rules ?? []) {
		if (rule.type !== 'responseSuccessBody') continue;
		if (valueAt(body, rule.properties.key) === rule.properties.value) return failed(rule.properties.message);
	}
	return { status: 'OK', message: 'Connection successful!' };
}

/** The status of an HTTP answer decides unless it is a success, then the cause's code where no answer came, then the message. */
function judgeError(test: ICredentialTestRequest, error: unknown): INodeCredentialTestResult {
	const status = valueAt(error, 'cause.response.status');
	if (typeof status === 'number') {
		for (const rule of test.rules ?? []) {
			if (rule.type === 'responseCode' && rule.properties.value === status)
				return failed(rule.properties.message);
		}
		const text = valueAt(error, 'cause.response.statusText');
		if (status < 199 || status > 299)
			return failed(typeof text === 'string' && text !== '' ? text : `Received HTTP status code: ${status}`);
	} else {
		const code = valueAt(error, 'cause.code');
		if (typeof code === 'string' && code !== '') return failed(code);
	}
	return failed(error instanceof Error ? error.message : String(error));
}

function failed(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}

/** The value at a dotted path, or undefined as soon as a step is missing. */
function valueAt(from: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
			from,
		);
}
