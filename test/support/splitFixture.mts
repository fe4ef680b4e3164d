import type { HuntTable } from '../../defender/api/securityApi.ts';
import { parseInstant } from '../../defender/core/instant.ts';
import type { Notice } from '../../defender/core/notices.ts';
import { runHunt, type HuntSettings } from '../../defender/tasks/hunt/runHunt.ts';
import { trouble } from './defenderErrors.mts';
import { START } from './fakeHost.mts';
import { scriptedApi } from './scriptedApi.mts';
import { answerHunt, textOf, type ServiceHabits, type SplitEvent } from './splitOracle.mts';

export const SERVICE: ServiceHabits = {
	ends: '[]',
	maximum: 10,
	excess: 'truncate',
	now: BigInt(START) * 10_000n,
	order: 'mixed',
};

export const HOUR = 36_000_000_000n;
export const NOW = SERVICE.now;
/** One event each hour of the last day, numbered from the oldest one. */
export const DAY: readonly SplitEvent[] = Array.from({ length: 24 }, (_, hour) => ({
	ticks: NOW - BigInt(24 - hour) * HOUR + 1n,
	name: String(hour),
}));
export const LAST_DAY = { kind: 'last', amount: 1, unit: 'days' } as const;
export const instantBefore = (hours: bigint) => parseInstant(textOf(NOW - hours * HOUR));

/** The service's refusal of a hunt that needs too much memory. */
export const preempted = () =>
	trouble({ kind: 'rejected', isTooLarge: true }, 'none', { status: 400, code: '', message: 'preempted' });

/** A response of about 50 MB, if it is too large: a test needs no 100,000 rows then. */
export function tableOf(events: readonly SplitEvent[], isTooLarge: boolean): HuntTable {
	return {
		columns: [
			{ name: 'Timestamp', type: 'DateTime' },
			{ name: 'Name', type: 'String' },
		],
		rows: events.map(({ ticks, name }) => ({ Timestamp: textOf(ticks), Name: name })),
		malformed: 0,
		length: isTooLarge ? 49_000_000 : 1_000,
		numbersAsText: false,
	};
}

/** What a request receives instead of the service's response; undefined for that response. */
export type Interference = (request: number, table: () => HuntTable) => HuntTable | Error | undefined;

/** Runs a hunt that may be split over events in memory. */
export async function splitFixture(
	events: readonly SplitEvent[],
	more: Partial<HuntSettings> = {},
	service: Partial<ServiceHabits> = {},
	interfere: Interference = () => undefined,
) {
	const habits = { ...SERVICE, ...service };
	const notices: Notice[] = [];
	const requests: { readonly query: string; readonly timespan: string | undefined }[] = [];
	const answer = (timespan: string): HuntTable => {
		const { events: found, isTooLarge } = answerHunt(events, timespan, habits);
		if (isTooLarge && habits.excess === 'refuse') throw preempted();
		return tableOf(found, isTooLarge);
	};
	const api = {
		...scriptedApi({}),
		runHunt: async ({ query, timespan }: { query: string; timespan: string | undefined }) => {
			requests.push({ query, timespan });
			const table = () => answer(spanOf(timespan, habits.now));
			const instead = interfere(requests.length, table);
			if (instead instanceof Error) throw instead;
			return instead ?? table();
		},
	};
	const settings: HuntSettings = {
		query: 'DeviceEvents',
		parameters: [],
		timeRange: { kind: 'apiDefault' },
		limit: 'all',
		readInstant: (value) => parseInstant(String(value)),
		onTruncation: 'split',
		splitMax: 32,
		rawValues: false,
		parseJson: [],
		...more,
	};
	const run = async () =>
		await runHunt(api, settings, (notice) => notices.push(notice), { now: () => START });
	return { run, requests, notices, texts: () => notices.map(({ text }) => text) };
}

/** Durations and no time range become a start, as the service understands them. */
function spanOf(timespan: string | undefined, now: bigint): string {
	const day = 24n * 3_600n * 10_000_000n;
	if (timespan === undefined) return textOf(now - 30n * day);
	const [, days] = /^P(\d+)D$/.exec(timespan) ?? [];
	return days === undefined ? timespan : textOf(now - BigInt(days) * day);
}
