import type { RunResult } from '../../lab/engine/engine.mts';
import { expectNoSecrets, type Bench } from './practice.mts';

const REQUEST_ID = /(request id )[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** How {@link errorTexts} ends Microsoft's trace. */
export const IDS = 'request id …; client request id …';

/** A text without the ids of single requests. */
export const withoutIds = (text: string) => text.replace(REQUEST_ID, '$1…');

/** What the user sees of a failed run; a secret anywhere in the run fails the test. */
export function errorTexts(
	bench: Bench,
	{ error, ...rest }: RunResult,
): { readonly message: string | undefined; readonly description: string | undefined } {
	expectNoSecrets(bench, [error, rest]);
	const settled = (text: string) => withoutIds(text.replaceAll(bench.practice.origin, 'http://practice'));
	return {
		message: error?.message.replaceAll(bench.practice.origin, 'http://practice'),
		description: error?.description === undefined ? undefined : settled(error.description),
	};
}
