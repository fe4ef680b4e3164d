import { DAY, shift } from '../instants.mts';
import type { Row } from '../rows/tables.mts';
import { byTime, drawsFor, rowsOf, textOf, type Facts, type TableWriter } from './facts.mts';
import { actingProcess, runs } from './processColumns.mts';

interface Library {
	readonly fileName: string;
	readonly folder: string;
}

const COMSVCS: Library = { fileName: 'comsvcs.dll', folder: 'C:\\Windows\\System32' };
const COMMON: readonly Library[] = [
	{ fileName: 'kernel32.dll', folder: 'C:\\Windows\\System32' },
	{ fileName: 'amsi.dll', folder: 'C:\\Windows\\System32' },
	{ fileName: 'mso.dll', folder: 'C:\\Program Files\\Microsoft Office\\root\\Office16' },
];
/** One started process in this many has a row for a library it loaded. */
const SHARE = 1 / 4;

function librariesOf(facts: Facts, process: Row): readonly Library[] {
	if (/comsvcs\.dll/iu.test(textOf(process, 'ProcessCommandLine'))) return [COMSVCS];
	if (!/\.exe$/iu.test(textOf(process, 'FileName'))) return [];
	const draws = drawsFor(facts, 'DeviceImageLoadEvents', textOf(process, 'ProcessUniqueId'));
	const common = runs(process, 'winword.exe') ? COMMON : COMMON.slice(0, 2);
	return draws.chance(SHARE) ? [draws.pick(common)] : [];
}

/** DeviceImageLoadEvents: libraries that started processes loaded. A library is the same file on every device. */
export const deviceImageLoadEvents: TableWriter = (facts) =>
	byTime(
		rowsOf(facts, 'DeviceProcessEvents').flatMap((process) =>
			librariesOf(facts, process).map(({ fileName, folder }) => {
				const file = drawsFor(facts, 'library', fileName);
				const draws = drawsFor(facts, 'load', textOf(process, 'ProcessUniqueId'));
				return {
					Timestamp: process['Timestamp'] ?? null,
					ActionType: 'ImageLoaded',
					FileName: fileName,
					FolderPath: `${folder}\\${fileName}`,
					SHA1: file.hex(40),
					SHA256: file.hex(64),
					MD5: file.hex(32),
					FileSize: file.int(40_000, 2_000_000),
					...actingProcess(process),
					ReportId: draws.int(1_000, 2_000_000_000),
				};
			}),
		),
	);

function certificateRow(facts: Facts, process: Row): Row {
	const SHA1 = textOf(process, 'SHA1');
	const company = textOf(process, 'ProcessVersionInfoCompanyName');
	const isSigned = company !== '';
	const isMicrosoft = company === 'Microsoft Corporation';
	const signer = drawsFor(facts, 'signer', company);
	return {
		Timestamp: process['Timestamp'] ?? null,
		DeviceId: process['DeviceId'] ?? null,
		DeviceName: process['DeviceName'] ?? null,
		SHA1,
		IsSigned: isSigned,
		SignatureType: isSigned ? 'Embedded' : null,
		Signer: isSigned ? company : null,
		SignerHash: isSigned ? signer.hex(40) : null,
		Issuer: isSigned ? (isMicrosoft ? 'Microsoft Code Signing PCA 2011' : 'Example Code Signing CA') : null,
		IssuerHash: isSigned ? drawsFor(facts, 'issuer', String(isMicrosoft)).hex(40) : null,
		CertificateSerialNumber: isSigned ? signer.hex(38) : null,
		CertificateCreationTime: isSigned ? shift(facts.scene.now, -300 * DAY) : null,
		IsTrusted: isSigned,
		IsRootSignerMicrosoft: isMicrosoft,
		ReportId: drawsFor(facts, 'certificate', SHA1).int(1_000, 2_000_000_000),
	};
}

/** DeviceFileCertificateInfo: the signature of every program, as first seen. */
export const deviceFileCertificateInfo: TableWriter = (facts) => {
	const first = new Map<string, Row>();
	for (const process of rowsOf(facts, 'DeviceProcessEvents')) {
		const hash = textOf(process, 'SHA1');
		if (hash !== '' && !first.has(hash)) first.set(hash, process);
	}
	return byTime([...first.values()].map((process) => certificateRow(facts, process)));
};
