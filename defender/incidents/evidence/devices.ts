import type { EvidencePiece } from './evidencePiece';
import type { IdentityKey } from './groupByIdentity';
import { firstOf, lowerCase, type Sighting } from './sighting';
import { identifier, nonEmptyText, type Properties } from './valueReaders';

/** A device. A null property is in none of the evidence. */
export interface DeviceEntity {
	/** Defender for Endpoint. */
	readonly deviceId: string | null;
	/** DNS name, or host name without one. */
	readonly name: string | null;
	readonly osPlatform: string | null;
	/** Device group. */
	readonly rbacGroupName: string | null;
	readonly onboardingStatus: string | null;
	readonly healthStatus: string | null;
	readonly entraDeviceId: string | null;
}

/** Returns the devices that a piece of evidence names. Files, processes and registry values name theirs by its ID alone. */
export function devicesIn({ entityType, raw }: EvidencePiece): readonly Sighting<DeviceEntity>[] {
	const fields = entityType === 'device' ? readDevice(raw) : { ...NO_DEVICE, deviceId: deviceIdOf(raw) };
	const isIdentified = fields.deviceId !== null || fields.name !== null || fields.entraDeviceId !== null;
	return isIdentified ? [{ fields, isOwn: entityType === 'device' }] : [];
}

/** Several devices may have the same name, so a name identifies only a device without an ID. */
export const deviceKeys: readonly IdentityKey<DeviceEntity>[] = [
	{ of: ({ deviceId }) => lowerCase(deviceId) },
	{ of: ({ entraDeviceId }) => lowerCase(entraDeviceId), unless: [0] },
	{
		of: ({ deviceId, entraDeviceId, name }) =>
			deviceId === null && entraDeviceId === null ? lowerCase(name) : null,
	},
];

/** Returns one device with the properties from all mentions of it. */
export function mergeDevices(all: readonly DeviceEntity[]): DeviceEntity {
	return {
		deviceId: firstOf(all, 'deviceId'),
		name: firstOf(all, 'name'),
		osPlatform: firstOf(all, 'osPlatform'),
		rbacGroupName: firstOf(all, 'rbacGroupName'),
		onboardingStatus: firstOf(all, 'onboardingStatus'),
		healthStatus: firstOf(all, 'healthStatus'),
		entraDeviceId: firstOf(all, 'entraDeviceId'),
	};
}

/** Returns the device on which evidence was found. */
export function deviceIdOf(raw: Properties): string | null {
	return identifier(raw['mdeDeviceId']);
}

const NO_DEVICE: DeviceEntity = {
	deviceId: null,
	name: null,
	osPlatform: null,
	rbacGroupName: null,
	onboardingStatus: null,
	healthStatus: null,
	entraDeviceId: null,
};

/** microsoft.graph.security.deviceEvidence */
function readDevice(raw: Properties): DeviceEntity {
	return {
		deviceId: deviceIdOf(raw),
		name: nonEmptyText(raw['deviceDnsName']) ?? nonEmptyText(raw['hostName']),
		osPlatform: nonEmptyText(raw['osPlatform']),
		rbacGroupName: nonEmptyText(raw['rbacGroupName']),
		onboardingStatus: nonEmptyText(raw['onboardingStatus']),
		healthStatus: nonEmptyText(raw['healthStatus']),
		entraDeviceId: identifier(raw['azureAdDeviceId']),
	};
}
