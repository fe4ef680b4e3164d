import { describe, expect, it } from 'vitest';
import { shortestTime } from '../support/shortestTime.mts';

const LIMIT_MS = 250;
const QUADRATIC = /a+$/;
const LINEAR = /\s/;
const text = `${'a'.repeat(40_000)}!`;

describe('Time limit of a test', () => {
	it('quadratic regular expression → exceeds the limit', async () => {
		expect(await shortestTime(() => QUADRATIC.test(text), LIMIT_MS)).toBeGreaterThan(LIMIT_MS);
	});

	it('linear regular expression on the same text → stays below the limit', async () => {
		expect(await shortestTime(() => LINEAR.test(text), LIMIT_MS)).toBeLessThan(LIMIT_MS);
	});

	it('another process that holds up the work → does not count', async () => {
		const waiting = async () => await new Promise((resolve) => setTimeout(resolve, 2 * LIMIT_MS));
		expect(await shortestTime(waiting, LIMIT_MS)).toBeLessThan(LIMIT_MS);
	});
});
