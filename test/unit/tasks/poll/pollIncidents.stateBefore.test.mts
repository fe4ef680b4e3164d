import { expect, it } from 'vitest';
import { z } from 'zod';
import { withComment } from '../../../support/memoryTenant/heldIncident.mts';
import { HOUR, MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';

/** Number of values per incident in the layout before. */
const VALUES_BEFORE = 9;
const State = z
	.object({ knownIncidents: z.array(z.tuple([...stringsAnd(z.array(z.unknown()))])) })
	.passthrough();

function stringsAnd(values: z.ZodArray<z.ZodUnknown>) {
	return [z.string(), z.string(), z.string(), z.number(), z.string(), values] as const;
}

/** The state as the layout before had it: without texts, and with comments as a number. */
function stateBefore(stored: unknown): unknown {
	const state = State.parse(stored);
	const knownIncidents = state.knownIncidents.map(([id, updated, version, flags, due, values]) => {
		const before = values
			.slice(0, VALUES_BEFORE)
			.map((value, place) => (place === 7 ? String(value).length / 6 : value));
		return [id, updated, version, flags, due, before];
	});
	return { ...state, knownIncidents };
}

async function upgraded() {
	const trigger = new PolledTrigger({ events: ['updated', 'commented'] });
	trigger.create(2);
	trigger.tenant.get('1').comments = withComment([], 'ann', 'old');
	await trigger.pollAfter(MINUTE);
	trigger.stored = stateBefore(trigger.stored);
	return trigger;
}

it('state of the layout before › comment added → named by the number of known ones, with priorStateUnknown', async () => {
	const trigger = await upgraded();
	trigger.tenant.change(
		0,
		'ann',
		(held) => void (held.comments = withComment(held.comments, 'ann', 'new', '2026-11-22T03:01:00Z')),
		false,
		false,
	);
	const { items } = await trigger.pollAfter(MINUTE);
	expect(items).toMatchObject([
		{ id: '1', event: 'commented', priorStateUnknown: true, details: { newComments: [{ text: 'new' }] } },
	]);
});

it('state of the layout before › incident read unchanged first → its next change is shown with from and to', async () => {
	const trigger = await upgraded();
	await trigger.pollAfter(2 * HOUR);
	trigger.tenant.change(0, 'ann', (held) => void (held.displayName = 'Renamed'), false, false);
	const { items } = await trigger.pollAfter(MINUTE);
	expect(items).toMatchObject([
		{
			id: '1',
			priorStateUnknown: false,
			changes: { displayName: { from: 'Multi-stage incident', to: 'Renamed' } },
		},
	]);
});
