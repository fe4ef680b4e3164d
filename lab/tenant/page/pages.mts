import { html } from '../html.mts';
import { printable } from '../printable.mts';
import type { RunView } from '../scenarios/runs.mts';
import type { Answer } from '../surface.mts';
import type { Tenant } from '../tenant.mts';
import { callsContent } from './calls.mts';
import { changesTable } from './changes.mts';
import { connectContent } from './connect.mts';
import { incidentContent, incidentsContent } from './incidents.mts';
import { addressOf, page, refusalPage, SECTIONS, type Section } from './layout.mts';
import { scenariosContent } from './scenarios.mts';
import { shownText } from './escaping.mts';
import { switchesContent } from './switches.mts';
import { troubleContent } from './trouble.mts';

/** State and options of a page. */
export interface Asked {
	/** The scenarios of the tenant. */
	readonly runs: readonly RunView[];
	/** Whether requests to the control API are shown. */
	readonly withControl: boolean;
	/** Whether this page follows a successful form. */
	readonly done: boolean;
}

function contentOf(section: Section, tenant: Tenant, { runs, withControl }: Asked) {
	switch (section) {
		case 'incidents':
			return incidentsContent(tenant);
		case 'changes':
			return changesTable(tenant.journal);
		case 'calls':
			return callsContent(tenant, withControl);
		case 'trouble':
			return troubleContent(tenant);
		case 'scenarios':
			return scenariosContent(tenant, runs);
		case 'switches':
			return switchesContent(tenant);
		case 'connect':
			return connectContent(tenant);
	}
}

/** A page of a tenant. */
export function sectionPage(section: Section, tenant: Tenant, asked: Asked): Answer {
	const status = asked.done ? html`<p role="status">Done.</p>` : html``;
	const address = addressOf(tenant.id, section);
	const content = html`${status}
		<p><a href="${address}">Refresh</a></p>
		${contentOf(section, tenant, asked)}`;
	return page(200, SECTIONS[section], content, { tenantId: tenant.id, section });
}

/** Characters of an id in a title; IDs are short unless the control API set them. */
const TITLE_LENGTH = 40;

/** The page of one incident. */
export function incidentPage(tenant: Tenant, id: string): Answer {
	const place = { tenantId: tenant.id, section: 'incidents' } as const;
	const incident = tenant.incidents.get(id);
	if (incident === undefined) return refusalPage(404, `The practice tenant has no incident "${id}".`, place);
	return page(
		200,
		`Incident ${printable(id).slice(0, TITLE_LENGTH)}`,
		incidentContent(tenant, incident),
		place,
	);
}

/** The choice between tenants. */
export const tenantsPage = (ids: readonly string[]): Answer =>
	page(
		200,
		'Tenants',
		ids.length === 0
			? html`<p>The practice server has no tenant yet.</p>`
			: html`<ul>
					${ids.map((id) => html`<li><a href="${addressOf(id, 'incidents')}">${shownText(id)}</a></li>`)}
				</ul>`,
	);
