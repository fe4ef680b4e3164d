import { IN_WINDOW, ON_DEVICES } from './huntConditions';
import { endpoint } from './huntProducts';
import type { LibraryHunt } from './libraryHunt';
import { rowsSummary } from './rowsSummary';

export const scriptAbuse: LibraryHunt = {
	id: 'script-abuse',
	name: 'Device: Encoded or Downloading Scripts',
	question: 'Did scripts or system tools run encoded commands or download code?',
	startsFrom: 'device',
	needs: [['devices']],
	uses: [],
	licenses: [endpoint('DeviceProcessEvents')],
	attack: ['T1059.001', 'T1027', 'T1218'],
	window: 'event',
	windowEnd: 'activity',
	kql: String.raw`DeviceProcessEvents
| where ${IN_WINDOW}
| where ${ON_DEVICES}
| extend Program = tolower(iff(isnotempty(ProcessVersionInfoOriginalFileName), ProcessVersionInfoOriginalFileName, FileName)), File = tolower(FileName)
| extend IsPowerShell = Program in ("powershell.exe", "pwsh.exe", "pwsh.dll", "powershell_ise.exe") or File in ("powershell.exe", "pwsh.exe"), IsShell = File in ("cmd.exe", "wscript.exe", "cscript.exe")
| extend Technique = case(
	(IsPowerShell or IsShell) and ProcessCommandLine matches regex @"(?i)[\s/-]-?e(?:c|n[a-z]*)?\s+[""']?[A-Za-z0-9+/]{20,}", "Encoded command",
	IsPowerShell and ProcessCommandLine matches regex @"(?i)downloadstring|downloadfile|downloaddata|invoke-webrequest|invoke-restmethod|\biwr\b|start-bitstransfer|net\.webclient", "Download",
	IsPowerShell and ProcessCommandLine matches regex @"(?i)frombase64string|\biex\b|invoke-expression", "Code from text",
	File == "mshta.exe" and ProcessCommandLine matches regex @"(?i)https?:|javascript:|vbscript:", "mshta",
	File == "regsvr32.exe" and ProcessCommandLine matches regex @"(?i)/i:|scrobj\.dll|https?:", "regsvr32",
	File == "certutil.exe" and ProcessCommandLine matches regex @"(?i)[-/](?:urlcache|decode|decodehex|verifyctl)", "certutil",
	File == "bitsadmin.exe" and ProcessCommandLine matches regex @"(?i)/(?:transfer|addfile)", "bitsadmin",
	File == "rundll32.exe" and ProcessCommandLine matches regex @"(?i)javascript:|https?:|url\.dll", "rundll32",
	File in ("wscript.exe", "cscript.exe") and ProcessCommandLine matches regex @"(?i)\\(?:temp|downloads|appdata|public)\\", "Script from a user folder",
	"")
| where Technique != ""
| project Timestamp, ReportId, DeviceName, Technique, AccountName, FileName, ProcessCommandLine, ProcessId, SHA256, InitiatingProcessFileName, InitiatingProcessCommandLine
| sort by Timestamp asc`,
	columns: [
		'Timestamp',
		'ReportId',
		'DeviceName',
		'Technique',
		'AccountName',
		'FileName',
		'ProcessCommandLine',
		'ProcessId',
		'SHA256',
		'InitiatingProcessFileName',
		'InitiatingProcessCommandLine',
	],
	verify:
		'No command line has one of these patterns. Scripts that are already on the disk need no encoding: look at device-timeline.',
	rowCap: 1_000,
	summary: rowsSummary({
		noun: 'suspicious command',
		distinct: { column: 'DeviceName', noun: 'device' },
		show: ['DeviceName', 'AccountName', 'Technique', 'ProcessCommandLine'],
	}),
};
