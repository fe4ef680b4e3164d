import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { authenticateRequest } from './authenticate.mts';
import type { Catalogue } from './catalogue.mts';
import {
	asCredentialData,
	dataToPersist,
	expirableProperty,
	hookHelpers,
	propertiesOf,
	withDefaults,
} from './credentialRules.mts';
import { resolveExpressions } from './credentialExpressions.mts';
import { type CredentialRecord, type CredentialStore, readData } from './credentialStore.mts';
import { workflow as n8nWorkflow } from './n8n.mts';

/**
 * What n8n's server does with credentials, over a {@link CredentialStore}: defaults and expressions on reading,
 * `authenticate`, and when `preAuthentication` runs and what of its output is kept.
 *
 * Source: packages/cli/src/credentials-helper.ts of n8n 2.41 (the server is not installed here; its rules are
 * restated). Left out: administrators' overwrites, external secrets, dynamic credentials, dynamic client
 * registration.
 */
export class LabCredentialsHelper extends n8nWorkflow.ICredentialsHelper {
	constructor(
		private readonly catalogue: Catalogue,
		private readonly store: CredentialStore,
	) {
		super();
	}

	getParentTypes(type: string): string[] {
		return this.catalogue.parentTypes(type);
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return propertiesOf(type, this.catalogue.credential);
	}

	isCredentialUsableByNode(type: string, nodeType: string): boolean {
		if (!this.catalogue.knowsCredential(type)) return true;
		if (!this.catalogue.credential(type).restrictToSupportedNodes) return true;
		return this.catalogue.supportedNodes(type).includes(nodeType);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		request: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		return await authenticateRequest(this.catalogue.credential(type), credentials, request, workflow, node);
	}

	/**
	 * Runs the hook when the token is empty or a call was answered 401 (`expired`), and only for a type with an
	 * expirable hidden property. Output without that property is dropped. n8n also forces the hook when a node of
	 * type `n8n-nodes-base.noOp` carries the parameter `temp`; its credential test names the node `noOp`, so that
	 * rule never applies and a stored token is tested as it is.
	 */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
		node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const definition = this.catalogue.credential(type);
		const tokenField = expirableProperty(definition);
		if (tokenField === undefined || definition.preAuthentication === undefined) return undefined;
		if (credentials[tokenField] !== '' && !expired) return undefined;

		const output = asCredentialData(
			await definition.preAuthentication.call(hookHelpers(helpers, credentials), credentials),
		);
		const reference = node.credentials?.[type];
		if (output[tokenField] === undefined || reference === undefined) return undefined;
		const record = this.record(reference, type);
		this.store.write(record.id, dataToPersist(readData(record), output, tokenField));
		return Object.assign(credentials, output);
	}

	/** OAuth2 types: the hook reshapes token data in memory on every request and nothing is stored. */
	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const hook = this.catalogue.credential(type).preAuthentication;
		if (hook === undefined) return undefined;
		return asCredentialData((await hook.call(hookHelpers(helpers, credentials), credentials)) ?? undefined);
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		reference: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveWith?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = readData(this.record(reference, type));
		if (raw === true) return stored;
		const data = withDefaults(this.getCredentialsProperties(type), stored);
		return resolveExpressions(data, additionalData, mode, executeData, resolveWith);
	}

	/** Never called by n8n-core: it reads through getDecrypted and writes through the methods below. */
	async getCredentials(): Promise<ICredentials> {
		throw new Error('The engine reads credentials through getDecrypted.');
	}

	async updateCredentials(
		reference: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.store.write(this.record(reference, type).id, data);
	}

	/** Writes back the OAuth2 token data alone; every other field stays as stored. */
	async updateCredentialsOauthTokenData(
		reference: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		const { id } = this.record(reference, type);
		const oauthTokenData = data['oauthTokenData'];
		if (oauthTokenData !== undefined) this.store.edit(id, { oauthTokenData });
	}

	private record(reference: INodeCredentialsDetails, type: string): CredentialRecord {
		if (!reference.id) {
			throw new n8nWorkflow.UserError(
				`Found credential "${reference.name}" of type "${type}" without an ID.`,
			);
		}
		const record = this.store.read(reference.id);
		if (record?.type !== type) {
			throw new n8nWorkflow.UserError(
				`Credential with ID "${reference.id}" does not exist for type "${type}".`,
			);
		}
		return record;
	}
}
