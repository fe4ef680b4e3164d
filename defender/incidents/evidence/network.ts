import { at, kind, type Family } from './kind';
import { ip, text, url } from './readers';

/** Addresses and names on the network. */
export const networkKinds: Family = {
	dnsEvidence: kind('domain', [at('domainName', text('domain', 'domain'))], {
		parts: { ipAddresses: 'ipEvidence', hostIpAddress: 'ipEvidence', dnsServerIp: 'ipEvidence' },
	}),
	ipEvidence: kind('ip', [at('ipAddress', ip)]),
	networkConnectionEvidence: kind('networkConnection', [], {
		parts: { sourceAddress: 'ipEvidence', destinationAddress: 'ipEvidence' },
	}),
	urlEvidence: kind('url', [at('url', url)]),
};
