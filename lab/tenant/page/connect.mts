import { html, type Markup } from '../html.mts';
import type { Tenant } from '../tenant.mts';
import { facts } from './elements.mts';
import { shownText } from './escaping.mts';

/** Values for n8n's credential form. Secrets are left out, because any local user could open the page. */
export function connectContent(tenant: Tenant): Markup {
	const { tenantId, clientId, loginUrl, apiUrl, audience } = tenant.credential();
	return html`${facts([
			['Cloud', shownText('Custom')],
			['Directory (Tenant) ID', shownText(tenantId)],
			['Application (Client) ID', shownText(clientId)],
			['Login URL', shownText(loginUrl)],
			['API URL', shownText(apiUrl)],
			['Audience', shownText(audience)],
			['User name', shownText(tenant.user.userPrincipalName)],
		])}
		<p>
			The client secret and the password are in the output of the command that started the practice tenant.
		</p>`;
}
