import { describe, expect, it } from 'vitest';
import { LISTENERS, readEditorOptions, USAGE } from '../../../scripts/lib/editorOptions.mjs';
import { eachRow } from '../support/eachRow.mts';

describe('npm run editor options', () => {
	eachRow([
		[[], { port: 5678, seed: 1, fresh: false }],
		[['--port', '1024', '--seed=7', '--fresh'], { port: 1024, seed: 7, fresh: true }],
		[['--port=65529'], { port: 65_529, seed: 1, fresh: false }],
		[['--seed', '999999999'], { port: 5678, seed: 999_999_999, fresh: false }],
	])('valid options → port, seed and fresh', (args, expected) => {
		expect(readEditorOptions(args)).toEqual({ kind: 'run', ...expected });
	});

	eachRow(['1023', '65530', '0', '', '56.78', '5678x', '-1', '１２３４５', '1e4'])(
		'a port that is not from 1024 to 65529 → rejected, with the allowed range',
		(port) => {
			expect(readEditorOptions([`--port=${port}`])).toEqual({
				kind: 'refused',
				problem: `--port must be a number from 1024 to 65529, for example --port 5700; "${port}" is not.`,
			});
		},
	);

	eachRow(['x', '-1', '1.5', '1234567890', ''])(
		'a seed that is not a whole number of at most nine digits → rejected',
		(seed) => {
			expect(readEditorOptions([`--seed=${seed}`])).toMatchObject({ kind: 'refused' });
		},
	);

	eachRow([[['--prot', '1']], [['extra']], [['--fresh=yes']], [['--port']]])(
		'an unknown option, an extra argument or a missing value → rejected with a sentence',
		(args) => {
			const read = readEditorOptions(args);
			expect(read.kind === 'refused' && read.problem).toMatch(/\w+ .*\w/);
		},
	);

	it('--help → every option and the number of ports', () => {
		expect(readEditorOptions(['--port=1', '--help'])).toEqual({ kind: 'help' });
		for (const option of ['--port', '--seed', '--fresh', '--help']) expect(USAGE).toContain(option);
		expect(USAGE).toContain(`the next ${LISTENERS.length - 1} ports`);
	});
});
