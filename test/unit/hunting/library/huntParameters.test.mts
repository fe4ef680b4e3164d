import { describe, expect, it } from 'vitest';
import { libraryHunts } from '../../../../defender/hunting/library/huntLibrary.ts';
import { huntParameters } from '../../../../defender/hunting/library/huntParameters.ts';
import { NO_VALUES } from '../../../../defender/hunting/library/huntValues.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { bindText } from '../../../support/huntQueries.mts';
import { someValues, someWindow } from '../../../support/libraryFixture.mts';
import { shortestTime } from '../../../support/shortestTime.mts';

const NAMES =
	'from to baselineFrom threshold subject processIds deviceIds deviceNames hostNames upns objectIds sids domainAccounts plainAccounts accountNames sha256 sha1 md5 ips domains urls networkMessageIds internetMessageIds senderAddresses senderDomains appIds appNames';
const everyName = { kql: NAMES.replace(/\w+/g, '_p_$&') };

function valuesOf(values = someValues, kql = everyName.kql) {
	const parameters = huntParameters({ kql }, values, someWindow);
	return Object.fromEntries(
		parameters.map((one) => [one.name, 'values' in one ? one.values : one.value] as const),
	);
}

describe('parameters of a hunt › forms of values', () => {
	it('each form → the parameter for its column', () => {
		expect(valuesOf()).toEqual({
			from: '2026-11-20T00:00:00.0000000Z',
			to: '2026-11-21T00:00:00.0000000Z',
			baselineFrom: '2026-11-06T00:00:00.0000000Z',
			threshold: BigInt(0),
			subject: 'Invoice',
			processIds: [4711],
			deviceIds: ['a'.repeat(40)],
			deviceNames: ['lt-0471', 'srv-01.corp.contoso.com', 'srv-01'],
			hostNames: ['lt-0471'],
			upns: ['j.okafor@contoso.com'],
			objectIds: ['11111111-2222-3333-4444-555555555555'],
			sids: ['S-1-5-21-1-2-3-1001'],
			domainAccounts: ['CORP\\j.okafor'],
			plainAccounts: ['svc'],
			accountNames: ['svc', 'j.okafor'],
			sha256: ['a'.repeat(64)],
			sha1: ['b'.repeat(40)],
			md5: ['c'.repeat(32)],
			ips: ['198.51.100.7', '2001:db8::7'],
			domains: ['evil.example'],
			urls: ['https://evil.example/x'],
			networkMessageIds: ['11111111-2222-3333-4444-555555555556'],
			internetMessageIds: ['<a@b.example>'],
			senderAddresses: ['a@evil.example'],
			senderDomains: ['evil.example'],
			appIds: ['11111111-2222-3333-4444-555555555557'],
			appNames: ['Mail Helper'],
		});
	});

	it('spaces, dots and duplicates around values → removed', () => {
		const values = {
			...NO_VALUES,
			domains: [' *.Evil.example. ', 'evil.example'],
			ips: ['198[.]51[.]100[.]7', ' '],
		};
		expect(valuesOf(values)).toMatchObject({ domains: ['evil.example'], ips: ['198.51.100.7'] });
	});

	it('domain of an account as DNS name → its first label, as in the tables', () => {
		const values = { ...NO_VALUES, users: ['corp.contoso.com\\a.b', 'CORP\\c', 'svc\\'] };
		expect(valuesOf(values)).toMatchObject({
			domainAccounts: ['corp\\a.b', 'CORP\\c', 'svc\\'],
			plainAccounts: [],
		});
	});

	it('threshold of the user → used; none → that of the hunt', () => {
		const standard = { kql: '_p_threshold', threshold: { standard: 7, counts: 'x' } };
		const threshold = (own: number) =>
			huntParameters(standard, { ...NO_VALUES, threshold: own }, someWindow)[0];
		expect(threshold(0)).toMatchObject({ value: BigInt(7) });
		expect(threshold(3)).toMatchObject({ value: BigInt(3) });
	});

	it('names that the KQL does not use → not sent', () => {
		expect(Object.keys(valuesOf(someValues, 'T | where _p_ips has _p_sha1'))).toEqual(['sha1', 'ips']);
	});
});

describe('parameters of a hunt › lists', () => {
	it('no values → an empty list, which is accepted', () => {
		const { text } = bindText(
			'T | where a in (_p_ips)',
			huntParameters({ kql: '_p_ips' }, NO_VALUES, someWindow),
		);
		expect(text).toContain('let _p_ips=dynamic([]);');
	});

	eachRow([1, 10_000])('1 or 10,000 values → bound within 250 ms', async (count) => {
		const hashes = Array.from({ length: count }, (_, index) => index.toString(16).padStart(64, '0'));
		const [hunt] = libraryHunts.filter(({ id }) => id === 'hash-spread');
		if (hunt === undefined) throw new Error('no such hunt');
		let text = '';
		const bind = () => {
			text = bindText(hunt.kql, huntParameters(hunt, { ...NO_VALUES, hashes }, someWindow)).text;
		};
		expect(await shortestTime(bind, 250)).toBeLessThan(250);
		expect(text.split(hashes.at(-1) ?? '').length).toBe(2);
	});
});
