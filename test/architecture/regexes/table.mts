import { allRegexes } from './foundRegexes.mts';
import { LENGTH, worstTime } from './regexTimes.mts';

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Prints every regular expression with its longest time, the slowest first. */
const rows = allRegexes()
	.map(worstTime)
	.sort((a, b) => b.worst - a.worst);
for (const { place, source, flags, worst, length, text, isLinear } of rows) {
	const time = `${worst.toFixed(2).padStart(9)} ms on ${String(length).padStart(6)}`;
	print(`${isLinear ? '      ' : 'SLOW  '}${time}  ${JSON.stringify(text)}  ${place}  /${source}/${flags}`);
}
print(`${rows.length} patterns, each measured on the slowest text found, with ${LENGTH} characters`);
