import { html, type Markup } from '../html.mts';
import type { RunView } from '../scenarios/runs.mts';
import { scenarios } from '../scenarios/scenario.mts';
import type { Tenant } from '../tenant.mts';
import { choice, form, table } from './elements.mts';
import { addressOf } from './layout.mts';
import { shownText, shownValue } from './escaping.mts';

/** How fast a scenario is played, as the form offers it. */
const SPEEDS = [
	['1', 'in real time'],
	['10', 'ten times faster'],
	['60', 'sixty times faster'],
	['instant', 'at once'],
] as const;

/** The available scenarios, and the state of the started ones. */
export function scenariosContent(tenant: Tenant, runs: readonly RunView[]): Markup {
	const address = addressOf(tenant.id, 'scenarios');
	const started =
		runs.length === 0
			? html`<p>No scenario has been started.</p>`
			: html`${runsTable(runs)} ${form(`${address}/stop`, html``, 'Stop all scenarios')}`;
	return html`${[...scenarios.values()].map(
			({ name, title, about }) =>
				html`<h2>${title}</h2>
					<p>${about}</p>
					${form(
						`${address}/start`,
						html`<input type="hidden" name="scenario" value="${name}" />${choice('speed', 'Speed', SPEEDS, {
								id: `speed-${name}`,
							})}`,
						`Start ${title}`,
					)}`,
		)}
		<h2>Started scenarios</h2>
		${started}`;
}

const runsTable = (runs: readonly RunView[]): Markup =>
	table(
		'Started scenarios, newest first',
		['Scenario', 'State', 'Steps', 'Last'],
		[...runs]
			.reverse()
			.map(({ id, state, said, steps, problem }) => [
				shownText(id),
				shownText(state),
				shownText(`${said.length} of ${steps}`),
				shownValue(problem ?? said.at(-1)),
			]),
	);
