import { IN_WINDOW } from './huntConditions';
import { endpoint, office, optional } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

const FOUND = 'where SHA256 in (Files) or SHA256 in (_p_sha256) or SHA1 in (_p_sha1) or MD5 in (_p_md5)';

export const attachmentExecuted: LibraryHunt = {
	id: 'attachment-executed',
	name: 'Mail: Was an Attachment Opened on a Device',
	question: 'Was an attachment of this message saved or run on a device?',
	startsFrom: 'mail',
	needs: [['messageIds', 'hashes']],
	uses: [],
	licenses: [
		office('EmailEvents', 'EmailAttachmentInfo'),
		optional(endpoint('DeviceFileEvents', 'DeviceProcessEvents')),
	],
	attack: ['T1566.001', 'T1204.002'],
	window: 'event',
	windowEnd: 'now',
	kql: `let Messages = EmailEvents | where ${IN_WINDOW} | where InternetMessageId in~ (_p_internetMessageIds) | distinct NetworkMessageId;
let Files = EmailAttachmentInfo
| where ${IN_WINDOW}
| where NetworkMessageId in~ (_p_networkMessageIds) or NetworkMessageId in (Messages)
| where isnotempty(SHA256)
| distinct SHA256;
union
(DeviceFileEvents | where ${IN_WINDOW} | ${FOUND}
	| project Timestamp, ReportId = tostring(ReportId), DeviceName, ActionType, Account = InitiatingProcessAccountName, FileName, FolderPath, SHA256, CommandLine = "", Initiator = InitiatingProcessFileName, SourceTable = "DeviceFileEvents"),
(DeviceProcessEvents | where ${IN_WINDOW} | ${FOUND}
	| project Timestamp, ReportId = tostring(ReportId), DeviceName, ActionType, Account = AccountName, FileName, FolderPath, SHA256, CommandLine = ProcessCommandLine, Initiator = InitiatingProcessFileName, SourceTable = "DeviceProcessEvents")
| sort by Timestamp asc`,
	columns: [
		'Timestamp',
		'ReportId',
		'DeviceName',
		'ActionType',
		'Account',
		'FileName',
		'FolderPath',
		'SHA256',
		'CommandLine',
		'Initiator',
		'SourceTable',
	],
	verify:
		'No onboarded device saved or ran the attachment. A document that another program opens is not a process, and files inside an archive have other hashes.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'event',
		distinct: { column: 'DeviceName', noun: 'device' },
		show: ['DeviceName', 'ActionType', 'Account', 'FileName', 'CommandLine'],
		rank: ({ ActionType }) => (ActionType === 'ProcessCreated' ? 1 : 0),
	}),
};
