import { isReplacedByN8n } from '../../core/noResponse';
import type { Sentence } from '../../core/sentence';

/** Causes on the computer that runs n8n, by the code or kind of the error. */
const LOCAL_CAUSES: readonly (readonly [codes: RegExp, sentence: Sentence])[] = [
	[
		/^E[MN]FILE$/,
		{
			message: 'Sign-in failed: too many files are open',
			description: 'Raise the limit of open files for n8n, or find the process that keeps them open',
		},
	],
	[
		/^(?:ENOENT|ENOTDIR|EISDIR|MODULE_NOT_FOUND|ERR_MODULE_NOT_FOUND|SyntaxError)$/,
		{
			message: 'Sign-in failed: a file of this package is missing or damaged',
			description: 'Install the package again',
		},
	],
	[
		/^(?:EACCES|EPERM|EIO)$/,
		{
			message: 'Sign-in failed: n8n could not read a file of this package',
			description: "Check the permissions of the package's folder and its disk",
		},
	],
	[
		/^(?:ENOMEM|RangeError)$/,
		{
			message: 'Sign-in failed: n8n ran out of memory',
			description: 'Give n8n more memory',
		},
	],
];

/**
 * Explains a sign-in that failed before any request was sent.
 * @param reason code or kind of the error
 */
export function explainLocalFailure(reason: string): string {
	const { message, description } = LOCAL_CAUSES.find(([codes]) => codes.test(reason))?.[1] ?? {
		message: 'Sign-in failed inside n8n, before any request was sent',
		description: 'Restart n8n. If that does not help, report this with the n8n version',
	};
	const shown = isReplacedByN8n(reason) ? '' : ` (${reason})`;
	return `${message}. ${description}. n8n signs in again in the next execution${shown}`;
}
