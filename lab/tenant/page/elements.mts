import { html, type Markup } from '../html.mts';

/** A table with a caption; the first cell of each row is its heading. Wider than the window, it scrolls by keyboard too. */
export function table(
	caption: string,
	columns: readonly string[],
	rows: readonly (readonly Markup[])[],
): Markup {
	const head = columns.map((column) => html`<th scope="col">${column}</th>`);
	const body = rows.map(([first = html``, ...others]) => {
		const cells = others.map((cell) => html`<td>${cell}</td>`);
		return html`<tr>
			<th scope="row">${first}</th>
			${cells}
		</tr>`;
	});
	return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
		<table>
			<caption>
				${caption}
			</caption>
			<thead>
				<tr>
					${head}
				</tr>
			</thead>
			<tbody>
				${body}
			</tbody>
		</table>
	</div>`;
}

/** Names and values. */
export const facts = (pairs: readonly (readonly [name: string, value: Markup])[]): Markup =>
	html`<dl>
		${pairs.map(
			([name, value]) =>
				html`<dt>${name}</dt>
					<dd>${value}</dd>`,
		)}
	</dl>`;

/** A drop-down list with its label. */
export function choice(
	name: string,
	label: string,
	options: readonly (readonly [value: string, text: string])[],
	{ selected, id = name }: { readonly selected?: string; readonly id?: string } = {},
): Markup {
	const items = options.map(([value, text]) => {
		const mark = value === selected ? html` selected` : html``;
		return html`<option value="${value}" ${mark}>${text}</option>`;
	});
	return html`<label for="${id}">${label}</label>
		<select id="${id}" name="${name}">
			${items}
		</select>`;
}

/** A form that sends a command to the practice tenant. */
export const form = (action: string, content: Markup, button: string): Markup =>
	html`<form method="post" action="${action}">
		${content}
		<button>${button}</button>
	</form>`;

/** The latest of a long list, newest first, and a sentence about the others. */
export function latest<T>(
	all: readonly T[],
	max: number,
): { readonly some: readonly T[]; readonly which: string } {
	const some = all.slice(-max).reverse();
	const which =
		all.length > max ? `the latest ${max} of ${all.length}, newest first` : `${all.length}, newest first`;
	return { some, which };
}
