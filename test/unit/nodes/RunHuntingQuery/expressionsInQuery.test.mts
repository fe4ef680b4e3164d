import { describe, expect } from 'vitest';
import { DefenderError } from '../../../../defender/core/errors.ts';
import { checkExpressionsInQuery } from '../../../../nodes/RunHuntingQuery/expressionsInQuery.ts';
import { collectionOf } from '../../../../nodes/shared/parameters/parameterSource.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { shortestTime } from '../../../support/shortestTime.mts';

const check = (query: string) => {
	checkExpressionsInQuery({ query }, collectionOf({}, '', 'UTC'), () => undefined);
};

describe('a query that a language model gives as a whole', () => {
	eachRow([
		"={{ $fromAI('query', 'KQL to run', 'string') }}",
		"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Query', ``, 'string') }}",
		"={{ $fromAI('query', \"the analyst's KQL\", 'string', 'DeviceInfo | take 1') }}",
	])('is the tool’s purpose: %s', (query) => {
		expect(() => check(query)).not.toThrow();
	});

	eachRow([
		"=DeviceInfo | where DeviceName == '{{ $fromAI('device', 'Name of a device', 'string') }}'",
		"={{ 'DeviceInfo | where DeviceName == ' + $fromAI('device') }}",
	])('but not a value of it within a fixed query: %s', (query) => {
		expect(() => check(query)).toThrow(DefenderError);
	});
});

describe('an expression of any length', () => {
	eachRow([
		['spaces', ' '.repeat(1_000_000)],
		['references', '$json.a.'.repeat(100_000)],
		['fallbacks', '$a??'.repeat(250_000)],
		['quotes', "'".repeat(1_000_001)],
		['backslashes', `'${'\\'.repeat(9_000)}`],
		['spaces within its limit', `$a${' '.repeat(9_000)}!`],
		['brackets', '$a['.repeat(3_000)],
		['arguments', `$a(${'1 ,'.repeat(3_000)}`],
	])('%s → is refused in linear time', async (_, expression) => {
		const refuse = () => expect(() => check(`={{${expression}}}`)).toThrow(DefenderError);
		expect(await shortestTime(refuse, 250)).toBeLessThan(250);
	});
});
