import { CLOUD_FILE_ACTIVITY, CLOUD_FILE_DELETIONS, CLOUD_FILE_DOWNLOADS } from './actionTypes';
import { BY_CLOUD_USER, IN_WINDOW, literalList } from './huntConditions';
import { cloudApps } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const cloudMassActivity: LibraryHunt = {
	id: 'cloud-mass-activity',
	name: 'User: Mass Download, Deletion or Sharing',
	question: 'Did this user download, delete or share many files in the cloud?',
	startsFrom: 'user',
	needs: [['users']],
	uses: ['threshold'],
	licenses: [cloudApps('CloudAppEvents')],
	attack: ['T1530', 'T1485', 'T1567'],
	window: 'event',
	windowEnd: 'now',
	threshold: { standard: 50, counts: 'files of one kind of activity by one user within one hour' },
	kql: `CloudAppEvents
| where ${IN_WINDOW}
| where ActionType in (${literalList(CLOUD_FILE_ACTIVITY)})
| where ${BY_CLOUD_USER}
| extend Activity = case(ActionType in (${literalList(CLOUD_FILE_DOWNLOADS)}), "Download", ActionType in (${literalList(CLOUD_FILE_DELETIONS)}), "Deletion", "Sharing")
| summarize Timestamp = min(Timestamp), LastTime = max(Timestamp), ReportId = min(ReportId), Events = count(), Files = dcount(ObjectId), Examples = make_set(ObjectName, 5), Addresses = make_set(IPAddress, 10), Countries = make_set(CountryCode, 10) by AccountObjectId, AccountDisplayName, Application, Activity, Slot = bin(Timestamp, 1h)
| where Events >= _p_threshold
| project Timestamp, ReportId, AccountDisplayName, AccountObjectId, Application, Activity, Events, Files, LastTime, Examples, Addresses, Countries
| sort by Events desc`,
	columns: [
		'Timestamp',
		'ReportId',
		'AccountDisplayName',
		'AccountObjectId',
		'Application',
		'Activity',
		'Events',
		'Files',
		'LastTime',
		'Examples',
		'Addresses',
		'Countries',
	],
	verify:
		'The user stayed below the threshold in every hour. Slow collection over days is not found: lower the threshold or use a longer time range.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'busy hour',
		distinct: { column: 'AccountDisplayName', noun: 'user' },
		show: ['AccountDisplayName', 'Activity', 'Events', 'Application', 'Addresses'],
		rank: ({ Events }) => (typeof Events === 'number' ? Events : 0),
	}),
};
