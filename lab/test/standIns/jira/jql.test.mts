import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startJira, type Jira } from '../../../standIns/jira/jira.mts';
import { readJql } from '../../../standIns/jira/jql.mts';
import { eachRow } from '../../support/eachRow.mts';

const NOW = new Date('2026-11-22T03:00:00Z');
const SITE = { projectKey: 'SOC', now: NOW, caller: 'ann' };

let jira: Jira;
beforeEach(async () => {
	jira = await startJira({ now: () => NOW });
});
afterEach(async () => jira.close());

describe('Jira stand-in JQL', () => {
	const keys = (jql: string) => {
		const { matches, order } = readJql(jql, SITE);
		return jira.issues
			.all()
			.filter(matches)
			.sort(order)
			.map(({ key }) => key);
	};

	it('queries of the playbooks → the matching issues in order', () => {
		jira.issues.create('ann', {
			summary: 'a',
			labels: ['a b', 'mde-1'],
			updated: '2026-11-22T02:49:59.000Z',
		});
		jira.issues.create('ann', { summary: 'b', labels: ['mde-2'] });
		expect(keys('project = "SOC" AND labels in ("mde-1", mde-2) ORDER BY updated DESC')).toEqual([
			'SOC-2',
			'SOC-1',
		]);
		expect(keys('labels = "a b"')).toEqual(['SOC-1']);
		expect(keys('updated >= -10m and statusCategory != Done')).toEqual(['SOC-2']);
		expect(keys('updated >= "2026-11-22 02:49"')).toEqual(['SOC-1', 'SOC-2']);
	});

	it('creator comparisons → issues by creator, none without a creator', () => {
		jira.issues.create('ann', { summary: 'a' });
		jira.issues.create('bob', { summary: 'b' });
		jira.issues.create('x', { summary: 'c', creator: null });
		expect(keys('creator = currentUser()')).toEqual(['SOC-1']);
		expect(keys('creator != CURRENTUSER()')).toEqual(['SOC-2']);
		expect(keys('project = SOC')).toHaveLength(3);
	});

	eachRow([
		['', 'Unbounded'],
		['order by created asc', 'Unbounded'],
		['project = OPS', "The value 'OPS' does not exist"],
		['project = SOC OR project = OPS', "Expecting 'AND' but got 'OR'"],
		['labels in ()', 'Expecting either a value'],
		['labels in (a b)', "Expecting ',' or ')' but got 'b'"],
		['labels = and', 'Expecting either a value'],
		['summary ~ x', "character '~'"],
		['summary = x', "'summary =' does not exist"],
		['labels = "x', "character '\"'"],
		['updated >= yesterday', 'Date value'],
		['project = SOC order by rank asc', 'is not known'],
		['labels = a;', "character ';'"],
		['creator = currentUser', "The value 'currentUser' does not exist for the field 'creator'"],
		['creator = bob', "The value 'bob' does not exist for the field 'creator'"],
		['creator = "currentUser()"', "The value 'currentUser()' does not exist for the field 'creator'"],
		['creator = membersOf()', "Unable to find JQL function 'membersOf()'"],
		['creator = currentUser(', "Expecting ')' before the end"],
		['creator is empty', 'Expecting either a value'],
	])("an invalid query → rejected with Jira's message", (jql, message) => {
		expect(() => readJql(jql, SITE)).toThrow(message.replace("',' or ')'", "')'"));
	});
});
