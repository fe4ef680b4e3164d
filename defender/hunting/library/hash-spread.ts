import { BY_HASH, IN_WINDOW } from './huntConditions';
import { endpoint, office, optional } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

const FILE = 'FileName, FolderPath, SHA1, SHA256';

export const hashSpread: LibraryHunt = {
	id: 'hash-spread',
	name: 'File: Where It Was Seen, Run or Mailed',
	question: 'Where was this file seen or run, when first and last, and how did it arrive?',
	startsFrom: 'file',
	needs: [['hashes']],
	uses: [],
	licenses: [
		optional(endpoint('DeviceFileEvents', 'DeviceProcessEvents', 'DeviceImageLoadEvents')),
		optional(office('EmailAttachmentInfo')),
	],
	attack: ['T1204.002'],
	window: 'event',
	windowEnd: 'now',
	kql: `union
(DeviceFileEvents | where ${IN_WINDOW} | where ${BY_HASH}
	| project Timestamp, ReportId = tostring(ReportId), Place = DeviceName, Account = InitiatingProcessAccountName, ActionType, ${FILE}, Origin = FileOriginUrl, Initiator = InitiatingProcessFileName, SourceTable = "DeviceFileEvents"),
(DeviceProcessEvents | where ${IN_WINDOW} | where ${BY_HASH}
	| project Timestamp, ReportId = tostring(ReportId), Place = DeviceName, Account = AccountName, ActionType, ${FILE}, Origin = ProcessCommandLine, Initiator = InitiatingProcessFileName, SourceTable = "DeviceProcessEvents"),
(DeviceImageLoadEvents | where ${IN_WINDOW} | where ${BY_HASH}
	| project Timestamp, ReportId = tostring(ReportId), Place = DeviceName, Account = InitiatingProcessAccountName, ActionType, ${FILE}, Origin = InitiatingProcessCommandLine, Initiator = InitiatingProcessFileName, SourceTable = "DeviceImageLoadEvents"),
(EmailAttachmentInfo | where ${IN_WINDOW} | where SHA256 in (_p_sha256)
	| project Timestamp, ReportId, Place = RecipientEmailAddress, Account = RecipientEmailAddress, ActionType = "Mailed", FileName, FolderPath = "", SHA1 = "", SHA256, Origin = SenderFromAddress, Initiator = "", SourceTable = "EmailAttachmentInfo")
| sort by Timestamp asc`,
	columns: [
		'Timestamp',
		'ReportId',
		'Place',
		'Account',
		'ActionType',
		'FileName',
		'FolderPath',
		'SHA1',
		'SHA256',
		'Origin',
		'Initiator',
		'SourceTable',
	],
	verify:
		'No onboarded device and no attachment had a file with this hash in the time range. Attachments are found by SHA-256 only.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'sighting',
		distinct: { column: 'Place', noun: 'place' },
		show: ['ActionType', 'Place', 'FileName', 'Origin'],
		rank: ({ ActionType }) => (ActionType === 'ProcessCreated' ? 1 : 0),
	}),
};
