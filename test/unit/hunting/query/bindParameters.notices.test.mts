import { describe, expect } from 'vitest';
import type { HuntParameter } from '../../../../defender/hunting/values/parameter.ts';
import { bindText } from '../../../support/huntQueries.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const device: HuntParameter = { name: 'device', type: 'string', value: 'PC-1' };
const named = (name: string, value = 'x'): HuntParameter => ({ name, type: 'string', value });
const QUERY = 'DeviceInfo | where DeviceName == _p_device';

describe('notice about parameters', () => {
	const UNUSED = 'A parameter name inside quotes, comments or literals such as datetime(…) does not count.';
	const BARE_NAME = 'The query contains "device", which is not the parameter. Write _p_device instead.';

	eachRow<[string, string, readonly HuntParameter[], readonly string[]]>([
		[
			'unused, also inside quotes',
			'T | where a == "_p_device"',
			[device, named('user')],
			[`The query does not use _p_device, _p_user. ${UNUSED}`],
		],
		['bare name', 'T | where a == device', [device], [BARE_NAME]],
		['bare and prefixed name', 'T | extend device = a | where device == _p_device', [device], []],
		[
			'empty text',
			QUERY,
			[named('device', '')],
			['_p_device is empty, so contains, has and startswith match far more rows than intended.'],
		],
		['empty text in a dynamic value', QUERY, [{ name: 'device', type: 'dynamic', value: '' }], []],
		[
			'two findings in one notice',
			'T | where a == device',
			[device, named('user')],
			[`${BARE_NAME} The query does not use _p_user. ${UNUSED}`],
		],
	])('each way to use parameters wrongly → one notice with all findings', (_, query, parameters, texts) => {
		expect(bindText(query, parameters).notices).toEqual(texts.map((text) => ({ topic: 'parameters', text })));
	});
});
