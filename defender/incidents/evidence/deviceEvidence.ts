import { at, evidenceKind, type KindFamily } from './evidenceKind';
import { account, deviceId, file, firstPresent, hash, id, registryKey, text } from './valueReaders';

/**
 * Devices, files, processes and the registry. A device's IP addresses and logged-on users appear only in its raw evidence.
 */
export const deviceKinds: KindFamily = {
	deviceEvidence: evidenceKind('device', [
		at('', firstPresent('device', 'hostname', ['deviceDnsName', 'hostName'])),
		at('mdeDeviceId', deviceId),
		at('azureAdDeviceId', text('device', 'entraDeviceId')),
	]),
	fileEvidence: evidenceKind('file', [at('fileDetails', file)], { mentions: [at('mdeDeviceId', deviceId)] }),
	fileHashEvidence: evidenceKind('file', [at('', hash)]),
	hostLogonSessionEvidence: evidenceKind('session', [at('sessionId', text('session', 'sessionId'))], {
		parts: { account: 'userEvidence', host: 'deviceEvidence' },
	}),
	ioTDeviceEvidence: evidenceKind(
		'iotDevice',
		[
			at('deviceName', text('iotDevice', 'hostname')),
			at('deviceId', id('iotDevice')),
			at('macAddress', text('iotDevice', 'macAddress')),
		],
		{ parts: { ipAddress: 'ipEvidence', nics: 'nicEvidence', ioTHub: 'azureResourceEvidence' } },
	),
	malwareEvidence: evidenceKind('malware', [at('name', text('malware', 'name'))], {
		parts: { files: 'fileEvidence', processes: 'processEvidence' },
	}),
	nicEvidence: evidenceKind('networkInterface', [at('macAddress', text('networkInterface', 'macAddress'))], {
		parts: { ipAddress: 'ipEvidence' },
	}),
	processEvidence: evidenceKind('process', [at('processCommandLine', text('process', 'commandLine'))], {
		mentions: [at('imageFile', file), at('userAccount', account), at('mdeDeviceId', deviceId)],
	}),
	registryKeyEvidence: evidenceKind('registryKey', [at('', registryKey)]),
	registryValueEvidence: evidenceKind(
		'registryValue',
		[
			at('registryValue', text('registryValue', 'registryValue')),
			at('registryValueName', text('registryValue', 'name')),
		],
		{ mentions: [at('', registryKey), at('mdeDeviceId', deviceId)] },
	),
};
