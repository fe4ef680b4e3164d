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
const incidentReads = ({ tenant }: PlaybookBench) =>
	tenant.calls.filter(({ method, path }) => method === 'GET' && /\/incidents\/\d+$/u.test(path)).length;

describe('playbook that hunts around an incident', () => {
	it('four hunts → one comment with the results, and nothing else', async () => {
		const bench = await start('hunt-around');
		const result = await deliver(bench, SCRIPTS);
		expect(result.error).toBeUndefined();
		expect(result.status).toBe('success');
		const [comment = '', ...others] = comments(bench, SCRIPTS);
		expect(others).toEqual([]);
		expect(comment).toMatch(/^Results of 4 hunts\. No decision was made\./u);
		expect(comment).toMatch(/\ndevice-timeline: [1-9]\d* events? .* from 2026-11-21T\S+Z to 2026-11-2/u);
		expect(comment).toMatch(/\nalerts-about-entity: [1-9]\d* alerts?/u);
		expect(comment).toMatch(/powershell/iu);
		expect(comment).toMatch(/Delivery 48461@2026#1\. Written by n8n workflow "[^"]*", execution \d+\.$/u);
		expect(bench.tenant.journal.map(({ field }) => field)).toEqual(['comments']);
		expect(hunts(bench)).toHaveLength(3);
		expect(incidentReads(bench)).toBe(3);
	});

	it('one delivery twice → one comment; another delivery → a second one', async () => {
		const bench = await start('hunt-around');
		await deliver(bench, SCRIPTS);
		await deliver(bench, SCRIPTS);
		expect(comments(bench, SCRIPTS)).toHaveLength(1);
		expect(hunts(bench)).toHaveLength(3);
		await deliver(bench, SCRIPTS, '48461@2026#11');
		expect(comments(bench, SCRIPTS)).toHaveLength(2);
	});

	it('recent alerts → waits 20 minutes, then hunts', async () => {
		const bench = await start('hunt-around');
		const { id } = bench.tenant.incidents.create({ severity: 'high', displayName: HOSTILE });
		bench.tenant.incidents.addAlert(id, { evidence: [device('pc-1')] });
		const waiting = await deliver(bench, id);
		expect(waiting.status).toBe('waiting');
		expect([comments(bench, id).length, hunts(bench).length]).toEqual([0, 0]);
		bench.tenant.clock.advance(20 * MINUTE);
		vi.setSystemTime(Date.parse(NOW) + 20 * MINUTE);
		const ended = await waiting.resume?.();
		expect(ended?.error).toBeUndefined();
		expect(ended?.status).toBe('success');
		expect(hunts(bench)).toHaveLength(2);
		expect(comments(bench, id)).toEqual([
			expect.stringMatching(/device-timeline: 0 events[^\n]* Later events may still arrive\.\n/u),
		]);
	});

	it('failed hunt → named in the comment and in the error', async () => {
		const bench = await start('hunt-around', { hunts: ['device-timeline', 'indicator-contacts'] });
		bench.tenant.faults.add({
			match: { path: /\/runHuntingQuery$/u },
			times: 1,
			answer: { status: 400 },
		});
		const result = await deliver(bench, SCRIPTS);
		expect(result.error?.message).toBe('Could not be hunted: device-timeline. The comment states this.');
		const [comment] = comments(bench, SCRIPTS);
		expect(comment).toMatch(/\ndevice-timeline: could not be hunted: [^\n]+\n/u);
		expect(comment).toContain('\nindicator-contacts: Skipped. The incident names none of these: ');
	});

	it('hunt of the settings that the library does not have → named in the error, the others run', async () => {
		const bench = await start('hunt-around', { hunts: ['no-such-hunt', 'device-timeline'] });
		const result = await deliver(bench, SCRIPTS);
		expect(result.error?.message).toBe('Could not be hunted: no-such-hunt. The comment states this.');
		expect(comments(bench, SCRIPTS)).toEqual([
			expect.stringMatching(/no-such-hunt: could not be hunted: [^]*device-timeline: [1-9]\d* events/u),
		]);
	});

	it('hostile device name → used only as a value', async () => {
		const bench = await start('hunt-around');
		const { id } = bench.tenant.incidents.create({ severity: 'high' });
		const old = '2026-11-20T00:00:00.0000000Z';
		bench.tenant.incidents.addAlert(id, {
			evidence: [device(HOSTILE)],
			firstActivityDateTime: old,
			lastActivityDateTime: old,
		});
		const result = await deliver(bench, id);
		expect(result.error).toBeUndefined();
		expect(comments(bench, id)).toEqual([expect.stringContaining('device-timeline: 0 events ')]);
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
			const sent = hunts(bench)
				.map(({ body }) => JSON.stringify(body))
				.join();
			return { bench, text, sent };
		};

		it('50 invented devices before the real one → the real one is hunted too', async () => {
			const { bench, text } = await comment([...devices(50), device(REAL)]);
			expect(text).toMatch(/device-timeline: [1-9]\d* events \(1 device\)[^\n]* Searched 51 devices /u);
			expect(text).toMatch(/alerts-about-entity: [1-9]\d* alerts[^\n]* Searched 51 devices /u);
			expect(text).toContain(REAL);
			expect(hunts(bench)).toHaveLength(4);
		});

		it('50 files before the real one, two hashes each → every file is hunted', async () => {
			const files = Array.from({ length: 51 }, (_, index) => {
				const digits = index.toString(16).padStart(2, '0');
				return file(`f${index}.exe`, digits.repeat(20), digits.repeat(32));
			});
			const { text, sent } = await comment(files);
			expect(text).toMatch(/hash-spread: 0 sightings[^\n]* Searched 51 files /u);
			expect(sent).toContain('32'.repeat(32));
			expect(sent).toContain('32'.repeat(20));
		});

		eachRow([
			['a user name', 'https://login.contoso.com@evil.example:8443/a?b@c'],
			['a user name and password', 'https://login.contoso.com:443@evil.example/'],
			['a backslash', 'https://evil.example\\@login.contoso.com'],
			['no scheme', 'evil.example:8443#login.contoso.com'],
		])('obfuscated link → its real host is hunted', async (_what, address) => {
			const { sent } = await comment([url(address)]);
			expect(sent).toContain(String.raw`let _p_domains=dynamic([\"evil.example\"])`);
		});

		it('fewer entities in one query → more queries, the comment states what was hunted', async () => {
			const decoys = [
				...devices(50),
				device(REAL),
				...Array.from({ length: 11 }, (_, n) => ip(`198.51.100.${n}`)),
			];
			const { bench, text } = await comment(decoys, { maxEntities: 20 });
			expect(text).toMatch(
				/device-timeline: [1-9]\d* events [^\n]* Searched 51 devices [^\n]* in 3 queries\./u,
			);
			expect(text).toMatch(/indicator-contacts: 0 contacts [^\n]* Searched 11 IP addresses /u);
			expect(text).toMatch(/alerts-about-entity: [1-9]\d* [^\n]* Searched 51 devices, 11 IP addresses /u);
			expect(hunts(bench)).toHaveLength(7);
		});

		it('more names than a hunt searches → the comment states how many are left out', async () => {
			const { text } = await comment(devices(230));
			expect(text).toMatch(
				/device-timeline: 0 events[^\n]* Searched 200 devices [^\n]* Not searched: 30 devices\./u,
			);
		});

		it('device without a name → hunted by its ID', async () => {
			const { text, sent } = await comment([device(null, 'a'.repeat(40)), device('pc-1')]);
			expect(text).toMatch(/device-timeline: 0 events[^\n]* Searched 2 devices /u);
			expect(sent).toContain('a'.repeat(40));
		});

		it('one query of a hunt fails, after the wait → the hunt is named, the others are reported', async () => {
			const bench = await start('hunt-around', { hunts: ['device-timeline', 'no-such-hunt'] });
			const { id } = bench.tenant.incidents.create({ severity: 'high' });
			bench.tenant.incidents.addAlert(id, { evidence: [...devices(50), device(REAL)] });
			bench.tenant.faults.add({
				match: { path: /\/runHuntingQuery$/u },
				times: 1,
				skip: 1,
				answer: { status: 400 },
			});
			const waiting = await deliver(bench, id);
			expect(waiting.status).toBe('waiting');
			vi.setSystemTime(Date.parse(NOW) + 20 * MINUTE);
			bench.tenant.clock.advance(20 * MINUTE);
			const ended = await waiting.resume?.();
			expect(ended?.error?.message).toBe(
				'Could not be hunted: device-timeline, no-such-hunt. The comment states this.',
			);
			expect(hunts(bench)).toHaveLength(2);
			expect(comments(bench, id)).toEqual([
				expect.stringMatching(/device-timeline: could not be hunted: [^\n]+\n/u),
			]);
		});
	});
});
