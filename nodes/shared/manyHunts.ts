import type { IExecuteFunctions } from 'n8n-workflow';
import type { Notify } from '../../defender/core/notices';
import { manyHunts } from '../../defender/hunting/sentences/huntResultText';

/** More hunts than this in one execution take a good part of the calls that a tenant has in a minute. */
const MANY_HUNTS = 20;

/** Says how many values go into one hunt, where each item runs a hunt of its own. */
export function warnOfManyHunts(context: IExecuteFunctions, notify: Notify): void {
	const items = context.getInputData().length;
	if (items > MANY_HUNTS) notify({ topic: 'manyHunts', text: manyHunts(items) });
}
