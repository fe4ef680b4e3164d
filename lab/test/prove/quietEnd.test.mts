import { expect, it } from 'vitest';
import { endQuietly } from '../../prove/quietEnd.mts';

const SWEEP_MS = 1_800_000;

/** Ends a life whose polls have these numbers of items, then none. */
async function ended(itemsOf: (poll: number) => number | undefined) {
	const log: string[] = [];
	const tenant = { clock: { advance: (milliseconds: number) => void log.push(`wait ${milliseconds}`) } };
	let polls = 0;
	const poll = async () => {
		log.push('poll');
		return await Promise.resolve(itemsOf(++polls));
	};
	await endQuietly({ tenant, poll, sweepMs: SWEEP_MS });
	return log;
}

const polls = (count: number) => Array.from({ length: count }, () => 'poll');

it('end of a life › polls with and without items → 13 without items, before and after the time of a sweep', async () => {
	const wait = `wait ${SWEEP_MS + 60_000}`;
	expect(await ended(() => 0)).toEqual([...polls(13), wait, ...polls(13)]);
	expect(await ended((poll) => (poll === 13 ? 2 : 0))).toEqual([...polls(26), wait, ...polls(13)]);
	expect(await ended((poll) => (poll === 5 ? undefined : 0))).toEqual([...polls(18), wait, ...polls(13)]);
});

it('end of a life › items in every poll → fails instead of polling forever', async () => {
	await expect(ended(() => 1)).rejects.toThrow('The trigger does not stop emitting items.');
});
