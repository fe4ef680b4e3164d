import type { Row } from '../rows/tables.mts';
import { byTime, drawsFor, rowsOf, textOf, type Facts, type TableWriter } from './facts.mts';
import { actingProcess, runs, startingProcess } from './processColumns.mts';

/** An event of DeviceEvents besides the columns that every event has. */
interface Happening {
	readonly action: string;
	readonly columns?: Row;
	readonly fields?: { readonly [key: string]: string | number | boolean };
	/** Whether the process was started by the acting process instead of acting itself. */
	readonly byParent?: boolean;
}

function event(facts: Facts, process: Row, happening: Happening): Row {
	const { action, columns = {}, fields = {}, byParent = false } = happening;
	const draws = drawsFor(facts, 'DeviceEvents', `${textOf(process, 'ProcessUniqueId')}/${action}`);
	return {
		Timestamp: process['Timestamp'] ?? null,
		ActionType: action,
		...(byParent ? startingProcess(process) : actingProcess(process)),
		...columns,
		AdditionalFields: JSON.stringify(fields),
		ReportId: draws.int(1_000, 2_000_000_000),
	};
}

const LSASS: Row = { FileName: 'lsass.exe', FolderPath: 'C:\\Windows\\System32' };

function fileOf(process: Row): Row {
	const { FileName = null, FolderPath = null, SHA1 = null, SHA256 = null } = process;
	return { FileName, FolderPath, SHA1, SHA256 };
}

/** What the sensor reports about a started process, by what it runs. */
function happeningsOf(process: Row): readonly Happening[] {
	const commandLine = textOf(process, 'ProcessCommandLine');
	if (/comsvcs\.dll,?\s*MiniDump/iu.test(commandLine)) {
		return [
			{ action: 'OpenProcessApiCall', columns: LSASS, fields: { DesiredAccess: 2_097_151 } },
			{ action: 'ReadProcessMemoryApiCall', columns: LSASS, fields: { TotalBytesCopied: 48_201_728 } },
		];
	}
	if (runs(process, 'powershell.exe')) {
		const command = /-enc\b/u.test(commandLine) ? 'Invoke-Expression' : 'Get-ChildItem';
		return [{ action: 'PowerShellCommand', fields: { Command: command } }];
	}
	if (textOf(process, 'InitiatingProcessFileName') === 'services.exe' && !runs(process, 'svchost.exe')) {
		const fields = { ServiceName: textOf(process, 'FileName'), ServiceStartType: 'AutoStart' };
		return [{ action: 'ServiceInstalled', columns: fileOf(process), fields, byParent: true }];
	}
	if (runs(process, 'winword.exe'))
		return [{ action: 'AsrOfficeChildProcessAudited', fields: { IsAudit: true } }];
	return runs(process, 'msedge.exe') ? [{ action: 'DpapiAccessed' }] : [];
}

/** Antivirus detections, from the alerts that the antivirus raised. */
function detections(facts: Facts): readonly Row[] {
	return rowsOf(facts, 'AlertEvidence')
		.filter((row) => textOf(row, 'DetectionSource') === 'Antivirus' && textOf(row, 'EntityType') === 'File')
		.map((row) => ({
			Timestamp: row['Timestamp'] ?? null,
			DeviceId: row['DeviceId'] ?? null,
			DeviceName:
				facts.scene.cast.devices.find(({ deviceId }) => deviceId === row['DeviceId'])?.dnsName ?? null,
			ActionType: 'AntivirusDetection',
			...fileOf(row),
			AdditionalFields: JSON.stringify({ ThreatName: textOf(row, 'Title'), WasRemediated: true, Action: 2 }),
			ReportId: drawsFor(facts, 'DeviceEvents', textOf(row, 'AlertId')).int(1_000, 2_000_000_000),
		}));
}

/** DeviceEvents: what the sensor saw besides processes, files, network and registry. */
export const deviceEvents: TableWriter = (facts) =>
	byTime([
		...rowsOf(facts, 'DeviceProcessEvents').flatMap((process) =>
			happeningsOf(process).map((happening) => event(facts, process, happening)),
		),
		...detections(facts),
	]);
