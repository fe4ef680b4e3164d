import type { FoundRegex } from './foundRegexes.mts';
import { attacksOn, type Attack } from './regexAttacks.mts';

/** Characters of the longest text. */
export const LENGTH = 200_000;
/** On the way there, with how many of the worst texts go on: a pattern that is slow on one is not tried on longer ones. */
const STEPS = [
	{ length: 18, goOn: 1_000 },
	{ length: 22, goOn: 1_000 },
	{ length: 26, goOn: 1_000 },
	{ length: 200, goOn: 1_000 },
	{ length: 2_000, goOn: 6 },
	{ length: 10_000, goOn: 2 },
	{ length: 50_000, goOn: 2 },
];
/** Milliseconds within which a linear pattern is done with each step, a busy machine included. */
const STEP_MS = 40;
/** Milliseconds for the longest text. A quadratic pattern takes 16 times as long for it as for the step before. */
export const MOST_MS = 150;

export interface RegexTime extends FoundRegex {
	/** Milliseconds on its worst text of `length` characters. */
	readonly worst: number;
	readonly length: number;
	/** The worst text, cut. */
	readonly text: string;
	readonly isLinear: boolean;
}

/** No other process makes CPU time so many times longer: such a pattern is not timed again. */
const TIMES_TOO_LONG = 10;

/** Milliseconds of finding the first match, all matches, and the pieces between them; CPU time where that is less. */
function timeOn(regex: RegExp, text: string): number {
	const all = regex.global ? regex : new RegExp(regex.source, `${regex.flags}g`);
	const cpuStart = process.cpuUsage();
	const start = performance.now();
	regex.lastIndex = 0;
	regex.test(text);
	all.lastIndex = 0;
	text.replace(all, '');
	const duration = performance.now() - start;
	const { user, system } = process.cpuUsage(cpuStart);
	return Math.min(duration, (user + system) / 1_000);
}

/** The least of up to four times, since other processes may come between. */
function leastTime(regex: RegExp, text: string, enough: number): number {
	let least = timeOn(regex, text);
	for (let again = 0; again < 3 && least > enough && least < enough * TIMES_TOO_LONG; again++)
		least = Math.min(least, timeOn(regex, text));
	return least;
}

/** The worst time of a pattern over all texts that may be slow for it. */
export function worstTime(found: FoundRegex): RegexTime {
	const regex = new RegExp(found.source, found.flags);
	let left: readonly { readonly attack: Attack; readonly ms: number }[] = attacksOn(
		found.source,
		found.flags,
	).map((attack) => ({ attack, ms: 0 }));
	for (const { length, goOn } of STEPS) {
		const timed: { readonly attack: Attack; readonly ms: number }[] = [];
		for (const { attack } of left) {
			const text = attack(length);
			const ms = leastTime(regex, text, STEP_MS);
			if (ms > STEP_MS) return row(found, text, ms, false);
			timed.push({ attack, ms });
		}
		left = timed.sort((a, b) => b.ms - a.ms).slice(0, goOn);
	}
	const [longest] = left
		.map(({ attack }) => attack(LENGTH))
		.map((text) => ({ text, ms: leastTime(regex, text, MOST_MS / 4) }))
		.sort((a, b) => b.ms - a.ms);
	if (longest === undefined) throw new Error(`no text for /${found.source}/`);
	return row(found, longest.text, longest.ms, longest.ms <= MOST_MS);
}

function row(found: FoundRegex, text: string, worst: number, isLinear: boolean): RegexTime {
	return { ...found, worst, length: text.length, text: text.slice(0, 40), isLinear };
}
