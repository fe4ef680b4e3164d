import { USAGE } from '../../scripts/lib/startUsage.mjs';
import { printable } from '../tenant/printable.mts';
import { toDocument } from './document.mts';
import { runMission } from './mission.mts';
import { readOptions } from './options.mts';
import { plainLines, seconds, spinners } from './progress.mts';
import { showReport } from './show.mts';

const INTRODUCTION = `The practice tenant replaces Microsoft Defender XDR on this computer; no data leaves it.
n8n's own engine runs playbooks/incident-triage.json against it.
`;

/** Runs the demonstration; the returned number is the exit code. */
async function main(args: readonly string[]): Promise<number> {
	const options = readOptions(args);
	if (options.kind === 'help') {
		console.log(USAGE);
		return 0;
	}
	if (options.kind === 'refused') {
		console.error(`${options.problem}\n\n${USAGE}`);
		return 2;
	}
	const { seed, json } = options;
	const startedAt = Date.now();
	const log = json ? console.error : console.log;
	const progress = !json && process.stdout.isTTY ? spinners : plainLines((line) => log(line));
	log(INTRODUCTION);
	try {
		const report = await runMission(seed, progress);
		console.log(json ? JSON.stringify(toDocument(report), null, '\t') : showReport(report));
		for (const problem of report.problems) console.error(printable(problem));
		if (report.problems.length > 0) return 1;
		const { updates, calls } = report;
		log(
			`Done in ${seconds(Date.now() - startedAt)}: ${updates.length} incidents triaged with ${calls.length} requests. The incidents in the tenant match the report of the playbook.`,
		);
		return 0;
	} catch (error) {
		const problem = error instanceof Error ? error.message : String(error);
		if (json) console.log(JSON.stringify({ ok: false, problems: [problem] }, null, '\t'));
		console.error(printable(problem));
		return 1;
	}
}

process.exitCode = await main(process.argv.slice(2));
