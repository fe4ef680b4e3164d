import { html, type Markup } from '../html.mts';
import { printable } from '../printable.mts';

/** Characters of one value after which a page stops. */
const LIMIT = 2_000;

/**
 * Renders a text from outside. Nothing in it becomes markup, changes the direction of the surrounding text, or is
 * invisible. Line breaks are kept.
 */
export function shownText(text: string): Markup {
	const cut = text.length > LIMIT;
	const lines = text.slice(0, LIMIT).split(/\r\n|\r|\n/);
	const rest = cut
		? html` <span class="quiet">(the first ${String(LIMIT)} of ${String(text.length)} characters)</span>`
		: html``;
	return html`<bdi>${lines.map(printable).join('\n')}</bdi>${rest}`;
}

/** Any value of an incident or a record. */
export function shownValue(value: unknown): Markup {
	if (value === null || value === undefined || value === '') return html`<span class="quiet">none</span>`;
	if (typeof value === 'string') return shownText(value);
	if (!Array.isArray(value)) return shownText(JSON.stringify(value));
	if (value.length === 0) return shownValue(null);
	return shownText(value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', '));
}

/** An instant of the tenant to the second. */
export const shownTime = (instant: string): Markup =>
	html`<time datetime="${instant}">${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC</time>`;

/** A part of an address. */
export const segment = (text: string): string =>
	encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'));
