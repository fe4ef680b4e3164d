import { describe, expect } from 'vitest';
import { DefenderError } from '../../../../defender/core/errors.ts';
import { checkExpressionsInQuery } from '../../../../nodes/RunHuntingQuery/expressionsInQuery.ts';
import { collectionOf } from '../../../../nodes/shared/parameters/parameterSource.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { shortestTime } from '../../../support/shortestTime.mts';

const checkQuery = (query: string) => {
	checkExpressionsInQuery({ query }, collectionOf({}, '', 'UTC'), () => undefined);
};

describe('checkExpressionsInQuery › value of a language model', () => {
	eachRow([
		"={{ $fromAI('query', 'KQL to run', 'string') }}",
		"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Query', ``, 'string') }}",
		"={{ $fromAI('query', \"the analyst's KQL\", 'string', 'DeviceInfo | take 1') }}",
	])('the entire query → accepted', (query) => {
		expect(() => checkQuery(query)).not.toThrow();
	});

	eachRow([
		"=DeviceInfo | where DeviceName == '{{ $fromAI('device', 'Name of a device', 'string') }}'",
		"={{ 'DeviceInfo | where DeviceName == ' + $fromAI('device') }}",
	])('part of a fixed query → an error', (query) => {
		expect(() => checkQuery(query)).toThrow(DefenderError);
	});
});

describe('checkExpressionsInQuery › long expression', () => {
	eachRow([
		['spaces', ' '.repeat(1_000_000)],
		['references', '$json.a.'.repeat(100_000)],
		['fallbacks', '$a??'.repeat(250_000)],
		['quotes', "'".repeat(1_000_001)],
		['backslashes', `'${'\\'.repeat(9_000)}`],
		['spaces within its limit', `$a${' '.repeat(9_000)}!`],
		['brackets', '$a['.repeat(3_000)],
		['arguments', `$a(${'1 ,'.repeat(3_000)}`],
	])('any repeated part → an error within 250 ms', async (_, expression) => {
		const refuse = () => expect(() => checkQuery(`={{${expression}}}`)).toThrow(DefenderError);
		expect(await shortestTime(refuse, 250)).toBeLessThan(250);
	});
});
