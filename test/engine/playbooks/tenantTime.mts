import { afterEach, beforeEach, vi } from 'vitest';

/** Where the clocks of practice tenants start. */
export const NOW = '2026-11-22T03:00:00.000Z';

/** For each test of the file: n8n's clock shows the tenant's time. Timers run as ever. */
export function tenantTime(): void {
	beforeEach(() => {
		vi.useFakeTimers({ now: Date.parse(NOW), toFake: ['Date'] });
	});
	afterEach(() => {
		vi.useRealTimers();
	});
}
