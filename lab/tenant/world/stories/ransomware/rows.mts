import { HOUR, MINUTE, shift } from '../../instants.mts';
import type { Message } from '../../mail.mts';
import { connected, fileChanged, loggedOn, processCreated } from '../../rows/endpoint.mts';
import { mailRows } from '../../rows/mail.mts';
import type { TimedRow, Rows } from '../../rows/tables.mts';
import type { Scene } from '../../scene.mts';
import type { Chain, ServerStage } from './chain.mts';
import { COMMAND_AND_CONTROL, DOWNLOAD, STEP } from './chain.mts';

const RENAMED_PER_SERVER = 60;
const RANSOM_EXTENSION = '.lockd';
const SHARE_FOLDER = 'D:\\Shares\\Finance';
const DOCUMENTS = ['Budget', 'Payroll', 'Contract', 'Forecast', 'Board minutes', 'Supplier list'] as const;

function renames(scene: Scene, stage: ServerStage, delay: number): TimedRow[] {
	const { prng } = scene;
	return Array.from({ length: RENAMED_PER_SERVER }, (_, index) => {
		const previousFileName = `${prng.pick(DOCUMENTS)} ${2019 + (index % 8)}-${String(index).padStart(2, '0')}.xlsx`;
		const fileName = `${previousFileName}${RANSOM_EXTENSION}`;
		const at = scene.ago(STEP.encryption - delay - index * 5);
		return fileChanged(prng, stage.implant, at, {
			action: 'FileRenamed',
			file: { fileName, folder: SHARE_FOLDER, size: prng.int(12_000, 900_000) },
			previousFileName,
		});
	});
}

function fileRows(scene: Scene, chain: Chain): TimedRow[] {
	const { prng } = scene;
	const { powershell, explorer, dump, lure, dumpFile, servers } = chain;
	const implant = chain.implant.program;
	const opened = scene.ago(STEP.lure + 40);
	return [
		fileChanged(prng.fork('archive'), explorer, shift(opened, -25), {
			action: 'FileCreated',
			file: chain.archive,
		}),
		fileChanged(prng, explorer, opened, { action: 'FileCreated', file: lure }),
		fileChanged(prng, powershell, scene.ago(STEP.download - 10), {
			action: 'FileCreated',
			file: implant,
			originUrl: `https://${DOWNLOAD.domain}${DOWNLOAD.path}`,
			originIp: DOWNLOAD.ip,
		}),
		fileChanged(prng, dump, scene.ago(STEP.dump - 4), { action: 'FileCreated', file: dumpFile }),
		...servers.flatMap((stage, index) => [
			fileChanged(prng, stage.services, scene.ago(STEP.lateral + 20 - index * 4 * MINUTE), {
				action: 'FileCreated',
				file: implant,
				shareName: 'C$',
				requestedBy: { account: scene.cast.backupService, ip: chain.patientZero.ip },
			}),
			...renames(scene, stage, index * 3 * MINUTE),
		]),
	];
}

/** The download, then a report home every eight minutes or so, from the laptop and later from both servers. */
function networkRows(scene: Scene, chain: Chain): TimedRow[] {
	const { prng } = scene;
	const beacon = { remoteIp: COMMAND_AND_CONTROL.ip, remotePort: 443, remoteUrl: COMMAND_AND_CONTROL.domain };
	const beacons = Array.from({ length: 40 }, (_, index) =>
		connected(prng, chain.implant, scene.ago(STEP.download - 60 - index * 8 * MINUTE), beacon),
	);
	const fromServers = chain.servers.flatMap((stage) =>
		Array.from({ length: 8 }, (_, index) =>
			connected(prng, stage.implant, scene.ago(STEP.lateral - 5 * MINUTE - index * 8 * MINUTE), beacon),
		),
	);
	const lateral = chain.servers.map((stage, index) =>
		connected(prng, chain.implant, scene.ago(STEP.lateral + 25 - index * 4 * MINUTE), {
			remoteIp: stage.device.ip,
			remotePort: 445,
		}),
	);
	const download = connected(prng, chain.powershell, scene.ago(STEP.download), {
		remoteIp: DOWNLOAD.ip,
		remotePort: 443,
		remoteUrl: `https://${DOWNLOAD.domain}${DOWNLOAD.path}`,
	});
	return [download, ...beacons, ...lateral, ...fromServers];
}

function logonRows(scene: Scene, chain: Chain): TimedRow[] {
	const { prng, cast } = scene;
	const account = cast.backupService;
	const from = chain.patientZero;
	const failed = loggedOn(prng, scene.ago(STEP.lateral + 5 * MINUTE), {
		device: cast.device('srv-sql-03'),
		account,
		type: 'Network',
		from,
		failureReason: 'InvalidUserNameOrPassword',
	});
	return [
		loggedOn(prng, scene.ago(20 * HOUR), { device: from, account: from.owner, type: 'Interactive' }),
		failed,
		...chain.servers.map((stage, index) =>
			loggedOn(prng, scene.ago(STEP.lateral + 30 - index * 4 * MINUTE), {
				device: stage.device,
				account,
				type: 'Network',
				from,
				localAdmin: true,
			}),
		),
	];
}

/** Everything hunting can find of the chain. */
export function chainRows(scene: Scene, chain: Chain, messages: readonly Message[]): Rows {
	const { prng } = scene;
	const { explorer, cmd, powershell, implant, dump } = chain;
	const onServers = chain.servers.flatMap((stage) => [stage.implant, stage.vssadmin, stage.bcdedit]);
	return {
		DeviceProcessEvents: [explorer, cmd, powershell, implant, dump, ...onServers].map((run) =>
			processCreated(prng, run),
		),
		DeviceNetworkEvents: networkRows(scene, chain),
		DeviceFileEvents: fileRows(scene, chain),
		DeviceLogonEvents: logonRows(scene, chain),
		...mailRows(prng, messages),
	};
}
