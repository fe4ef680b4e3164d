import { USAGE } from '../../scripts/lib/proveTriggerUsage.mjs';
import { printable } from '../tenant/printable.mts';
import { plainLines, seconds, spinners } from '../demo/progress.mts';
import { shortWaits } from '../engine/shortWaits.mts';
import { check } from './checker/check.mts';
import { readOptions } from './options.mts';
import { loadEngine, prove } from './proof.mts';
import { settingOf } from './setting.mts';
import { showLife, showVerdict } from './show.mts';

const REPORT_EVERY = 50;
const MAX_COMPLAINTS = 20;

/** Plays and checks one history; the returned number is the exit code. */
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
	const { seed, changes, json } = options;
	const startedAt = performance.now();
	const log = json ? console.error : console.log;
	const progress = !json && process.stdout.isTTY ? spinners : plainLines((line) => log(line));
	const { setTimeout, now } = shortWaits(globalThis.setTimeout, Date.now);
	Object.assign(globalThis, { setTimeout });
	Date.now = now;
	const engine = await progress.step('Load n8n', async () => await loadEngine());
	const setting = settingOf(seed);
	const proof = await progress.step(`Play ${changes} changes`, async (report) => {
		let reported = 0;
		return await prove(engine, setting, changes, (made) => {
			if (made < reported + REPORT_EVERY) return;
			reported = made;
			report(`${made} of ${changes} changes made`);
		});
	});
	const verdict = check(proof.record);
	const { rows, total, items, crashes, complaints } = verdict;
	if (json) {
		const { polls, calls } = proof;
		const document = { ok: complaints.length === 0, seed, setting, polls, calls, items, crashes };
		console.log(JSON.stringify({ ...document, total, rows, complaints }, null, '\t'));
	} else console.log(`\n${showLife(setting, proof, verdict)}\n\n${showVerdict(verdict)}\n`);
	for (const complaint of complaints.slice(0, MAX_COMPLAINTS)) console.error(printable(complaint));
	const took = seconds(performance.now() - startedAt);
	if (complaints.length > 0)
		log(
			`Found ${complaints.length} violations with seed ${seed} (${took}). Run the same seed again to reproduce them.`,
		);
	else log(`No change was lost, and none was reported twice without a crash (seed ${seed}, ${took}).`);
	return complaints.length === 0 ? 0 : 1;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	console.error(printable(error instanceof Error ? error.message : String(error)));
	process.exitCode = 1;
}
