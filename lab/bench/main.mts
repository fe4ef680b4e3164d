import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { USAGE } from '../../scripts/lib/benchUsage.mjs';
import { ALL_GROWTH_SIZES, runBench } from './bench.mts';
import { JOBS } from './jobs.mts';
import { reportText, withReport } from './report.mts';

/** The page with the published figures. */
const PAGE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));

/** Measures the jobs on the command line; the returned number is the exit code. */
async function main(args: readonly string[]): Promise<number> {
	const { values } = parseArgs({
		args: [...args],
		options: {
			job: { type: 'string', multiple: true },
			pairs: { type: 'string', default: '5' },
			grow: { type: 'boolean', default: false },
			n8n: { type: 'boolean', default: false },
			json: { type: 'string' },
			readme: { type: 'boolean', default: false },
		},
	});
	const { job: names = [], json } = values;
	const pairs = Number(values.pairs);
	const unknown = names.filter((name) => !JOBS.some((job) => job.name === name));
	if (unknown.length > 0 || !Number.isInteger(pairs) || pairs < 1) {
		console.error(
			`${unknown.length > 0 ? `Unknown job: ${unknown.join(', ')}` : 'Pairs are 1 or more.'}\n\n${USAGE}`,
		);
		return 2;
	}
	const isPart = names.length > 0;
	const report = {
		command: ['npm run bench', ...(args.length === 0 ? [] : ['--', ...args])].join(' '),
		...(await runBench({
			jobs: isPart ? JOBS.filter(({ name }) => names.includes(name)) : JOBS,
			pairs,
			growthSizes: values.grow ? ALL_GROWTH_SIZES : [],
			isReal: values.n8n,
			measuresColdStart: !isPart,
			note: (line) => console.error(line),
		})),
	};
	const text = reportText(report);
	console.log(text);
	if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, undefined, '\t')}\n`);
	if (values.readme) writeFileSync(PAGE, withReport(readFileSync(PAGE, 'utf8'), text));
	return 0;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (failure) {
	console.error(failure);
	process.exitCode = 1;
}
