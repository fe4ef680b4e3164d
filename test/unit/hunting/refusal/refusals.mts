import { DefenderError } from '../../../../defender/core/errors.ts';

/** The DefenderError that `work` throws; fails when it throws none. */
export function refusalOf(work: () => unknown): DefenderError {
	try {
		work();
	} catch (thrown) {
		if (thrown instanceof DefenderError) return thrown;
		throw thrown;
	}
	throw new Error('nothing was refused');
}
