import type { IExecuteFunctions } from 'n8n-workflow';
import type { HuntSettings } from '../../defender/tasks/hunt/runHunt';
import { readChoice, readCollection, readNumber } from '../shared/parameters/parameters';

const MAX_WAIT_SECONDS = { default: 60, most: 3_600 };

/** One item's options for its hunt. @throws DefenderError `invalidInput` */
export function readHuntOptions(
	context: IExecuteFunctions,
	index: number,
): Pick<HuntSettings, 'onTruncation' | 'rawValues'> {
	const { onTruncation = 'hint', rawValues } = readCollection(context, 'options', index);
	return {
		onTruncation: readChoice('options.onTruncation', 'On Truncation', onTruncation, ['hint', 'fail']),
		rawValues: rawValues === true,
	};
}

/**
 * Milliseconds that all hunts of the execution may wait together; the first item's option.
 * @throws DefenderError `invalidInput`
 */
export function readMaxWait(context: IExecuteFunctions): number {
	const { maxWait = MAX_WAIT_SECONDS.default } = readCollection(context, 'options', 0);
	return readNumber('options.maxWait', 'Max Wait', maxWait, 0, MAX_WAIT_SECONDS.most) * 1_000;
}
