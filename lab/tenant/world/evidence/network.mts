import type { EvidenceBase } from './base.mts';
import { head } from './base.mts';

interface GeoLocation {
	readonly countryName: string | null;
	readonly state: string | null;
	readonly city: string | null;
	readonly latitude: number | null;
	readonly longitude: number | null;
}

/** `countryLetterCode` and `location` are null for addresses the service has not placed, private ones among them. */
export function ipEvidence(
	base: EvidenceBase,
	ipAddress: string,
	countryLetterCode: string | null = null,
	location: GeoLocation | null = null,
) {
	return { ...head('ipEvidence', base), ipAddress, countryLetterCode, stream: null, location };
}

export function urlEvidence(base: EvidenceBase, url: string) {
	return { ...head('urlEvidence', base), url };
}

interface Socket {
	readonly ip: string;
	readonly port: number;
}

export function networkConnectionEvidence(base: EvidenceBase, from: Socket, to: Socket) {
	return {
		...head('networkConnectionEvidence', base),
		sourceAddress: ipEvidence(base, from.ip),
		sourcePort: from.port,
		destinationAddress: ipEvidence(base, to.ip),
		destinationPort: to.port,
		protocol: 'tcp' as const,
	};
}
