import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DefenderXdrAppOAuth2Api } from '../../../credentials/DefenderXdrAppOAuth2Api.credentials.ts';
import { DefenderXdrUserOAuth2Api } from '../../../credentials/DefenderXdrUserOAuth2Api.credentials.ts';
import { startStandaloneTenant, type StandaloneTenant } from '../../tenant/standaloneTenant.mts';
import { readOptions } from '../../tenant/options.mts';
import {
	appCredentialFields,
	connectionDetails,
	userCredentialFields,
} from '../../tenant/connectionDetails.mts';
import { JSON_BODY } from '../support/graphCaller.mts';
import { eachRow } from '../support/eachRow.mts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const RUN_MS = 60_000;

let alone: StandaloneTenant;
beforeAll(async () => {
	alone = await startStandaloneTenant();
}, RUN_MS);
afterAll(() => alone.close());

/** The program as `npm run tenant` starts it, with what it printed so far. */
function run(...args: readonly string[]) {
	const child = spawn(process.execPath, ['--import', 'tsx', 'lab/tenant/main.mts', ...args], { cwd: ROOT });
	const printed = { out: '', err: '' };
	child.stdout.on('data', (chunk) => (printed.out += String(chunk)));
	child.stderr.on('data', (chunk) => (printed.err += String(chunk)));
	const ended = once(child, 'close').then(([code]: unknown[]) => code);
	return { child, printed, ended };
}

describe('npm run tenant', () => {
	it(
		'with a seed and a scenario → addresses, page and scenario, exit code 0 after Ctrl+C',
		async () => {
			const { child, printed, ended } = run('--seed', '2', '--scenario', 'merge-storm', '--speed', '3600');
			await expect.poll(() => printed.out, { timeout: RUN_MS, interval: 100 }).toContain('Ctrl+C');
			const page = /Page: (\S+)/.exec(printed.out)?.[1] ?? '';
			const read = async () => (await fetch(page, { headers: { accept: 'text/html' } })).text();
			await expect.poll(read, { timeout: 10_000 }).toContain('72 incidents');
			child.kill('SIGINT');
			expect(await ended).toBe(0);
			expect(printed.err).toBe('');
			await expect(fetch(page)).rejects.toThrow();
		},
		RUN_MS,
	);

	it(
		'a port in use or an invalid option → exit code 1 and a sentence',
		async () => {
			const other = createServer().listen(0, '127.0.0.1');
			await once(other, 'listening');
			const address = other.address();
			const port = typeof address === 'object' && address !== null ? String(address.port) : '';
			const [taken, wrong] = [run('--port', port), run('--scenario', 'picnic')];
			expect([await taken.ended, await wrong.ended]).toEqual([1, 1]);
			other.close();
			expect(taken.printed.err).toMatch(new RegExp(`^Port ${port} is in use by another program\\.`));
			expect(wrong.printed.err).toMatch(/^--scenario must be one of .*ransomware.*"picnic" is not\./);
		},
		RUN_MS,
	);
});

describe('npm run tenant options', () => {
	it('none or all → defaults or their values', () => {
		expect(readOptions([])).toEqual({ kind: 'start', options: {} });
		const args = [
			'--port',
			'8443',
			'--seed',
			'7',
			'--scenario',
			'outage',
			'--speed',
			'0.5',
			'--callback',
			'https://n8n.example/cb',
		];
		expect(readOptions(args)).toEqual({
			kind: 'start',
			options: { port: 8443, seed: 7, scenario: 'outage', speed: 0.5, callbacks: ['https://n8n.example/cb'] },
		});
		expect(readOptions(['-h'])).toEqual({ kind: 'help' });
	});

	eachRow([
		['--port', '0'],
		['--port', '65536'],
		['--port', '1e3'],
		['--seed', '-1'],
		['--seed', '1234567890'],
		['--speed', '0.05'],
		['--speed', '3601'],
		['--speed', 'fast'],
		['--callback', 'javascript:alert(1)'],
		['--colour', 'red'],
	])('an invalid value or option → rejected, with its name', (name, value) => {
		const options = readOptions([`${name}=${value}`]);
		expect(options).toMatchObject({ kind: 'refused' });
		expect(options).toHaveProperty('problem', expect.stringContaining(name));
	});

	eachRow([
		['--port', '1'],
		['--port', '65535'],
		['--seed', '123456789'],
		['--speed', '0.1'],
		['--speed', '3600'],
	])('the smallest and the largest value → accepted', (name, value) => {
		expect(readOptions([name, value])).toMatchObject({ kind: 'start' });
	});
});

describe('practice tenant on its own', () => {
	it("the printed connection details → n8n's field labels and values that sign in", async () => {
		const forms = [
			{ form: new DefenderXdrAppOAuth2Api(), lines: appCredentialFields(alone) },
			{ form: new DefenderXdrUserOAuth2Api(), lines: userCredentialFields(alone) },
		];
		for (const { form, lines } of forms) {
			expect(connectionDetails(alone)).toContain(`Credential "${form.displayName}"`);
			for (const [label, value] of lines) {
				const field = form.properties.find(({ displayName }) => displayName === label);
				expect(field, label).toBeDefined();
				if (field?.type === 'options')
					expect(field.options?.map((option) => ('name' in option ? option.name : ''))).toContain(value);
			}
		}
		const { clientId, clientSecret, tenantId, loginUrl, audience } = alone.tenant.credential();
		const answer = await fetch(`${loginUrl}/${tenantId}/oauth2/v2.0/token`, {
			method: 'POST',
			body: new URLSearchParams({
				grant_type: 'client_credentials',
				client_id: clientId,
				client_secret: clientSecret,
				scope: `${audience}/.default`,
			}),
		});
		expect(answer.status).toBe(200);
	});

	it('its clock → runs with the real time', async () => {
		const { tenant } = alone;
		expect(tenant.clock.runs).toBe(true);
		expect(Math.abs(Date.parse(tenant.clock.now()) - Date.now())).toBeLessThan(5_000);
	});

	it('a port in use or an unknown scenario → an error that names it', async () => {
		const { practice } = alone;
		await expect(startStandaloneTenant({ port: Number(new URL(practice.origin).port) })).rejects.toThrow(
			'in use by another',
		);
		await expect(startStandaloneTenant({ scenario: 'picnic' })).rejects.toThrow('no scenario "picnic"');
	});

	it('a scenario through the control API → plays to its end', async () => {
		const { practice, tenant } = alone;
		const answer = await fetch(`${practice.origin}/control/tenants/${tenant.id}/scenarios`, {
			method: 'POST',
			headers: JSON_BODY,
			body: JSON.stringify({ scenario: 'merge-storm', speed: 'instant' }),
		});
		expect(await answer.json()).toMatchObject({ state: 'done' });
	});
});
