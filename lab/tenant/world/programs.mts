import type { Prng } from './prng.mts';

/** An executable as Defender sees it. */
export interface Program {
	readonly fileName: string;
	/** Folder without the file name and without a trailing separator. */
	readonly folder: string;
	readonly sha1: string;
	readonly sha256: string;
	readonly md5: string;
	readonly size: number;
	readonly company: string | null;
	readonly product: string | null;
	/** `InitiatingProcessSignerType` and `InitiatingProcessSignatureStatus` of the hunting tables. */
	readonly signerType: 'OsVendor' | 'SignedVendor' | 'Unknown';
	readonly signature: 'Valid' | 'Unsigned';
}

type Signer = 'os' | 'vendor' | 'nobody';
type Tool = readonly [fileName: string, folder: string, signer: Signer, company?: string, product?: string];

const SYSTEM32 = 'C:\\Windows\\System32';

/** Known tools. Hashes depend on the seed; none is a real program's. */
const TOOLS = {
	explorer: ['explorer.exe', 'C:\\Windows', 'os'],
	cmd: ['cmd.exe', SYSTEM32, 'os'],
	powershell: ['powershell.exe', `${SYSTEM32}\\WindowsPowerShell\\v1.0`, 'os'],
	rundll32: ['rundll32.exe', SYSTEM32, 'os'],
	services: ['services.exe', SYSTEM32, 'os'],
	svchost: ['svchost.exe', SYSTEM32, 'os'],
	lsass: ['lsass.exe', SYSTEM32, 'os'],
	vssadmin: ['vssadmin.exe', SYSTEM32, 'os'],
	bcdedit: ['bcdedit.exe', SYSTEM32, 'os'],
	schtasks: ['schtasks.exe', SYSTEM32, 'os'],
	reg: ['reg.exe', SYSTEM32, 'os'],
	taskhostw: ['taskhostw.exe', SYSTEM32, 'os'],
	ccmexec: [
		'CcmExec.exe',
		'C:\\Windows\\CCM',
		'os',
		'Microsoft Corporation',
		'Microsoft Configuration Manager',
	],
	outlook: ['OUTLOOK.EXE', 'C:\\Program Files\\Microsoft Office\\root\\Office16', 'os'],
	winword: ['WINWORD.EXE', 'C:\\Program Files\\Microsoft Office\\root\\Office16', 'os'],
	edge: ['msedge.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application', 'os'],
	teams: ['ms-teams.exe', 'C:\\Program Files\\WindowsApps\\MSTeams', 'os'],
	sevenZip: ['7z.exe', 'C:\\Program Files\\7-Zip', 'vendor', 'Igor Pavlov', '7-Zip'],
	node: ['node.exe', 'C:\\Program Files\\nodejs', 'vendor', 'OpenJS Foundation', 'Node.js'],
	backupAgent: [
		'contoso-backup.exe',
		'C:\\Program Files\\Contoso Backup',
		'vendor',
		'Contoso Ltd',
		'Contoso Backup',
	],
	emulator: ['contoso-attacksim.exe', 'C:\\SecTest', 'vendor', 'Contoso Red Team', 'Attack Simulator'],
	implant: ['wupd.exe', 'C:\\ProgramData\\svc', 'nobody'],
	dropper: ['setup_invoice.exe', 'C:\\Users\\Public\\Downloads', 'nobody'],
	bash: ['bash', '/usr/bin', 'vendor', 'Canonical Ltd.', 'bash'],
	git: ['git', '/usr/bin', 'vendor', 'Canonical Ltd.', 'git'],
	tar: ['tar', '/usr/bin', 'vendor', 'Canonical Ltd.', 'tar'],
} as const satisfies Record<string, Tool>;

export type ProgramKey = keyof typeof TOOLS;
export type Programs = (key: ProgramKey) => Program;

/** A program or file with hashes and size of its own. */
export function makeProgram(
	prng: Prng,
	fileName: string,
	folder: string,
	signer: Signer,
	company?: string,
	product?: string,
): Program {
	const os = signer === 'os';
	return {
		fileName,
		folder,
		sha1: prng.hex(40),
		sha256: prng.hex(64),
		md5: prng.hex(32),
		size: prng.int(24_000, 4_800_000),
		company: company ?? (os ? 'Microsoft Corporation' : null),
		product: product ?? (os ? 'Microsoft® Windows® Operating System' : null),
		signerType: os ? 'OsVendor' : signer === 'vendor' ? 'SignedVendor' : 'Unknown',
		signature: signer === 'nobody' ? 'Unsigned' : 'Valid',
	};
}

/** The tools of this tenant by key; the same key is always the same program. */
export function createPrograms(prng: Prng): Programs {
	const made = new Map<ProgramKey, Program>();
	return (key) => {
		const [fileName, folder, signer, company, product]: Tool = TOOLS[key];
		const program = made.get(key) ?? makeProgram(prng.fork(key), fileName, folder, signer, company, product);
		made.set(key, program);
		return program;
	};
}
