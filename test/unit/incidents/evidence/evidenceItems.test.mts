import { describe, expect, it } from 'vitest';
import { evidenceItems, type EvidenceItem } from '../../../../defender/incidents/evidence/evidenceItems.ts';
import type { Alert, Evidence } from '../../../../defender/incidents/incident.ts';
import { hostileStrings } from '../../../../lab/test/support/hostileStrings.mts';
import { alert, at, evidence } from '../../../support/incidents.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const items = (...alerts: Alert[]) => evidenceItems('48213', alerts);
const of = (...pieces: Evidence[]) =>
	items(...pieces.map((piece, index) => alert({ id: `a${index}`, evidence: [piece] })));
const url = (verdict: string, more: object = {}) =>
	evidence('urlEvidence', { url: 'https://x.example/', verdict, ...more });
const values = (found: readonly EvidenceItem[], iocType: string) =>
	found.filter((item) => item.iocType === iocType).map(({ value }) => value);

describe('evidence item', () => {
	it('any evidence → exactly the documented fields', () => {
		const raw = evidence('ipEvidence', {
			ipAddress: '8.8.4.4',
			verdict: 'malicious',
			remediationStatus: 'active',
			roles: ['attacker'],
			countryLetterCode: 'CH',
		});
		expect(items(alert({ id: 'a1', evidence: [raw] }))).toEqual([
			{
				entityType: 'ip',
				iocType: 'ipv4',
				value: '8.8.4.4',
				verdict: 'malicious',
				remediationStatus: 'active',
				roles: ['attacker'],
				alertIds: ['a1'],
				incidentId: '48213',
				firstSeen: '2026-11-22T00:30:00.0000000Z',
				lastSeen: '2026-11-22T00:45:00.0000000Z',
				isPrivateIp: false,
				evidence: raw,
			},
		]);
	});

	it('same value in several alerts → one item, in order of first appearance', () => {
		const other = evidence('urlEvidence', { url: 'https://y.example/' });
		const found = of(url('unknown'), other, url('suspicious'), other);
		expect(found.map(({ value, alertIds }) => [value, alertIds])).toEqual([
			['https://x.example/', ['a0', 'a2']],
			['https://y.example/', ['a1', 'a3']],
		]);
	});

	eachRow([
		[['unknown', 'suspicious', 'malicious', 'noThreatsFound'], 'malicious'],
		[['noThreatsFound', 'suspicious', 'unknown'], 'suspicious'],
		[['noThreatsFound', 'unknown'], 'unknown'],
		[['noThreatsFound', 'noThreatsFound'], 'noThreatsFound'],
		[['unknown', 'veryNewVerdict', 'noThreatsFound'], 'veryNewVerdict'],
		[['suspicious', 'veryNewVerdict'], 'suspicious'],
	])('several verdicts → the worst one, with its evidence', (verdicts, worst) => {
		const [item] = of(...verdicts.map((verdict, index) => url(verdict, { tags: [String(index)] })));
		expect(item?.verdict).toBe(worst);
		expect(item?.evidence['tags']).toEqual([String(verdicts.indexOf(worst))]);
	});

	eachRow([
		[['remediated', 'active', 'prevented'], 'active'],
		[['blocked', 'prevented', 'remediated', 'none'], 'none'],
		[['none', 'notFound'], 'notFound'],
		[['none', 'veryNewStatus', 'blocked'], 'veryNewStatus'],
		[['remediated', 'unremediated', 'declined'], 'unremediated'],
		[[undefined, 'blocked'], 'blocked'],
		[[undefined], null],
	])('several remediation states → the one that needs most work', (states, least) => {
		expect(of(...states.map((remediationStatus) => url('unknown', { remediationStatus })))[0]).toMatchObject({
			remediationStatus: least,
		});
	});

	it('several roles → each once', () => {
		expect(
			of(url('unknown', { roles: ['source', 'attacker'] }), url('unknown', { roles: ['attacker', 'new'] }))[0]
				?.roles,
		).toEqual(['source', 'attacker', 'new']);
	});

	it('activity of several alerts → first to last; none → time when it was added', () => {
		const early = alert({ firstActivityDateTime: at('2026-11-01T00:00:00Z'), evidence: [url('unknown')] });
		const late = alert({ lastActivityDateTime: at('2026-12-01T00:00:00Z'), evidence: [url('unknown')] });
		expect(items(late, early)[0]).toMatchObject({
			firstSeen: '2026-11-01T00:00:00.0000000Z',
			lastSeen: '2026-12-01T00:00:00.0000000Z',
		});
		const untimed = { firstActivityDateTime: null, lastActivityDateTime: null };
		const added = url('unknown', { createdDateTime: '2026-11-05T00:00:00Z' });
		expect(items(alert({ ...untimed, evidence: [added] }))[0]?.firstSeen).toBe(
			'2026-11-05T00:00:00.0000000Z',
		);
		expect(items(alert({ ...untimed, evidence: [url('unknown')] }))[0]).toMatchObject({
			firstSeen: null,
			lastSeen: null,
		});
	});
});

describe('verdict of evidence', () => {
	const image = { sha256: 'AA', fileName: 'powershell.exe' };
	const process = evidence('processEvidence', {
		verdict: 'malicious',
		remediationStatus: 'active',
		roles: ['attacker'],
		processCommandLine: 'powershell -enc x',
		imageFile: image,
		userAccount: { userPrincipalName: 'ann@x.example' },
	});

	it('process → not applied to its image or user', () => {
		const verdicts = of(process).map(({ iocType, verdict, remediationStatus, roles }) => [
			iocType,
			verdict,
			remediationStatus,
			roles,
		]);
		expect(verdicts).toEqual([
			['commandLine', 'malicious', 'active', ['attacker']],
			['sha256', 'unknown', null, []],
			['filename', 'unknown', null, []],
			['username', 'unknown', null, []],
		]);
	});

	it('file → its own verdict, in any order', () => {
		const file = evidence('fileEvidence', { verdict: 'noThreatsFound', fileDetails: { sha256: 'aa' } });
		for (const found of [of(process, file), of(file, process)]) {
			const item = found.find(({ iocType }) => iocType === 'sha256');
			expect(item).toMatchObject({ verdict: 'noThreatsFound', alertIds: ['a0', 'a1'], evidence: file });
		}
	});

	it('evidence inside evidence → its own verdict', () => {
		const connection = evidence('networkConnectionEvidence', {
			verdict: 'malicious',
			destinationAddress: { ipAddress: '8.8.4.4', verdict: 'suspicious', countryLetterCode: 'CH' },
			sourceAddress: { ipAddress: '10.0.0.1', verdict: 'unknown' },
		});
		expect(of(connection)).toMatchObject([
			{ entityType: 'networkConnection', value: null, verdict: 'malicious', evidence: connection },
			{ value: '10.0.0.1', verdict: 'unknown', isPrivateIp: true },
			{ value: '8.8.4.4', verdict: 'suspicious', isPrivateIp: false, evidence: { countryLetterCode: 'CH' } },
		]);
	});
});

describe('equal evidence values', () => {
	it('hash in another case → equal, first spelling kept; path → different', () => {
		const file = (sha256: string, filePath: string) =>
			evidence('fileEvidence', { fileDetails: { sha256, filePath } });
		const found = of(file('AbC', '/Tmp/A'), file('aBc', '/tmp/a'));
		expect(values(found, 'sha256')).toEqual(['AbC']);
		expect(values(found, 'filepath')).toEqual(['/Tmp/A', '/tmp/a']);
	});

	it('IPv6 in other spellings → equal; IPv4-mapped → different', () => {
		const ip = (ipAddress: string) => evidence('ipEvidence', { ipAddress });
		expect(of(ip('2001:DB8:0:0::1'), ip('2001:db8::1'), ip('2001:db8::0.0.0.1'))).toHaveLength(1);
		expect(of(ip('::ffff:8.8.4.4'), ip('8.8.4.4')).map(({ iocType }) => iocType)).toEqual(['ipv6', 'ipv4']);
	});

	it('same name of another kind → different', () => {
		const found = of(
			evidence('malwareEvidence', { name: 'nginx' }),
			evidence('containerEvidence', { name: 'nginx' }),
		);
		expect(found.map(({ entityType }) => entityType)).toEqual(['malware', 'container']);
	});
});

describe('evidence without a value', () => {
	it('same evidence in several alerts → one item with the worst verdict', () => {
		const device = (verdict: string, version: string) =>
			evidence('deviceEvidence', { version, verdict, tags: [verdict] });
		expect(of(device('unknown', '1'), device('malicious', '1'), device('unknown', '2'))).toMatchObject([
			{ entityType: 'device', value: null, verdict: 'malicious', alertIds: ['a0', 'a1'] },
			{ entityType: 'device', value: null, verdict: 'unknown', alertIds: ['a2'] },
		]);
	});

	it('different properties → different items', () => {
		const found = of(
			evidence('newEvidence', { labels: { tags: 'a' } }),
			evidence('newEvidence', { labels: { tags: 'b' } }),
		);
		expect(found).toHaveLength(2);
	});
});

eachRow(hostileStrings.filter(({ text }) => text !== ''))(
	'evidence items › hostile strings → kept exactly',
	({ text }) => {
		const file = evidence('fileEvidence', { fileDetails: { fileName: text, filePath: text } });
		const found = of(
			file,
			evidence('urlEvidence', { url: text }),
			evidence('ipEvidence', { ipAddress: text }),
		);
		expect(found.map(({ value }) => value)).toEqual([text, text, text, text]);
		expect(found.map(({ iocType }) => iocType)).toEqual(['filename', 'filepath', 'url', 'other']);
		expect(found.map(({ isPrivateIp }) => isPrivateIp)).toEqual([null, null, null, null]);
	},
);
