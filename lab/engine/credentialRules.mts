import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeParameters,
	INodeProperties,
} from 'n8n-workflow';
import { workflow } from './n8n.mts';

/** Fields that n8n never takes from the stored data when the type declares them hidden: the type's default wins. */
const PINNED_WHEN_HIDDEN = [
	'useDynamicClientRegistration',
	'authUrl',
	'accessTokenUrl',
	'requestTokenUrl',
	'signatureMethod',
	'grantType',
	'authentication',
	'usePkce',
];

/** Kept although no property declares them: n8n adds them to a credential from outside its type. */
const KEPT_UNDECLARED = ['allowedHttpRequestDomains', 'allowedDomains'];

/** The field that n8n added to the two OAuth base types for the tokens. */
const TOKEN_DATA: INodeProperties = {
	displayName: 'oauthTokenData',
	name: 'oauthTokenData',
	type: 'json',
	required: false,
	default: {},
};

/** All properties of a type with those of its ancestors; a property of the same name overrides its parent's. */
export function propertiesOf(type: string, lookUp: (type: string) => ICredentialType): INodeProperties[] {
	const definition = lookUp(type);
	if (definition.extends === undefined) {
		const isOAuthBase = type === 'oAuth1Api' || type === 'oAuth2Api';
		return isOAuthBase ? [...definition.properties, TOKEN_DATA] : definition.properties;
	}
	const combined: INodeProperties[] = [];
	for (const parent of definition.extends) {
		workflow.NodeHelpers.mergeNodeProperties(combined, propertiesOf(parent, lookUp));
	}
	workflow.NodeHelpers.mergeNodeProperties(combined, definition.properties);
	return combined;
}

/** Name of the hidden property that holds a token n8n may renew, or undefined: then no hook ever runs. */
export function expirableProperty(type: ICredentialType): string | undefined {
	return type.properties.find(
		(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
	)?.name;
}

/** Stored data with the type's defaults; fields hidden by displayOptions are absent, expressions still unresolved. */
export function withDefaults(
	properties: INodeProperties[],
	stored: ICredentialDataDecryptedObject,
): ICredentialDataDecryptedObject {
	const isPinned = (name: string) =>
		PINNED_WHEN_HIDDEN.includes(name) &&
		properties.some((property) => property.name === name && property.type === 'hidden');
	const taken = Object.fromEntries(Object.entries(stored).filter(([name]) => !isPinned(name)));
	const complete = workflow.NodeHelpers.getNodeParameters(
		properties,
		asParameters(taken),
		true,
		false,
		null,
		null,
	);
	const data = asCredentialData(complete ?? {});
	if (stored['oauthTokenData'] !== undefined) data['oauthTokenData'] = stored['oauthTokenData'];
	for (const name of KEPT_UNDECLARED) {
		const value = stored[name];
		if (data[name] === undefined && value !== undefined) data[name] = value;
	}
	return data;
}

/**
 * What is written back after a hook ran: its whole output over the stored data, except that a field the user gave
 * by expression keeps the expression (the token itself is always written).
 */
export function dataToPersist(
	stored: ICredentialDataDecryptedObject,
	output: ICredentialDataDecryptedObject,
	tokenField: string,
): ICredentialDataDecryptedObject {
	const written = Object.entries(output).filter(
		([name]) => name === tokenField || !workflow.isExpression(stored[name]),
	);
	return { ...stored, ...Object.fromEntries(written) };
}

/** The only helper a `preAuthentication` hook gets: `httpRequest`, held to the credential's allowed domains. */
export function hookHelpers(
	helpers: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper {
	const httpRequest = async (options: IHttpRequestOptions): Promise<unknown> => {
		const allowedDomains = workflow.getCredentialOwnRequestAllowedDomains(credentials);
		return await helpers.helpers.httpRequest(
			allowedDomains === undefined ? options : { ...options, allowedDomains },
		);
	};
	return { helpers: { httpRequest } };
}

/** n8n's two names for plain JSON data; the values are the same, only the declared unions differ. */
export function asParameters(data: ICredentialDataDecryptedObject): INodeParameters {
	return workflow.deepCopy<INodeParameters>(data as INodeParameters);
}

/** The way back of {@link asParameters}. */
export function asCredentialData(parameters: unknown): ICredentialDataDecryptedObject {
	return parameters as ICredentialDataDecryptedObject;
}
