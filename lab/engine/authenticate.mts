import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INode,
	IRequestOptionsSimplified,
	Workflow,
} from 'n8n-workflow';
import { workflow as n8nWorkflow } from './n8n.mts';

/**
 * Adds a credential to a request: by the type's own function, or by its `generic` table of headers, query and body
 * values with expressions over `$credentials`. A type without `authenticate` leaves the request as it is.
 *
 * @throws Error when a generic table is to be resolved without a workflow and node
 */
export async function authenticateRequest(
	type: ICredentialType,
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions | IRequestOptionsSimplified,
	workflow: Workflow | undefined,
	node: INode | undefined,
): Promise<IHttpRequestOptions> {
	const options = request as IHttpRequestOptions;
	if (type.authenticate === undefined) return options;
	if (typeof type.authenticate === 'function') return await type.authenticate(credentials, options);
	if (workflow === undefined || node === undefined) {
		throw new Error('A generic authentication is resolved with a workflow and a node.');
	}
	return addGeneric(type.authenticate, options, (text) => {
		if (!n8nWorkflow.isExpression(text)) return text;
		const keys = { $credentials: credentials };
		const value = workflow.expression.getSimpleParameterValue(node, text, 'internal', keys, undefined, '');
		return value ? String(value) : '';
	});
}

function addGeneric(
	{ properties }: IAuthenticateGeneric,
	options: IHttpRequestOptions,
	resolved: (text: string) => string,
): IHttpRequestOptions {
	options.headers ??= {};
	for (const [part, values] of Object.entries<unknown>({ ...properties })) {
		if (typeof values !== 'object' || values === null) continue;
		const added = Object.entries<unknown>({ ...values }).map(([key, value]) => [
			resolved(key),
			resolved(String(value)),
		]);
		const before: unknown = Reflect.get(options, part);
		Reflect.set(options, part, Object.assign(before ?? {}, Object.fromEntries(added)));
	}
	return options;
}
