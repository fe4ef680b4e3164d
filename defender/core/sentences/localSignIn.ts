import { isReplacedByN8n } from '../noResponse';
import type { Sentence } from './sentence';

/** Causes on this computer by the code or kind of the error. */
const LOCAL_CAUSES: readonly (readonly [codes: RegExp, sentence: Sentence])[] = [
	[
		/^E[MN]FILE$/,
		{
			message: 'Too many files are open on the computer that runs n8n, so it could not sign in',
			description: 'Raise the limit of open files for n8n, or find out what keeps so many open',
		},
	],
	[
		/^(?:ENOENT|ENOTDIR|EISDIR|MODULE_NOT_FOUND|ERR_MODULE_NOT_FOUND|SyntaxError)$/,
		{
			message: 'A file of this package is missing or damaged, so n8n could not sign in',
			description: 'Install the package again',
		},
	],
	[
		/^(?:EACCES|EPERM|EIO)$/,
		{
			message: 'n8n could not read a file of this package, so it could not sign in',
			description: "Check the permissions of the package's folder and its disk",
		},
	],
	[
		/^(?:ENOMEM|RangeError)$/,
		{ message: 'n8n has too little memory to sign in', description: 'Give n8n more memory' },
	],
];

/**
 * A sign-in that failed before Entra ID was asked.
 * @param reason code or kind of the error
 */
export function signInFailedLocally(reason: string): string {
	const { message, description } = LOCAL_CAUSES.find(([codes]) => codes.test(reason))?.[1] ?? {
		message: 'The sign-in failed on the computer that runs n8n, before Microsoft Entra ID was asked',
		description: 'Restart n8n; if that changes nothing, report it with the version of n8n',
	};
	const shown = isReplacedByN8n(reason) ? '' : ` (${reason})`;
	return `${message}. ${description}; the next run signs in again by itself${shown}`;
}
