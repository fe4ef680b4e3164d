import type { Row } from '../rows/tables.mts';
import { byTime, drawsFor, rowsOf, textOf, type Facts, type TableWriter } from './facts.mts';
import { actingProcess, runs, startingProcess } from './processColumns.mts';

const HIVES: Readonly<Record<string, string>> = {
	HKLM: 'HKEY_LOCAL_MACHINE',
	HKCU: 'HKEY_CURRENT_USER',
};

interface RegistryValue {
	readonly key: string;
	readonly name: string;
	readonly data: string;
}

/** The value that `reg.exe add <key> /v <name> /d <data>` writes. */
function writtenBy(commandLine: string): RegistryValue | undefined {
	const match = /\badd\s+(HKLM|HKCU)\\(\S+)\s+\/v\s+(\S+)(?:.*?\/d\s+(\S+))?/u.exec(commandLine);
	if (!match) return undefined;
	const [, hive = '', path = '', name = '', data = ''] = match;
	return { key: `${HIVES[hive] ?? hive}\\${path}`, name, data };
}

function event(facts: Facts, process: Row, actor: Row, value: RegistryValue): Row {
	const draws = drawsFor(
		facts,
		'DeviceRegistryEvents',
		`${textOf(process, 'ProcessUniqueId')}/${value.name}`,
	);
	return {
		Timestamp: process['Timestamp'] ?? null,
		ActionType: 'RegistryValueSet',
		RegistryKey: value.key,
		RegistryValueType: 'String',
		RegistryValueName: value.name,
		RegistryValueData: value.data,
		...actor,
		ReportId: draws.int(1_000, 2_000_000_000),
	};
}

const POLICY = {
	key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Group Policy\\History',
	name: 'LastApplied',
};
const SETTINGS = {
	key: 'HKEY_CURRENT_USER\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Explorer\\RecentDocs',
	name: 'MRUListEx',
};

/** The registry values that a process wrote, or that were written to start it. */
function eventsOf(facts: Facts, process: Row): readonly Row[] {
	const written = runs(process, 'reg.exe') ? writtenBy(textOf(process, 'ProcessCommandLine')) : undefined;
	if (written) return [event(facts, process, actingProcess(process), written)];
	const fileName = textOf(process, 'FileName');
	const isService = textOf(process, 'InitiatingProcessFileName') === 'services.exe';
	if (isService && !runs(process, 'svchost.exe')) {
		const service = fileName.replace(/\.exe$/iu, '');
		const key = `HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\${service}`;
		const value = { key, name: 'ImagePath', data: textOf(process, 'ProcessCommandLine') };
		return [event(facts, process, startingProcess(process), value)];
	}
	if (runs(process, 'taskhostw.exe'))
		return [event(facts, process, actingProcess(process), { ...POLICY, data: '1' })];
	if (!runs(process, 'winword.exe')) return [];
	return [event(facts, process, actingProcess(process), { ...SETTINGS, data: '0100' })];
}

/** DeviceRegistryEvents: what started processes wrote, and the services that were installed. */
export const deviceRegistryEvents: TableWriter = (facts) =>
	byTime(rowsOf(facts, 'DeviceProcessEvents').flatMap((process) => eventsOf(facts, process)));
