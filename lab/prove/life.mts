import type { FaultAnswer, Tenant } from '../tenant/practice.mts';
import type { Prng } from '../tenant/world/prng.mts';
import type { Hands } from './happen.mts';
import type { Player } from './player.mts';
import { endQuietly } from './quietEnd.mts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

const TROUBLES: readonly FaultAnswer[] = [
	{ throttle: 'asBehaviour', retryAfterSeconds: 2 },
	{ status: 500 },
	{ status: 503 },
	{ status: 401 },
	'cut',
	'html',
	'reset',
];

/** What happens between changes, the more often the more often it is listed. */
const MOMENTS = [
	...(['poll', 'poll', 'poll', 'poll', 'poll', 'poll', 'poll', 'poll', 'trouble', 'trouble'] as const),
	...(['aside', 'aside', 'overlap', 'crash', 'crash', 'restart', 'pause'] as const),
];

/** One life of tenant and trigger, drawn from a seed. */
export class Life {
	constructor(
		private readonly tenant: Tenant,
		private readonly player: Player,
		private readonly hands: Hands,
		private readonly prng: Prng,
	) {}

	/** Changes and polls in turn. */
	async go(changes: number, tell: (made: number) => void): Promise<void> {
		const { prng, hands, tenant } = this;
		while (hands.made < changes) {
			const burst = prng.chance(0.02) ? 60 : prng.pick([0, 0, 1, 1, 2, 3, 4, 6]);
			for (let count = 0; count < burst && hands.made < changes; count++) hands.change();
			tenant.clock.advance(prng.pick([5, 20, 60, 60, 60, 60, 120, 300]) * SECOND_MS);
			await this.moment(prng.pick(MOMENTS));
			tell(hands.made);
		}
	}

	/** Time without trouble, in which all that was ever to be told must have been told. */
	async end(sweepMs: number): Promise<void> {
		const { tenant } = this;
		tenant.faults.clear();
		const poll = async () => {
			tenant.clock.advance(MINUTE_MS);
			return await this.undisturbed();
		};
		await endQuietly({ tenant, poll, sweepMs });
	}

	private async moment(moment: (typeof MOMENTS)[number]): Promise<void> {
		const { player, prng, tenant } = this;
		switch (moment) {
			case 'poll':
				return void (await this.undisturbed());
			case 'overlap':
				return await player.overlap();
			case 'restart':
				return await player.restart();
			case 'crash':
				return await player.crash({ saves: prng.chance(0.5), starts: prng.chance(0.5) });
			case 'pause':
				tenant.clock.advance(prng.int(15, 90) * MINUTE_MS);
				return void (await this.undisturbed());
			case 'aside': {
				const meanwhile = { when: prng.pick(['before', 'after'] as const), ...this.hands.aside() };
				return await this.disturbed('pass', 1, meanwhile);
			}
			case 'trouble':
				return await this.disturbed(prng.pick(TROUBLES), prng.int(1, 6));
		}
	}

	private async disturbed(
		answer: FaultAnswer,
		times: number,
		meanwhile?: Parameters<Tenant['faults']['add']>[0]['meanwhile'],
	): Promise<void> {
		const { tenant, player, prng } = this;
		const skip = prng.pick([0, 0, 0, 1, 2]);
		const fault = { match: { kind: 'graph' as const }, times, skip, answer };
		tenant.faults.add({ ...fault, ...(meanwhile === undefined ? {} : { meanwhile }) });
		await (prng.chance(0.1) ? player.restart() : player.poll());
		tenant.faults.clear();
	}

	private async undisturbed(): Promise<number> {
		const items = await this.player.poll();
		if (items === undefined) throw new Error('A poll failed although no fault was active.');
		return items;
	}
}
