import { behaviourLedger } from '../behaviours.mts';
import { html, type Markup } from '../html.mts';
import type { Tenant } from '../tenant.mts';
import { choice, form } from './elements.mts';
import { addressOf } from './layout.mts';
import { shownTime } from './escaping.mts';

/** How far the clock can be moved on, in milliseconds. */
const ADVANCES = [
	['60000', 'one minute'],
	['600000', 'ten minutes'],
	['3600000', 'one hour'],
	['86400000', 'one day'],
] as const;

/** The clock, and every behaviour of the service that is not settled. */
export function switchesContent(tenant: Tenant): Markup {
	const { clock, behaviours } = tenant;
	const address = addressOf(tenant.id, 'switches');
	const chosen = new Map(Object.entries(behaviours));
	const rows = Object.entries(behaviourLedger).map(
		([id, { what, values }]) =>
			html`<p>
				${choice(
					id,
					`${what} (${id})`,
					values.map((value) => [String(value), String(value)] as const),
					{ selected: String(chosen.get(id)) },
				)}
			</p>`,
	);
	return html`<h2>Clock</h2>
		<p>
			${shownTime(clock.now())}; it
			${clock.runs ? "runs with this computer's clock." : 'is stopped until you move it.'}
		</p>
		${form(`${address}/clock`, choice('advance', 'Move forward by', ADVANCES), 'Move the clock')}
		<h2>Behavior</h2>
		<p>Choose how the service behaves where Microsoft's documentation leaves it open.</p>
		${form(`${address}/behaviours`, html`${rows}`, 'Apply')}`;
}
