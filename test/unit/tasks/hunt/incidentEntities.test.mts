import { describe, expect, it } from 'vitest';
import { incidentEntities } from '../../../../defender/tasks/hunt/incidentEntities.ts';
import { relevanceOf } from '../../../../defender/incidents/evidence/relevance.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { alert, evidence } from '../../../support/incidents.mts';

const device = (name: string, more: Record<string, unknown> = {}) =>
	evidence('deviceEvidence', {
		mdeDeviceId: name.padEnd(40, 'f'),
		deviceDnsName: name,
		verdict: 'unknown',
		...more,
	});
const entitiesOf = (pieces: readonly ReturnType<typeof evidence>[], roles: readonly string[] = []) =>
	incidentEntities([alert({ evidence: pieces })], roles);
const account = (more: Record<string, unknown>) =>
	evidence('userEvidence', { userAccount: more, verdict: 'unknown' });

describe('relevance of an entity', () => {
	it('verdict and roles → malicious, involved, unknown, context', () => {
		const ranks = [
			relevanceOf({ verdict: 'malicious', roles: ['compromised'] }),
			relevanceOf({ verdict: 'malicious', roles: [] }),
			relevanceOf({ verdict: 'unknown', roles: ['Attacked'] }),
			relevanceOf({ verdict: 'suspicious', roles: [] }),
			relevanceOf({ verdict: 'unknown', roles: ['source'] }),
			relevanceOf({ verdict: 'unknown', roles: ['contextual', 'scanned'] }),
		];
		expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
		expect(new Set(ranks).size).toBe(ranks.length);
	});
});

describe('entities of an incident › for hunts', () => {
	it('50 decoys before the attacked device → the attacked one first', () => {
		const decoys = Array.from({ length: 50 }, (_, index) =>
			device(`decoy-${index}`, { roles: ['contextual'] }),
		);
		const { devices } = entitiesOf([...decoys, device('victim', { roles: ['attacked'] })]);
		expect(devices).toHaveLength(51);
		expect(devices[0]).toEqual(['victim', 'victim'.padEnd(40, 'f')]);
	});

	it('chosen roles → only entities with one of them, in any case', () => {
		const pieces = [device('a', { roles: ['Source'] }), device('b', { roles: ['destination'] }), device('c')];
		expect(entitiesOf(pieces, ['source', 'attacker']).devices.map(([name]) => name)).toEqual(['a']);
	});

	it('account → all its identifiers, the principal name first', () => {
		const { users } = entitiesOf([
			account({
				userPrincipalName: 'a@b.example',
				userSid: 'S-1-5-21-1',
				azureAdUserId: 'o',
				accountName: 'a',
				domainName: 'B',
			}),
			account({ accountName: 'local' }),
		]);
		expect(users).toEqual([['a@b.example', 'o', 'S-1-5-21-1', 'B\\a'], ['local']]);
	});

	eachRow(['S-1-5-18', 's-1-5-19', 'S-1-5-20'])(
		'account of the system → no user to search for',
		(userSid) => {
			expect(entitiesOf([account({ accountName: 'system', userSid })]).users).toEqual([]);
		},
	);

	it('programs of processes → only if no alert names a file', () => {
		const program = evidence('processEvidence', {
			imageFile: { fileName: 'cmd.exe', sha256: 'a'.repeat(64) },
			processId: 4711,
		});
		const file = evidence('fileEvidence', {
			fileDetails: { fileName: 'x.exe', sha1: 'b'.repeat(40), sha256: 'not a hash' },
		});
		expect(entitiesOf([program]).hashes).toEqual([['a'.repeat(64)]]);
		expect(entitiesOf([program, file]).hashes).toEqual([['b'.repeat(40)]]);
		expect(entitiesOf([program, program]).processId).toEqual([['4711']]);
	});

	it('process IDs that are no whole numbers, or of other evidence → not searched', () => {
		const process = (processId: unknown) => evidence('processEvidence', { processId, imageFile: {} });
		const pieces = [
			process('12'),
			process('x1'),
			process('1x'),
			process(null),
			process({}),
			device('d', { processId: 5 }),
		];
		expect(entitiesOf(pieces).processId).toEqual([['12']]);
		expect(
			entitiesOf([
				evidence('oauthApplicationEvidence', { appId: 'a' }),
				evidence('oauthApplicationEvidence', { appId: 'b' }),
			]).apps,
		).toEqual([['a'], ['b']]);
	});

	it('message → its ID; its sender only without one', () => {
		const sender = { p2Sender: { emailAddress: 'x@y.example' } };
		const known = entitiesOf([evidence('analyzedMessageEvidence', { networkMessageId: 'n', ...sender })]);
		expect([known.messageIds, known.senders]).toEqual([[['n']], []]);
		expect(entitiesOf([evidence('analyzedMessageEvidence', sender)]).senders).toEqual([['x@y.example']]);
	});

	it('app, address, domain, URL → their values; a cloud service is no app', () => {
		const { apps, ips, domains, urls } = entitiesOf([
			evidence('oauthApplicationEvidence', { appId: 'A1', displayName: 'x' }),
			evidence('servicePrincipalEvidence', { appId: 'a1' }),
			evidence('cloudApplicationEvidence', { appId: 11161, displayName: 'Microsoft 365' }),
			evidence('ipEvidence', { ipAddress: '198.51.100.7' }),
			evidence('dnsEvidence', { domainName: 'evil.example' }),
			evidence('urlEvidence', { url: 'https://evil.example/' }),
		]);
		expect([apps, ips, domains, urls]).toEqual([
			[['A1']],
			[['198.51.100.7']],
			[['evil.example']],
			[['https://evil.example/']],
		]);
	});
});
