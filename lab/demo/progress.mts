import { Listr } from 'listr2';

/** Prints one line about the current step. */
export type Report = (line: string) => void;

/** Shows steps while they run. */
export interface Progress {
	/** Runs `work` as a step; an error is shown and thrown again. */
	step<T>(title: string, work: (report: Report) => Promise<T>): Promise<T>;
}

/** For a person at a terminal: a spinner, and the lines of each step below it. */
export const spinners: Progress = {
	async step<T>(title: string, work: (report: Report) => Promise<T>): Promise<T> {
		const done: T[] = [];
		const rendererOptions = { collapseErrors: false, showErrorMessage: false };
		await new Listr(
			[
				{
					title,
					task: async (_context, task) => {
						done.push(await work((line) => void (task.output = line)));
					},
					rendererOptions: { persistentOutput: true, outputBar: Number.POSITIVE_INFINITY },
				},
			],
			{ rendererOptions },
		).run();
		const [result] = done;
		if (result === undefined) throw new Error(`The step "${title}" returned no result.`);
		return result;
	},
};

/** For logs and pipes: one line when a step starts, one per report, one when it ends. */
export function plainLines(write: (line: string) => void): Progress {
	return {
		async step<T>(title: string, work: (report: Report) => Promise<T>): Promise<T> {
			const startedAt = performance.now();
			write(`${title} …`);
			let mark = '✗';
			try {
				const result = await work((line) => write(`  ${line}`));
				mark = '✓';
				return result;
			} finally {
				write(`${mark} ${title} (${seconds(performance.now() - startedAt)})`);
			}
		},
	};
}

/** `4.2 s` */
export function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}
