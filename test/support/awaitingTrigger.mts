import type { HeldIncident } from './memoryTenant/heldIncident.mts';
import { MINUTE, PolledTrigger } from './polledTrigger.mts';

/** The settings of most tests about acknowledgement. */
export const acknowledgement = { tag: 'Done', afterMs: 15 * MINUTE, times: 3 };

/** A trigger that has delivered so many incidents just now, with no sweep until the test ends. */
export async function delivered(
	count: number,
	settings: Partial<ConstructorParameters<typeof PolledTrigger>[1]> = {},
) {
	const trigger = new PolledTrigger({}, { acknowledgement, sweepMs: 0, ...settings });
	await trigger.pollAfter(MINUTE);
	const ids = trigger.create(count);
	await trigger.pollAfter(MINUTE);
	return { trigger, ids };
}

type Polled = Awaited<ReturnType<PolledTrigger['pollAfter']>>;
export const attempts = ({ items }: Polled) =>
	items.map(({ id, attempt, redelivered }) => (redelivered ? `${id} attempt ${attempt}` : id));

/** Polls every five minutes, so that no poll reads older changes again. @returns the last poll, after 15 minutes */
export async function pollUntilDue(trigger: PolledTrigger): Promise<Polled> {
	await trigger.pollAfter(5 * MINUTE);
	await trigger.pollAfter(5 * MINUTE);
	return await trigger.pollAfter(5 * MINUTE);
}

export const reads = ({ calls }: PolledTrigger) => calls.filter((call) => call.startsWith('get'));

/** Somebody changes an incident. */
export function change(trigger: PolledTrigger, edit: (row: HeldIncident) => void, silent = false): void {
	trigger.tenant.change(0, 'ann', edit, silent, false);
}
