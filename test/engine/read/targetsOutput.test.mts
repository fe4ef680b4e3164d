import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { benchPerFile } from '../../support/benchHooks.mts';
import { incidentById, jsonOf, our } from '../../support/practice.mts';
import { countTargets } from '../../support/targetOracle.mts';

const current = benchPerFile();

async function targets(parameters: INodeParameters): Promise<readonly Readonly<Record<string, unknown>>[]> {
	const result = await current.bench.run(our('getIncidents', { output: 'targets', ...parameters }));
	expect(result.error).toBeUndefined();
	return jsonOf(result, 'getIncidents');
}

const countOf = (items: readonly Readonly<Record<string, unknown>>[], type: string) =>
	items.filter(({ targetType }) => targetType === type).length;

describe('output Targets', () => {
	it('any incident of the practice tenant → as many targets of each type as an independent count', async () => {
		const all = current.bench.tenant.incidents.all().filter(({ alerts }) => alerts.length > 0);
		const hasMail = (one: object) => JSON.stringify(one).includes('analyzedMessageEvidence');
		const chosen = [...all.filter(hasMail).slice(0, 5), ...all.filter((one) => !hasMail(one)).slice(0, 20)];
		const total = { account: 0, device: 0, message: 0, file: 0 };
		for (const { id, alerts, status } of chosen) {
			const found = await targets({ operation: 'get', incidentId: incidentById(id) });
			const { count } = countTargets(alerts);
			for (const type of ['account', 'device', 'message', 'file'] as const) {
				expect([id, type, countOf(found, type)]).toEqual([id, type, count[type]]);
				total[type] += countOf(found, type);
			}
			for (const item of found) {
				expect(item).toMatchObject({ incidentId: id, incidentStatus: status });
				expect(Object.keys(item)[0]).toBe('targetType');
			}
		}
		for (const type of ['account', 'device', 'message', 'file'] as const)
			expect(total[type], type).toBeGreaterThan(3);
	});

	it('seeded evidence → every ID that a response action needs', async () => {
		const found = await targets({ returnAll: true });
		const ofType = (type: string) => found.filter(({ targetType }) => targetType === type);
		for (const one of ofType('account')) expect(one['sid']).toMatch(/^S-1-5-/);
		const unknown = ofType('account').filter(({ objectId }) => objectId === null);
		expect(unknown.length).toBeGreaterThan(0);
		for (const one of unknown) expect(one).toMatchObject({ upn: null, sid: 'S-1-5-18', name: 'system' });
		for (const one of ofType('device')) {
			expect(one['deviceId']).toMatch(/^[0-9a-f]{40}$/);
			if (one['name'] !== null)
				expect(one).toMatchObject({ onboardingStatus: 'onboarded', healthStatus: 'active' });
		}
		for (const one of ofType('message')) {
			expect(one['recipient']).toMatch(/@/);
			expect(one['networkMessageId']).toMatch(/^[0-9a-f-]{36}$/);
		}
		for (const one of ofType('file')) expect(one['sha1']).toMatch(/^[0-9a-f]{40}$/);
	});

	it('alerts that cannot be read → one item that says so', async () => {
		const [{ id } = { id: '' }] = current.bench.tenant.incidents.all();
		current.bench.fault({ status: 200, body: { ...current.bench.tenant.incidents.get(id), alerts: null } });
		expect(await targets({ operation: 'get', incidentId: incidentById(id) })).toMatchObject([
			{ incidentId: id, alertsUnavailable: true },
		]);
	});
});
