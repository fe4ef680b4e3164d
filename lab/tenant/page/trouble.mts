import { isDeepStrictEqual } from 'node:util';
import { html, type Markup } from '../html.mts';
import type { Fault, Waiting } from '../faults.mts';
import type { Tenant } from '../tenant.mts';
import { choice, form, table } from './elements.mts';
import { addressOf } from './layout.mts';
import { READY_FAULTS, type ReadyFault } from './readyFaults.mts';
import { shownText, shownTime, shownValue } from './escaping.mts';

/** How often a fault happens, as the form offers it. */
const TIMES = [
	['1', 'Once'],
	['3', 'Three times'],
	['always', 'Always'],
] as const;

/** For how long, as ISO 8601 durations; empty for no end. */
const LASTS = [
	['', 'Until removed'],
	['PT1M', 'For one minute'],
	['PT5M', 'For five minutes'],
	['PT1H', 'For one hour'],
] as const;

/** The active faults, and a form to add one. */
export function troubleContent(tenant: Tenant): Markup {
	const address = addressOf(tenant.id, 'trouble');
	const waiting = tenant.faults.waiting(tenant.clock.now());
	return html`<h2>Active faults</h2>
		${waiting.length === 0 ? html`<p>None. All requests are processed normally.</p>` : waitingTable(waiting)}
		${form(`${address}/end`, html``, 'Remove all faults')}
		<h2>Add a fault</h2>
		${form(
			`${address}/add`,
			html`<fieldset>
					<legend>Fault</legend>
					${Object.entries(READY_FAULTS).map(([id, fault], place) => radio(id, fault, place === 0))}
				</fieldset>
				${choice('times', 'How often', TIMES)} ${choice('lasts', 'How long', LASTS)}`,
			'Add the fault',
		)}`;
}

function radio(
	id: string,
	{ name, what }: { readonly name: string; readonly what: string },
	first: boolean,
): Markup {
	const mark = first ? html` checked` : html``;
	return html`<label class="choice"
		><input type="radio" name="fault" value="${id}" required${mark} /> <strong>${name}</strong>:
		${what}</label
	>`;
}

const waitingTable = (waiting: readonly Waiting[]): Markup =>
	table(
		'Checked from top to bottom; the first match applies',
		['Fault', 'Requests', 'Times left', 'Until'],
		waiting.map(({ fault, left }) => [
			shownText(nameOf(fault)),
			shownText(matchText(fault.match)),
			shownText(Number.isFinite(left) ? String(left) : 'always'),
			fault.until === undefined ? shownValue(null) : shownTime(fault.until),
		]),
	);

function nameOf({ answer, after }: Fault): string {
	const same = (one: ReadyFault) => isDeepStrictEqual([one.fault.answer, one.fault.after], [answer, after]);
	return Object.values(READY_FAULTS).find(same)?.name ?? JSON.stringify(answer);
}

function matchText({ method, path, kind }: Waiting['fault']['match']): string {
	const where = path instanceof RegExp ? path.source : path;
	const parts = [method, where, kind && `kind ${kind}`].filter((part) => part !== undefined);
	return parts.length === 0 ? 'every request' : parts.join(' ');
}
