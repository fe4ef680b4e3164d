import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import { userCredentialFields } from './userCredentialFields';

/** User context: a person signs in once in the browser, and n8n acts on their behalf until the sign-in is revoked. */
export class DefenderXdrUserOAuth2Api implements ICredentialType {
	name = 'defenderXdrUserOAuth2Api';

	displayName = 'Microsoft Defender XDR User OAuth2 API';

	extends = ['oAuth2Api'];

	documentationUrl = 'https://github.com/n8n-defender-xdr/n8n-nodes-microsoft-defender-xdr#set-up-access';

	icon = { light: 'file:../icons/defenderXdr.svg', dark: 'file:../icons/defenderXdr.dark.svg' } as const;

	properties: INodeProperties[] = userCredentialFields;
}
