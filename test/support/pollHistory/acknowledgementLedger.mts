import type { MemoryTenant } from '../memoryTenant/memoryTenant.mts';
import type { Acknowledgement, History, TenantEvent } from './history.mts';
import { applyEvent } from './tenantEvent.mts';
import type { Item } from './tenantOracle.mts';

/** The last delivery of an incident as new. */
interface Delivered {
	readonly id: string;
	readonly attempt: number;
	/** Time of the last delivery; undefined if a clock that may be changed measured it. */
	readonly at: number | undefined;
	/** Number of starts of the trigger before it. */
	readonly start: number;
}

/** Deliveries of incidents as new, by their ID. */
export type DeliveredAsNew = ReadonlyMap<string, Delivered>;

/** Differences of two whole seconds. */
const ROUNDING_MS = 1_000;

/** Follows the redeliveries of incidents that lack the tag of their workflow. */
export class AcknowledgementLedger {
	/** Incidents that had the tag or were not open at some time. */
	private readonly acknowledged = new Set<string>();

	private readonly expected: Acknowledgement | undefined;

	/** @param n8n counts its starts, after which recent items arrive again */
	constructor(
		private readonly history: Pick<History, 'acknowledgement' | 'habits'>,
		readonly tenant: MemoryTenant,
		private readonly n8n: { readonly starts: number },
	) {
		this.expected = history.acknowledgement;
	}

	/** Applies one event to the tenant, and notes which incidents are acknowledged by it. */
	readonly apply = (event: TenantEvent): void => {
		applyEvent(this.tenant, event);
		for (const { id, status, customTags, redirectIncidentId } of this.tenant.incidents)
			if (this.isDone(status, customTags) || redirectIncidentId !== null) this.acknowledged.add(id);
	};

	withItem(before: DeliveredAsNew, item: Item, now: number): DeliveredAsNew {
		if (item.event !== 'created') return before;
		const attempt = item.attempt ?? before.get(item.deliveryId)?.attempt ?? 0;
		const at = this.history.habits.tellsTime ? now : undefined;
		return new Map([...before, [item.deliveryId, { id: item.id, attempt, at, start: this.n8n.starts }]]);
	}

	/** Checks that an item has an attempt only for a reason, and none too many. @returns complaints */
	check({ id, deliveryId, event, attempt, redelivered, values }: Item, before: DeliveredAsNew, now: number) {
		if (attempt === undefined) return [];
		const { expected } = this;
		const about = `I10 attempt ${attempt} of ${deliveryId}`;
		if (expected === undefined) return [`${about} without a tag`];
		const last = before.get(deliveryId);
		const isRepeated = last?.attempt === attempt && last.start < this.n8n.starts;
		const isEarly = last?.at !== undefined && now - last.at < expected.afterMs - ROUNDING_MS;
		const tags = Array.isArray(values['customTags']) ? values['customTags'].map(String) : [];
		return [
			...(event === 'created' && redelivered ? [] : [`${about} is no redelivery of a new incident`]),
			...(attempt >= 1 && attempt <= expected.times ? [] : [`${about} of at most ${expected.times}`]),
			...(last !== undefined && (isRepeated || last.attempt + 1 === attempt)
				? []
				: [`${about} after ${last?.attempt}`]),
			...(isEarly && !isRepeated ? [`${about} after ${now - (last.at ?? 0)} ms`] : []),
			...(this.isDone(String(values['status']), tags) && !isRepeated
				? [`${about}, but ${id} is acknowledged`]
				: []),
		];
	}

	/** Every incident that was never acknowledged has been delivered again as often as possible. @returns complaints */
	checkEnd(delivered: DeliveredAsNew): readonly string[] {
		const { expected } = this;
		if (expected === undefined) return [];
		return [...delivered].flatMap(([deliveryId, { id, attempt }]) =>
			this.acknowledged.has(id) || attempt === expected.times
				? []
				: [`I10 ${deliveryId}: ${attempt} redeliveries instead of ${expected.times}`],
		);
	}

	private isDone(status: string, customTags: readonly string[]): boolean {
		const tag = this.expected?.tag.toLowerCase();
		return (
			status === 'resolved' || status === 'redirected' || customTags.some((one) => one.toLowerCase() === tag)
		);
	}
}
