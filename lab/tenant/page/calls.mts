import { html, type Markup } from '../html.mts';
import type { RecordedCall } from '../requestLedger.mts';
import type { Tenant } from '../tenant.mts';
import { latest, table } from './elements.mts';
import { addressOf } from './layout.mts';
import { shownText, shownTime, shownValue } from './escaping.mts';

const MAX_ROWS = 200;

/** Calls that reached the tenant; those of the control API only when asked for. The record holds no secret and no token. */
export function callsContent(tenant: Tenant, withControl: boolean): Markup {
	const calls = tenant.calls.filter(({ kind }) => withControl || kind !== 'control');
	const { some, which } = latest(calls, MAX_ROWS);
	const clients = clientsByToken(tenant);
	const address = addressOf(tenant.id, 'calls');
	return html`<p>
			${withControl
				? html`<a href="${address}">Hide requests to the control API</a>`
				: html`<a href="${address}?control=1">Show requests to the control API</a>`}
		</p>
		${table(
			`Requests: ${which}`,
			['Time', 'Method', 'Path', 'Status', 'Client', 'Program'],
			some.map((call) => [
				shownTime(call.at),
				shownText(call.method),
				shownText(call.path),
				call.status === 0 ? shownText('no response') : shownText(String(call.status)),
				shownValue(clientOf(call, tenant, clients)),
				shownValue(call.headers['user-agent']),
			]),
		)}`;
}

/** Client ids by the number of the token that was handed out to them. */
function clientsByToken({ calls }: Tenant): ReadonlyMap<number, string> {
	const pairs = calls.flatMap((call): [number, string][] => {
		const id = call.kind === 'token' ? clientIdIn(call.body) : undefined;
		return id === undefined || call.tokenSequence === undefined ? [] : [[call.tokenSequence, id]];
	});
	return new Map(pairs);
}

function clientOf(
	call: RecordedCall,
	{ apps }: Tenant,
	clients: ReadonlyMap<number, string>,
): string | undefined {
	if (call.kind === 'control') return 'the control API';
	const id = call.kind === 'token' ? clientIdIn(call.body) : clients.get(call.tokenSequence ?? -1);
	return apps.find(({ clientId }) => clientId === id)?.displayName ?? id;
}

function clientIdIn(body: unknown): string | undefined {
	if (typeof body !== 'object' || body === null || !('client_id' in body)) return undefined;
	return typeof body.client_id === 'string' ? body.client_id : undefined;
}
