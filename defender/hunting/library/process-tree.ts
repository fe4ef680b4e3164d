import { IN_WINDOW, ON_DEVICES } from './huntConditions';
import { endpoint } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

const RELATIONS = ['grandchild', 'grandparent', 'child', 'parent', 'process'];

export const processTree: LibraryHunt = {
	id: 'process-tree',
	name: 'Device: Ancestors and Children of a Process',
	question: 'Which processes started this process, and which ones did it start?',
	startsFrom: 'device',
	needs: [['devices'], ['processId']],
	uses: ['around'],
	licenses: [endpoint('DeviceProcessEvents')],
	attack: ['T1059'],
	window: 'event',
	windowEnd: 'activity',
	// Windows reuses process IDs, so processes are joined by unique ID, or by ID and creation time of older sensors.
	kql: `let Events = DeviceProcessEvents
| where ${IN_WINDOW}
| where ${ON_DEVICES}
| extend Key = iff(isnotempty(ProcessUniqueId), ProcessUniqueId, strcat(ProcessId, "@", ProcessCreationTime))
| extend ParentKey = iff(isnotempty(InitiatingProcessUniqueId), InitiatingProcessUniqueId, strcat(InitiatingProcessId, "@", InitiatingProcessCreationTime));
let Chosen = Events | where ProcessId in (_p_processIds);
let Parents = Events | join kind=leftsemi (Chosen | project DeviceId, Key = ParentKey) on DeviceId, Key;
let Grandparents = Events | join kind=leftsemi (Parents | project DeviceId, Key = ParentKey) on DeviceId, Key;
let Children = Events | join kind=leftsemi (Chosen | project DeviceId, ParentKey = Key) on DeviceId, ParentKey;
let Grandchildren = Events | join kind=leftsemi (Children | project DeviceId, ParentKey = Key) on DeviceId, ParentKey;
union
(Chosen | extend Relation = "process"),
(Parents | extend Relation = "parent"),
(Grandparents | extend Relation = "grandparent"),
(Children | extend Relation = "child"),
(Grandchildren | extend Relation = "grandchild")
| summarize Relations = make_set(Relation) by Timestamp, ReportId = tostring(ReportId), DeviceName, AccountName, FileName, ProcessCommandLine, ProcessId, SHA256, InitiatingProcessFileName, InitiatingProcessCommandLine, InitiatingProcessId, InitiatingProcessParentFileName
| extend Relation = strcat_array(Relations, ", ")
| project Timestamp, ReportId, DeviceName, Relation, AccountName, FileName, ProcessCommandLine, ProcessId, SHA256, InitiatingProcessFileName, InitiatingProcessCommandLine, InitiatingProcessId, InitiatingProcessParentFileName
| sort by Timestamp asc`,
	columns: [
		'Timestamp',
		'ReportId',
		'DeviceName',
		'Relation',
		'AccountName',
		'FileName',
		'ProcessCommandLine',
		'ProcessId',
		'SHA256',
		'InitiatingProcessFileName',
		'InitiatingProcessCommandLine',
		'InitiatingProcessId',
		'InitiatingProcessParentFileName',
	],
	verify:
		'No process with this ID started on the device in the time range. Long-running processes started earlier: choose a longer time range.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'program start',
		distinct: { column: 'DeviceName', noun: 'device' },
		show: ['Relation', 'AccountName', 'FileName', 'ProcessCommandLine'],
		rank: ({ Relation }) => RELATIONS.findIndex((name) => name === Relation),
	}),
};
