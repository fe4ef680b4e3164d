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

describe('an item of evidence', () => {
	it('has the names of the contract and no others', () => {
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

	it('stands for one value over all alerts, in the order in which they first name it', () => {
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
	])('of the verdicts %j has the worst, with the evidence that says so', (verdicts, worst) => {
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
	])('of the states of remediation %j has the one that leaves most to do', (states, least) => {
		expect(of(...states.map((remediationStatus) => url('unknown', { remediationStatus })))[0]).toMatchObject({
			remediationStatus: least,
		});
	});

	it('has the roles of all alerts once', () => {
		expect(
			of(url('unknown', { roles: ['source', 'attacker'] }), url('unknown', { roles: ['attacker', 'new'] }))[0]
				?.roles,
		).toEqual(['source', 'attacker', 'new']);
	});

	it('was seen from the first activity of its alerts to the last, else when it was added', () => {
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

describe('a verdict', () => {
	const image = { sha256: 'AA', fileName: 'powershell.exe' };
	const process = evidence('processEvidence', {
		verdict: 'malicious',
		remediationStatus: 'active',
		roles: ['attacker'],
		processCommandLine: 'powershell -enc x',
		imageFile: image,
		userAccount: { userPrincipalName: 'ann@x.example' },
	});

	it('on a process is none on its image and its user', () => {
		const judged = of(process).map(({ iocType, verdict, remediationStatus, roles }) => [
			iocType,
			verdict,
			remediationStatus,
			roles,
		]);
		expect(judged).toEqual([
			['commandLine', 'malicious', 'active', ['attacker']],
			['sha256', 'unknown', null, []],
			['filename', 'unknown', null, []],
			['username', 'unknown', null, []],
		]);
	});

	it('on the file itself counts, whichever comes first', () => {
		const file = evidence('fileEvidence', { verdict: 'noThreatsFound', fileDetails: { sha256: 'aa' } });
		for (const found of [of(process, file), of(file, process)]) {
			const item = found.find(({ iocType }) => iocType === 'sha256');
			expect(item).toMatchObject({ verdict: 'noThreatsFound', alertIds: ['a0', 'a1'], evidence: file });
		}
	});

	it('of evidence inside evidence is its own', () => {
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

describe('the same value', () => {
	it('may be written in any letter case where that makes no difference, and stays as it first came', () => {
		const file = (sha256: string, filePath: string) =>
			evidence('fileEvidence', { fileDetails: { sha256, filePath } });
		const found = of(file('AbC', '/Tmp/A'), file('aBc', '/tmp/a'));
		expect(values(found, 'sha256')).toEqual(['AbC']);
		expect(values(found, 'filepath')).toEqual(['/Tmp/A', '/tmp/a']);
	});

	it('is an IPv6 address in any of its spellings', () => {
		const ip = (ipAddress: string) => evidence('ipEvidence', { ipAddress });
		expect(of(ip('2001:DB8:0:0::1'), ip('2001:db8::1'), ip('2001:db8::0.0.0.1'))).toHaveLength(1);
		expect(of(ip('::ffff:8.8.4.4'), ip('8.8.4.4')).map(({ iocType }) => iocType)).toEqual(['ipv6', 'ipv4']);
	});

	it('is not that of a thing of another type where it is a mere name', () => {
		const found = of(
			evidence('malwareEvidence', { name: 'nginx' }),
			evidence('containerEvidence', { name: 'nginx' }),
		);
		expect(found.map(({ entityType }) => entityType)).toEqual(['malware', 'container']);
	});
});

describe('evidence without a value', () => {
	it('is told of once over all alerts, whatever they say of it', () => {
		const device = (verdict: string, version: string) =>
			evidence('deviceEvidence', { version, verdict, tags: [verdict] });
		expect(of(device('unknown', '1'), device('malicious', '1'), device('unknown', '2'))).toMatchObject([
			{ entityType: 'device', value: null, verdict: 'malicious', alertIds: ['a0', 'a1'] },
			{ entityType: 'device', value: null, verdict: 'unknown', alertIds: ['a2'] },
		]);
	});

	it('does not take what a thing is for what is said of it', () => {
		const of2 = of(
			evidence('newEvidence', { labels: { tags: 'a' } }),
			evidence('newEvidence', { labels: { tags: 'b' } }),
		);
		expect(of2).toHaveLength(2);
	});
});

eachRow(hostileStrings.filter(({ text }) => text !== ''))('keeps $name exactly', ({ text }) => {
	const file = evidence('fileEvidence', { fileDetails: { fileName: text, filePath: text } });
	const found = of(file, evidence('urlEvidence', { url: text }), evidence('ipEvidence', { ipAddress: text }));
	expect(found.map(({ value }) => value)).toEqual([text, text, text, text]);
	expect(found.map(({ iocType }) => iocType)).toEqual(['filename', 'filepath', 'url', 'other']);
	expect(found.map(({ isPrivateIp }) => isPrivateIp)).toEqual([null, null, null, null]);
});
