import { readEditorOptions, USAGE } from '../../scripts/lib/editorOptions.mjs';
import { packTarball } from '../../scripts/lib/tarball.mjs';
import { withProgress } from '../../scripts/lib/progress.mjs';
import { announcement } from './announcement.mts';
import { startPracticeEditor } from './practiceEditor.mts';

/** Runs until it is stopped; the returned number is the exit code. */
async function main(args: readonly string[]): Promise<number> {
	const options = readEditorOptions(args);
	if (options.kind !== 'run') {
		console.error(options.kind === 'refused' ? `${options.problem}\n\n${USAGE}` : USAGE);
		return options.kind === 'help' ? 0 : 2;
	}
	const stopping = new AbortController();
	const stopped = new Promise<'stopped'>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
			process.on(signal, () => {
				stopping.abort();
				resolve('stopped');
			});
	});
	try {
		const editor = await startPracticeEditor({
			...options,
			tarball: async () => (await packTarball()).file,
			step: withProgress,
			signal: stopping.signal,
		});
		console.log(announcement(editor));
		const end = await Promise.race([stopped, editor.server.ended]);
		await withProgress('Stopping', editor.close);
		if (end === 'stopped') return 0;
		console.error(
			`n8n stopped with exit code ${end}, so everything was stopped. Start the command again. If n8n stops again, read the end of its log:\n${editor.log.tail()}`,
		);
		return 1;
	} catch (error) {
		if (stopping.signal.aborted) return 0;
		console.error(error instanceof Error ? error.message : String(error));
		return 1;
	}
}

process.exitCode = await main(process.argv.slice(2));
