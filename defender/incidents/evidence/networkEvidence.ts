import { at, evidenceKind, type KindFamily } from './evidenceKind';
import { ip, text, url } from './valueReaders';

/** Network addresses and names. */
export const networkKinds: KindFamily = {
	dnsEvidence: evidenceKind('domain', [at('domainName', text('domain', 'domain'))], {
		parts: { ipAddresses: 'ipEvidence', hostIpAddress: 'ipEvidence', dnsServerIp: 'ipEvidence' },
	}),
	ipEvidence: evidenceKind('ip', [at('ipAddress', ip)]),
	networkConnectionEvidence: evidenceKind('networkConnection', [], {
		parts: { sourceAddress: 'ipEvidence', destinationAddress: 'ipEvidence' },
	}),
	urlEvidence: evidenceKind('url', [at('url', url)]),
};
