import { IN_WINDOW } from './huntConditions';
import { SIGN_INS } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

/**
 * Wrong password, locked account, expired password, unknown account, disabled account, blocked address.
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const PASSWORD_ERRORS = [50_034, 50_053, 50_055, 50_056, 50_057, 50_064, 50_126];

export const passwordSpray: LibraryHunt = {
	id: 'password-spray',
	name: 'Address: Password Guessing, Then Success',
	question: 'Did one IP address try passwords of many accounts, and did one succeed?',
	startsFrom: 'address',
	needs: [['ips']],
	uses: ['threshold'],
	licenses: [SIGN_INS],
	attack: ['T1110.003'],
	window: 'event',
	windowEnd: 'now',
	threshold: { standard: 5, counts: 'accounts with a failed sign-in from one IP address' },
	kql: `let SignIns = EntraIdSignInEvents
| where ${IN_WINDOW}
| where IPAddress in~ (_p_ips);
let Failures = SignIns
| where ErrorCode in (${PASSWORD_ERRORS.join(', ')})
| summarize FirstFailure = min(Timestamp), LastFailure = max(Timestamp), Attempts = count(), Accounts = dcount(AccountUpn), TriedAccounts = make_set(AccountUpn, 20) by IPAddress
| where Accounts >= _p_threshold;
let Successes = SignIns
| where ErrorCode == 0
| join kind=inner (Failures | project IPAddress, FirstFailure) on IPAddress
| where Timestamp > FirstFailure
| summarize FirstSuccess = min(Timestamp), SuccessfulAccounts = make_set(AccountUpn, 20) by IPAddress;
Failures
| join kind=leftouter Successes on IPAddress
| project Timestamp = LastFailure, IPAddress, Attempts, Accounts, FirstFailure, FirstSuccess, SuccessfulAccounts, TriedAccounts
| sort by Accounts desc`,
	columns: [
		'Timestamp',
		'IPAddress',
		'Attempts',
		'Accounts',
		'FirstFailure',
		'FirstSuccess',
		'SuccessfulAccounts',
		'TriedAccounts',
	],
	verify:
		'No address failed to sign in to as many accounts as the threshold. If many addresses share the guesses, each one stays below it: lower the threshold.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'guessing source',
		show: ['IPAddress', 'Attempts', 'Accounts', 'SuccessfulAccounts'],
		rank: ({ FirstSuccess }) => (typeof FirstSuccess === 'string' ? 1 : 0),
	}),
};
