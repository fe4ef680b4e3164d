import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';
import { authorize, signIn } from '../defender/access/appSignIn';
import { FRESH_SIGN_IN_HEADER } from '../defender/access/credential';
import { markErrors } from '../defender/access/credentialError';
import type { SendRequest } from '../defender/access/sendRequest';
import { tokenRefused } from '../defender/access/sentences/accessText';
import { oneText } from '../defender/core/sentence';
import { appCredentialFields } from './appCredentialFields';

/** Application context: n8n signs in as an Entra ID app with a secret or certificate. */
export class DefenderXdrAppOAuth2Api implements ICredentialType {
	name = 'defenderXdrAppOAuth2Api';

	displayName = 'Microsoft Defender XDR App OAuth2 API';

	documentationUrl = 'https://github.com/n8n-defender-xdr/n8n-nodes-microsoft-defender-xdr#set-up-access';

	icon = { light: 'file:../icons/defenderXdr.svg', dark: 'file:../icons/defenderXdr.dark.svg' } as const;

	properties: INodeProperties[] = appCredentialFields;

	/**
	 * n8n calls this if no token is stored and after a response 401. It stores the returned properties; an empty object
	 * changes nothing.
	 */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const send: SendRequest = async (request) => {
			const response = await this.helpers.httpRequest({
				...request,
				headers: { ...request.headers },
				encoding: 'text',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: 30_000,
			});
			return { status: response.statusCode, headers: response.headers, text: String(response.body) };
		};
		return { ...(await markErrors(() => signIn(credentials, send, Date.now))) };
	}

	authenticate: IAuthenticate = async (credentials, requestOptions) =>
		await markErrors(() => authorize(credentials, requestOptions, Date.now()));

	/**
	 * The header makes `authenticate` sign in again, test the API with the new token, and send this request to the
	 * credential's own API. Every cause has been reported before that. If only this last request fails, n8n shows its own
	 * text, or the text of the rule.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: 'https://graph.microsoft.com',
			url: '/v1.0/',
			headers: { [FRESH_SIGN_IN_HEADER]: 'test' },
		},
		rules: [{ type: 'responseCode', properties: { value: 401, message: oneText(tokenRefused()) } }],
	};
}
