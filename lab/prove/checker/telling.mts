import type { TriggerItem } from './record.mts';
import { shows, type Version } from './versions.mts';

/** How often n8n had died by the time of an item. */
interface Moment {
	readonly crashes: number;
	/** Those after which the batch before may come again without a mark. */
	readonly forgetful: number;
}

/** Follows the items in the order in which they reached the workflow. */
export class Telling {
	/** How often a version was told again; absent for one that was never told. */
	readonly again = new Map<Version, { marked: number; unmarked: number }>();
	/** Incidents that an item called new. */
	readonly firsts = new Map<string, Moment & { readonly deliveryId: string }>();
	readonly complaints: string[] = [];
	items = 0;
	private now: Moment = { crashes: 0, forgetful: 0 };
	private readonly delivered = new Map<string, Version>();
	private readonly last = new Map<Version, Moment>();
	private readonly newest = new Map<string, Moment & { readonly stamp: string }>();

	constructor(private readonly versions: readonly Version[]) {}

	get crashes(): number {
		return this.now.crashes;
	}

	crash(forgot: boolean | undefined): void {
		const { crashes, forgetful } = this.now;
		this.now = { crashes: crashes + 1, forgetful: forgetful + (forgot === false ? 0 : 1) };
	}

	hasLater({ incidentId, from }: Version): boolean {
		return [...this.again.keys()].some((one) => one.incidentId === incidentId && one.from > from);
	}

	item(item: TriggerItem): void {
		this.items += 1;
		const version = this.versionOf(item);
		if (version === undefined) {
			this.complaints.push(`${item.deliveryId} shows a state that incident ${item.id} never had`);
			return;
		}
		this.checkFirst(item);
		this.checkOrder(item, version);
		this.tell(item, version);
	}

	/**
	 * The delivery id names the version. The item may show a later one: what is given again, or read again with its alerts,
	 * comes as it is by then.
	 */
	private versionOf(item: TriggerItem): Version | undefined {
		const [, stamp = ''] = /@(.+)#/.exec(item.deliveryId) ?? [];
		const meant = this.versions.filter((one) => one.incidentId === item.id && one.stamp === stamp);
		const shown = this.versions.find((one) => shows(one, item));
		if (shown === undefined) return undefined;
		if (item.redelivered === true)
			return this.delivered.get(item.deliveryId) ?? meant.find((one) => !this.again.has(one)) ?? shown;
		return meant.includes(shown) ? shown : meant.findLast(({ from }) => from < shown.from);
	}

	private tell(item: TriggerItem, version: Version): void {
		const again = this.again.get(version);
		const before = this.last.get(version);
		this.last.set(version, this.now);
		this.delivered.set(item.deliveryId, version);
		if (again === undefined || before === undefined) {
			this.again.set(version, { marked: 0, unmarked: 0 });
			return;
		}
		const isMarked = item.redelivered === true;
		again[isMarked ? 'marked' : 'unmarked'] += 1;
		if (before.crashes === this.crashes)
			this.complaints.push(`${nameOf(version)} was reported twice without a crash`);
		else if (!isMarked && before.forgetful === this.now.forgetful)
			this.complaints.push(
				`${nameOf(version)} was reported twice without a mark, although the state was saved`,
			);
	}

	private checkFirst({ id, deliveryId, firstSeen }: TriggerItem): void {
		if (!firstSeen) return;
		const before = this.firsts.get(id);
		if (before !== undefined && before.deliveryId !== deliveryId && before.forgetful === this.now.forgetful)
			this.complaints.push(`incident ${id} was reported as new twice`);
		this.firsts.set(id, { deliveryId, ...this.now });
	}

	private checkOrder(item: TriggerItem, version: Version): void {
		if (item.redelivered === true) return;
		const before = this.newest.get(item.id);
		if (before !== undefined && before.crashes === this.crashes && version.stamp < before.stamp)
			this.complaints.push(`${nameOf(version)} was reported after a later change of the incident`);
		this.newest.set(item.id, { stamp: version.stamp, ...this.now });
	}
}

/** A version in a complaint. */
export const nameOf = ({ incidentId, kind, at }: Version) => `${kind} of incident ${incidentId} at ${at}`;
