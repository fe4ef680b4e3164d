import { html, type Markup } from '../html.mts';
import type { Tenant } from '../tenant.mts';
import { facts } from './elements.mts';
import { shown } from './shown.mts';

/** What goes into n8n's credential form, without its secrets: a page must not be a way to them. */
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
		<p>Client secret and password stand where the practice tenant was started.</p>`;
}
