import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Surroundings } from '../../lab/editor/surroundings.mts';
import type { Tenant } from '../../lab/tenant/practice.mts';

const MINUTE_MS = 60_000;

/** Waits half a minute at most. */
export async function until(isTrue: () => boolean): Promise<void> {
	const deadline = Date.now() + MINUTE_MS / 2;
	while (!isTrue() && Date.now() < deadline) await pause(200);
	expect(isTrue()).toBe(true);
}

/** A call of the tenant's control API. */
export async function control(
	{ practice }: Surroundings,
	{ id }: Tenant,
	path: string,
	body: object,
): Promise<void> {
	const answer = await fetch(`${practice.origin}/control/tenants/${id}/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	expect(answer.ok, await answer.text()).toBe(true);
}

/** n8n answers before an active workflow has polled, and what is there at the first poll is not new. */
export async function firstPoll(tenant: Tenant): Promise<void> {
	const lists = () => tenant.calls.filter(({ path }) => path.endsWith('/incidents')).length;
	const deadline = Date.now() + MINUTE_MS;
	for (let before = -1; before !== lists() || before === 0; ) {
		if (Date.now() > deadline) throw new Error('The active workflow did not poll.');
		before = lists();
		await pause(2_000);
	}
}
