import { describe, expect, it } from 'vitest';
import { createHuntEngine } from '../../../tenant/kql/huntEngine.mts';
import { worldSource } from '../../../tenant/worldSource.mts';
import { eachRow } from '../../support/eachRow.mts';
import { NOW, refusalOf } from '../../support/huntResults.mts';

const WORLD = {
	seed: 1,
	now: '2026-11-22T03:00:00.0000000Z',
	tenantId: '00000000-0000-4000-8000-000000000002',
	empty: false,
};
const FEED = 'https://feed.example/list.csv';
const engine = createHuntEngine(
	{},
	{
		externalData: new Map([
			[FEED, 'ip,score\n"203.0.113.1",5\n203.0.113.2,7\n'],
			['https://feed.example/a.json', '[{"a":"x","b":1}]\n'],
			['https://feed.example/l.txt', 'one\ntwo\n'],
		]),
	},
);

function rowsFrom(query: string): unknown {
	const answer = engine.run(query, { now: NOW, maxRows: 100 });
	return answer.ok ? answer.rows : answer.message;
}

describe('a tenant with a workspace', () => {
	const hunting = worldSource({ ...WORLD, hunting: { workspace: true } }).hunting();
	const run = (query: string) => {
		const answer = hunting.run(query, { now: WORLD.now, maxRows: 1_000 });
		return answer.ok ? answer.rows : answer.message;
	};

	eachRow([
		[
			'SigninLogs | where TimeGenerated > ago(1d) and ResultType == "50126" and IPAddress == "198.51.100.200" | count',
			59,
		],
		['SecurityIncident | summarize arg_max(TimeGenerated, *) by IncidentNumber | count', 60],
		['SecurityAlert | where AlertName has "Password spray" | count', 60],
		['OfficeActivity | where Operation == "New-InboxRule" | where Parameters has "ForwardTo" | count', 1],
		['AuditLogs | where OperationName == "Consent to application" | count', 1],
		['DeviceInfo | where TimeGenerated != Timestamp | count', 0],
		[
			'union isfuzzy=true NoSuchTable, SecurityAlert | where Type == "SecurityAlert" and AlertName has "spray" | count',
			60,
		],
	])('its tables → the same stories as in Defender XDR', (query, count) => {
		expect(run(query)).toEqual([[count]]);
	});

	it('a tenant without one → neither its tables nor TimeGenerated', () => {
		expect(refusalOf('SigninLogs | take 1')).toMatch(/'SigninLogs'.*Fix semantic errors/u);
		expect(refusalOf('DeviceInfo | where TimeGenerated > ago(1d)')).toMatch(/'TimeGenerated'/u);
	});
});

describe('KQL externaldata', () => {
	eachRow([
		[
			`externaldata(ip:string, score:long)["${FEED}"] with (format="csv", ignoreFirstRecord=true)`,
			[
				['203.0.113.1', 5],
				['203.0.113.2', 7],
			],
		],
		['externaldata(b:long, a:string)[@"https://feed.example/a.json"] with (format="multijson")', [[1, 'x']]],
		['externaldata(line:string)["https://feed.example/l.txt"] | where line != "one"', [['two']]],
		[`let bad = externaldata(ip:string)[h@"${FEED};secret"]; print "203.0.113.2" in (bad)`, [[true]]],
	])('a known address → its content as rows', (query, rows) => {
		expect(rowsFrom(query)).toEqual(rows);
	});

	it('content in another format than the query names → no rows', () => {
		expect(rowsFrom(`externaldata(a:string)["${FEED}"] with (format="json")`)).toEqual([]);
	});

	it('an unknown address → a message that names it and does not blame Microsoft', () => {
		expect(rowsFrom('externaldata(a:string)["https://other.example/x"]')).toMatch(
			/^The practice tenant has no content for externaldata from 'https:\/\/other\.example\/x' \(line 1, column 24\)/u,
		);
	});
});
