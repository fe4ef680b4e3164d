import { describe, expect, it, vi } from 'vitest';
import { MINUTE } from '../../support/triggerFixture.mts';
import { device, devices, file, ip, url, type Evidence } from './evidence.mts';
import { HOSTILE } from './hostile.mts';
import { playbooksOnDemand, type PlaybookBench } from './playbookBench.mts';
import { NOW, tenantTime } from './tenantTime.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const start = playbooksOnDemand({ hunts: true });
tenantTime();
const SCRIPTS = '48461';
const deliver = (bench: PlaybookBench, id: string, deliveryId = `${id}@2026#1`) =>
	bench.run('Incident Trigger', [{ id, deliveryId }]);
const comments = ({ tenant }: PlaybookBench, id: string) =>
	(tenant.incidents.get(id)?.comments ?? []).map(({ comment }) => comment);
const hunts = ({ tenant }: PlaybookBench) =>
	tenant.calls.filter(({ path }) => path.endsWith('/runHuntingQuery'));

describe('playbook that hunts around an incident', () => {
	it('four hunts → one comment with the results, and nothing else', async () => {
		const bench = await start('hunt-around');
		const result = await deliver(bench, SCRIPTS);
		expect(result.error).toBeUndefined();
		expect(result.status).toBe('success');
		const [comment = '', ...others] = comments(bench, SCRIPTS);
		expect(others).toEqual([]);
		expect(comment).toMatch(/^Results of four hunts from 2026-11-21T.* UTC\. No decision was made\./u);
		expect(comment).toMatch(/Processes: [1-9]\d* found/u);
		expect(comment).toMatch(/powershell/iu);
		expect(comment).toMatch(/Delivery 48461@2026#1\. Written by n8n workflow "[^"]*", execution \d+\.$/u);
		expect(bench.tenant.journal.map(({ field }) => field)).toEqual(['comments']);
		expect(hunts(bench)).toHaveLength(4);
	});

	it('one delivery twice → one comment; another delivery → a second one', async () => {
		const bench = await start('hunt-around');
		await deliver(bench, SCRIPTS);
		await deliver(bench, SCRIPTS);
		expect(comments(bench, SCRIPTS)).toHaveLength(1);
		expect(hunts(bench)).toHaveLength(4);
		await deliver(bench, SCRIPTS, '48461@2026#11');
		expect(comments(bench, SCRIPTS)).toHaveLength(2);
	});

	it('recent alerts → hunts again after 20 minutes', async () => {
		const bench = await start('hunt-around');
		const { id } = bench.tenant.incidents.create({ severity: 'high', displayName: HOSTILE });
		bench.tenant.incidents.addAlert(id);
		const waiting = await deliver(bench, id);
		expect(waiting.status).toBe('waiting');
		expect([comments(bench, id).length, hunts(bench).length]).toEqual([0, 4]);
		bench.tenant.clock.advance(20 * MINUTE);
		vi.setSystemTime(Date.parse(NOW) + 20 * MINUTE);
		const ended = await waiting.resume?.();
		expect(ended?.error).toBeUndefined();
		expect(ended?.status).toBe('success');
		expect(hunts(bench)).toHaveLength(8);
		expect(comments(bench, id)).toEqual([expect.stringContaining('half hour may still be missing.')]);
	});

	it('failed hunt → named in the comment and in the error', async () => {
		const bench = await start('hunt-around');
		bench.node('Processes').parameters['query'] = 'NoSuchTable';
		const result = await deliver(bench, SCRIPTS);
		expect(result.error?.message).toBe('Could not be hunted: Processes. The comment states this.');
		expect(comments(bench, SCRIPTS)).toEqual([expect.stringMatching(/Processes: could not be hunted: /u)]);
	});

	it('hostile device name → used only as a value', async () => {
		const bench = await start('hunt-around');
		const { id } = bench.tenant.incidents.create({ severity: 'high' });
		const evidence = {
			'@odata.type': '#microsoft.graph.security.deviceEvidence',
			createdDateTime: '2026-11-20T00:00:00Z',
			verdict: 'unknown',
			remediationStatus: 'none',
			roles: [],
			detailedRoles: [],
			tags: [],
			deviceDnsName: HOSTILE,
		};
		const old = '2026-11-20T00:00:00.0000000Z';
		bench.tenant.incidents.addAlert(id, {
			evidence: [evidence],
			firstActivityDateTime: old,
			lastActivityDateTime: old,
		});
		const result = await deliver(bench, id);
		expect(result.error).toBeUndefined();
		expect(comments(bench, id)).toEqual([expect.stringContaining('Processes: 0 found\n')]);
	});

	describe('many names', () => {
		/** Within the seeded scripts on this device. */
		const REAL = 'lt-0533.corp.contoso.com';
		const WHEN = {
			firstActivityDateTime: '2026-11-21T21:50:00.0000000Z',
			lastActivityDateTime: '2026-11-21T21:52:00.0000000Z',
		};
		const comment = async (evidence: readonly Evidence[], settings = {}) => {
			const bench = await start('hunt-around', settings);
			const { id } = bench.tenant.incidents.create({ severity: 'high' });
			bench.tenant.incidents.addAlert(id, { evidence, ...WHEN });
			expect((await deliver(bench, id)).error).toBeUndefined();
			const [text = ''] = comments(bench, id);
			return { bench, text };
		};

		it('50 invented devices before the real one → the real one is hunted too', async () => {
			const { bench, text } = await comment([...devices(50), device(REAL)]);
			expect(text).toMatch(/Processes: [1-9]\d* found\n/u);
			expect(text).toMatch(/Other alerts of 30 days: [1-9]\d* found\n/u);
			expect(hunts(bench)).toHaveLength(8);
		});

		it('50 files before the real one, two hashes each → every file is hunted', async () => {
			const files = Array.from({ length: 51 }, (_, index) => {
				const digits = index.toString(16).padStart(2, '0');
				return file(`f${index}.exe`, digits.repeat(20), digits.repeat(32));
			});
			const { bench, text } = await comment(files);
			expect(text).toContain('File spread: 0 found\n');
			const sent = hunts(bench)
				.map(({ body }) => JSON.stringify(body))
				.join();
			expect(sent).toContain('32'.repeat(32));
			expect(sent).toContain('32'.repeat(20));
		});

		eachRow([
			['a user name', 'https://login.contoso.com@evil.example:8443/a?b@c'],
			['a user name and password', 'https://login.contoso.com:443@evil.example/'],
			['a backslash', 'https://evil.example\\@login.contoso.com'],
			['no scheme', 'evil.example:8443#login.contoso.com'],
		])('obfuscated link → its real host is hunted', async (_what, address) => {
			const { bench } = await comment([url(address)]);
			const sent = hunts(bench)
				.map(({ body }) => JSON.stringify(body))
				.join();
			expect(sent).toContain(String.raw`let _p_domains=dynamic([\"evil.example\"])`);
		});

		it('fewer hunts than the names need → the comment states what was hunted, never a bare 0', async () => {
			const decoys = [
				...devices(50),
				device(REAL),
				...Array.from({ length: 11 }, (_, n) => ip(`198.51.100.${n}`)),
			];
			const { bench, text } = await comment(decoys, { namesPerHunt: 5, huntsPerKind: 2 });
			expect(text).toContain('Processes: 0 found (hunted for 10 of 51 devices)\n');
			expect(text).toContain('Contacts: 0 found (hunted for 10 of 11 addresses)');
			expect(text).toContain(
				'Other alerts of 30 days: 0 found (hunted for 10 of 51 devices, 10 of 11 addresses)',
			);
			expect(hunts(bench)).toHaveLength(8);
		});

		it('more names than the incident’s item lists → the comment says “more than”', async () => {
			const { text } = await comment(devices(230));
			expect(text).toContain('Processes: 0 found (hunted for 200 of more than 200 devices)\n');
		});

		it('devices without a name → the comment states them', async () => {
			const { text } = await comment([device(null, 'a'.repeat(40)), device('pc-1')]);
			expect(text).toContain('Processes: 0 found (hunted for 1 of 2 devices)\n');
		});

		it('one of the parts fails, also in the second round → the comment says so beside what was found', async () => {
			const bench = await start('hunt-around');
			const { id } = bench.tenant.incidents.create({ severity: 'high' });
			bench.tenant.incidents.addAlert(id, { evidence: [...devices(50), device(REAL)] });
			const node = bench.node('Processes');
			const original = node.parameters['query'];
			node.parameters['query'] =
				`={{ $json.devices.includes('pc-0') ? 'NoSuchTable' : ${JSON.stringify(original)} }}`;
			node.parameters['options'] = { expressions: 'warn' };
			const waiting = await deliver(bench, id);
			expect(waiting.status).toBe('waiting');
			vi.setSystemTime(Date.parse(NOW) + 20 * MINUTE);
			bench.tenant.clock.advance(20 * MINUTE);
			const ended = await waiting.resume?.();
			expect(ended?.error?.message).toBe('Could not be hunted: Processes. The comment states this.');
			expect(comments(bench, id)).toEqual([
				expect.stringMatching(/Processes: [1-9]\d* found; 1 of 2 hunts failed: /u),
			]);
		});
	});
});
