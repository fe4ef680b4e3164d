import type { Device } from '../../cast.mts';
import { HOUR, MINUTE } from '../../instants.mts';
import type { ProcessRun } from '../../processRun.mts';
import type { Program } from '../../programs.mts';
import { makeProgram } from '../../programs.mts';
import type { Scene } from '../../scene.mts';

/** Where the first payload came from and where the implant reports to. Documentation addresses and names only. */
export const DOWNLOAD = { ip: '203.0.113.66', domain: 'cdn-update.example', path: '/w/upd.bin' } as const;
export const COMMAND_AND_CONTROL = { ip: '198.51.100.77', domain: 'telemetry-sync.example' } as const;

/** Seconds before now at which each step happened. */
export const STEP = {
	mail: 11 * HOUR + 40 * MINUTE,
	lure: 11 * HOUR + 20 * MINUTE,
	download: 11 * HOUR + 18 * MINUTE,
	dump: 3 * HOUR + 5 * MINUTE,
	lateral: 2 * HOUR + 30 * MINUTE,
	backups: 44 * MINUTE,
	encryption: 40 * MINUTE,
} as const;

/** What the chain left on one of the two servers. */
export interface ServerStage {
	readonly device: Device;
	readonly services: ProcessRun;
	readonly implant: ProcessRun;
	readonly vssadmin: ProcessRun;
	readonly bcdedit: ProcessRun;
}

export interface Chain {
	readonly patientZero: Device;
	/** The archive that was mailed. */
	readonly archive: Program;
	/** The shortcut inside it. */
	readonly lure: Program;
	readonly dumpFile: Program;
	readonly explorer: ProcessRun;
	readonly cmd: ProcessRun;
	readonly powershell: ProcessRun;
	readonly implant: ProcessRun;
	readonly dump: ProcessRun;
	readonly servers: readonly ServerStage[];
}

/** UTF-16 base64 as `-EncodedCommand` takes it. The text is harmless: it only has to look the part. */
function encodedCommand(text: string): string {
	return Buffer.from(text, 'utf16le').toString('base64');
}

function serverStage(scene: Scene, hostName: string, delay: number): ServerStage {
	const device = scene.cast.device(hostName);
	const account = scene.cast.backupService;
	const { system } = scene.cast;
	const services = scene.run(device, 'services', 30 * HOUR, 'services.exe', { account: system });
	const implant = scene.run(device, 'implant', STEP.lateral - delay, 'C:\\ProgramData\\svc\\wupd.exe -k', {
		parent: services,
		account,
	});
	const vssadmin = scene.run(
		device,
		'vssadmin',
		STEP.backups - delay,
		'vssadmin.exe delete shadows /all /quiet',
		{ parent: implant },
	);
	const bcdedit = scene.run(
		device,
		'bcdedit',
		STEP.backups - delay - 20,
		'bcdedit.exe /set {default} recoveryenabled No',
		{ parent: implant },
	);
	return { device, services, implant, vssadmin, bcdedit };
}

/**
 * LNK in a mailed archive → encoded PowerShell → download → LSASS dump → two servers over a service → shadow copies
 * deleted → files renamed. The techniques are as public reports describe them; nothing here would run.
 */
export function playChain(scene: Scene): Chain {
	const patientZero = scene.cast.device('lt-0471');
	const payload = encodedCommand(`# practice data: fetches https://${DOWNLOAD.domain}${DOWNLOAD.path}`);
	const explorer = scene.run(patientZero, 'explorer', 19 * HOUR, 'C:\\Windows\\explorer.exe');
	const cmd = scene.run(
		patientZero,
		'cmd',
		STEP.lure,
		`"C:\\Windows\\System32\\cmd.exe" /c powershell -nop -w hidden -enc ${payload}`,
		{ parent: explorer },
	);
	const powershell = scene.run(
		patientZero,
		'powershell',
		STEP.lure - 2,
		`powershell -nop -w hidden -enc ${payload}`,
		{ parent: cmd },
	);
	const implant = scene.run(
		patientZero,
		'implant',
		STEP.download - 30,
		'"C:\\ProgramData\\svc\\wupd.exe" --silent',
		{
			parent: powershell,
		},
	);
	const dump = scene.run(
		patientZero,
		'rundll32',
		STEP.dump,
		'rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 712 C:\\ProgramData\\svc\\d.bin full',
		{ parent: implant, account: scene.cast.system },
	);
	return {
		patientZero,
		archive: makeProgram(
			scene.prng.fork('archive'),
			'Invoice 2211.zip',
			'C:\\Users\\j.okafor\\Downloads',
			'nobody',
		),
		lure: makeProgram(scene.prng, 'Invoice 2211.pdf.lnk', 'C:\\Users\\j.okafor\\Downloads', 'nobody'),
		dumpFile: makeProgram(scene.prng, 'd.bin', 'C:\\ProgramData\\svc', 'nobody'),
		explorer,
		cmd,
		powershell,
		implant,
		dump,
		servers: [serverStage(scene, 'srv-file-02', 0), serverStage(scene, 'srv-app-01', 4 * MINUTE)],
	};
}
