import { at, kind, type Family } from './kind';
import { account, deviceId, file, firstOf, hash, id, registryKey, text } from './readers';

/** Devices and what runs and lies on them. A device's own addresses and the users logged on to it stay in its raw evidence. */
export const endpointKinds: Family = {
	deviceEvidence: kind('device', [
		at('', firstOf('device', 'hostname', ['deviceDnsName', 'hostName'])),
		at('mdeDeviceId', deviceId),
		at('azureAdDeviceId', text('device', 'entraDeviceId')),
	]),
	fileEvidence: kind('file', [at('fileDetails', file)], { mentions: [at('mdeDeviceId', deviceId)] }),
	fileHashEvidence: kind('file', [at('', hash)]),
	hostLogonSessionEvidence: kind('session', [at('sessionId', text('session', 'sessionId'))], {
		parts: { account: 'userEvidence', host: 'deviceEvidence' },
	}),
	ioTDeviceEvidence: kind(
		'iotDevice',
		[
			at('deviceName', text('iotDevice', 'hostname')),
			at('deviceId', id('iotDevice')),
			at('macAddress', text('iotDevice', 'macAddress')),
		],
		{ parts: { ipAddress: 'ipEvidence', nics: 'nicEvidence', ioTHub: 'azureResourceEvidence' } },
	),
	malwareEvidence: kind('malware', [at('name', text('malware', 'name'))], {
		parts: { files: 'fileEvidence', processes: 'processEvidence' },
	}),
	nicEvidence: kind('networkInterface', [at('macAddress', text('networkInterface', 'macAddress'))], {
		parts: { ipAddress: 'ipEvidence' },
	}),
	processEvidence: kind('process', [at('processCommandLine', text('process', 'commandLine'))], {
		mentions: [at('imageFile', file), at('userAccount', account), at('mdeDeviceId', deviceId)],
	}),
	registryKeyEvidence: kind('registryKey', [at('', registryKey)]),
	registryValueEvidence: kind(
		'registryValue',
		[
			at('registryValue', text('registryValue', 'registryValue')),
			at('registryValueName', text('registryValue', 'name')),
		],
		{ mentions: [at('', registryKey), at('mdeDeviceId', deviceId)] },
	),
};
