import { html, type Markup } from '../html.mts';
import type { Tenant } from '../tenant.mts';
import { facts } from './elements.mts';
import { shown } from './shown.mts';

/** Values for n8n's credential form. Secrets are left out, because any local user could open the page. */
export function connectContent(tenant: Tenant): Markup {
	const { tenantId, clientId, loginUrl, apiUrl, audience } = tenant.credential();
	return html`${facts([
			['Cloud', shown('Custom')],
			['Directory (Tenant) ID', shown(tenantId)],
			['Application (Client) ID', shown(clientId)],
			['Login URL', shown(loginUrl)],
			['API URL', shown(apiUrl)],
			['Audience', shown(audience)],
			['User name', shown(tenant.user.userPrincipalName)],
		])}
		<p>
			The client secret and the password are in the output of the command that started the practice tenant.
		</p>`;
}
