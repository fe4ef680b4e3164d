import { BY_SIGNED_IN_USER, IN_WINDOW } from './huntConditions';
import { SIGN_INS } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const signInNewPlace: LibraryHunt = {
	id: 'sign-in-new-place',
	name: 'User: Sign-Ins From a New Place',
	question: 'Did this user sign in from a country, IP address or program that is new for them?',
	startsFrom: 'user',
	needs: [['users']],
	uses: ['baselineDays'],
	licenses: [SIGN_INS],
	attack: ['T1078.004', 'T1539'],
	window: 'event',
	windowEnd: 'now',
	kql: `let SignIns = EntraIdSignInEvents
| where Timestamp between (_p_baselineFrom .. _p_to)
| where ErrorCode == 0
| where ${BY_SIGNED_IN_USER};
let Baseline = SignIns
| where Timestamp < _p_from
| summarize Countries = make_set(Country), Addresses = make_set(IPAddress), Agents = make_set(UserAgent) by AccountObjectId;
SignIns
| where ${IN_WINDOW}
| join kind=leftouter Baseline on AccountObjectId
| extend HasBaseline = isnotnull(Countries)
| extend NewCountry = not(HasBaseline and set_has_element(Countries, Country))
| extend NewAddress = not(HasBaseline and set_has_element(Addresses, IPAddress))
| extend NewAgent = not(HasBaseline and set_has_element(Agents, UserAgent))
| where NewCountry or NewAddress or NewAgent
| project Timestamp, ReportId, AccountUpn, Country, City, IPAddress, NewCountry, NewAddress, NewAgent, HasBaseline, Application, DeviceName, IsManaged, RiskLevelAggregated, AuthenticationRequirement, SessionId, UserAgent
| sort by Timestamp desc`,
	columns: [
		'Timestamp',
		'ReportId',
		'AccountUpn',
		'Country',
		'City',
		'IPAddress',
		'NewCountry',
		'NewAddress',
		'NewAgent',
		'HasBaseline',
		'Application',
		'DeviceName',
		'IsManaged',
		'RiskLevelAggregated',
		'AuthenticationRequirement',
		'SessionId',
		'UserAgent',
	],
	verify:
		'Every successful sign-in came from a known country, IP address and program. A stolen session token does not always cause a new sign-in.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'unusual sign-in',
		distinct: { column: 'AccountUpn', noun: 'user' },
		show: ['AccountUpn', 'Country', 'IPAddress', 'Application'],
		rank: ({ NewCountry, NewAddress, NewAgent }) =>
			(NewCountry === true ? 4 : 0) + (NewAgent === true ? 2 : 0) + (NewAddress === true ? 1 : 0),
	}),
};
