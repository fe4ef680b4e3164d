import { html, type Markup } from '../html.mts';
import type { Answer } from '../surface.mts';
import { shownText, segment } from './escaping.mts';
import { STYLE, STYLE_SOURCE } from './style.mts';

/** The pages of a tenant, by the last part of their address. */
export const SECTIONS = {
	incidents: 'Incidents',
	changes: 'Changes',
	calls: 'Requests',
	trouble: 'Faults',
	scenarios: 'Scenarios',
	switches: 'Clock and behavior',
	connect: 'Connect n8n',
} as const;
export type Section = keyof typeof SECTIONS;

/** Whether the text names a page of a tenant. */
export const isSection = (text: string): text is Section => Object.hasOwn(SECTIONS, text);

const HEADERS = {
	'content-type': 'text/html; charset=utf-8',
	'cache-control': 'no-store',
	// Not `no-referrer`: with it browsers send `Origin: null` with this page's own forms.
	'referrer-policy': 'same-origin',
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'cross-origin-resource-policy': 'same-origin',
	'content-security-policy': `default-src 'none'; style-src ${STYLE_SOURCE}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
};

/** The address of a page of a tenant. */
export const addressOf = (tenantId: string, section: Section): string =>
	`/practice/${segment(tenantId)}/${section}`;

/** Where a page belongs. */
export interface Place {
	readonly tenantId: string;
	/** The section whose link leads here. */
	readonly section: Section;
}

function navigation({ tenantId, section: current }: Place): Markup {
	const links = Object.keys(SECTIONS)
		.filter(isSection)
		.map((section) => {
			const here = section === current ? html` aria-current="page"` : html``;
			return html`<li><a href="${addressOf(tenantId, section)}" ${here}>${SECTIONS[section]}</a></li>`;
		});
	return html`<nav aria-label="Practice tenant">
		<ul>
			${links}
		</ul>
	</nav>`;
}

/** A complete page. `place` is missing if the page belongs to no tenant. */
export function page(status: number, title: string, content: Markup, place?: Place): Answer {
	const nav = place === undefined ? html`` : navigation(place);
	const whose = place === undefined ? html`` : html`<p class="quiet">Tenant ${shownText(place.tenantId)}</p>`;
	const document = html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width" />
				<title>${title} – practice tenant</title>
				${STYLE}
			</head>
			<body>
				<a class="skip" href="#content">Skip to content</a>
				<header>
					<p><strong>Practice tenant</strong> in place of Microsoft Defender XDR, on this computer only</p>
					${nav}
				</header>
				<main id="content" tabindex="-1">
					<h1>${title}</h1>
					${whose} ${content}
				</main>
			</body>
		</html>`;
	return { status, headers: HEADERS, body: document.text };
}

/** A page that explains why a request was rejected. */
export const refusalPage = (status: number, reason: string, place?: Place): Answer =>
	page(status, 'Request rejected', html`<p role="alert">${shownText(reason)}</p>`, place);
