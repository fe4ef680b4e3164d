import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../lab/editor/chromium.mts';
import { startPractice, type Practice, type Tenant } from '../../lab/tenant/practice.mts';

const chromium = findChromium();
const title = `page of the practice tenant${chromium === undefined ? ' (no Chromium on this machine)' : ''}`;
const HOSTILE = '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>';

describe.skipIf(chromium === undefined)(title, () => {
	let practice: Practice;
	let tenant: Tenant;
	let browser: Browser;
	let page: Page;
	const complaints: string[] = [];
	beforeAll(async () => {
		practice = await startPractice();
		tenant = practice.addTenant({ empty: true });
		tenant.incidents.create({ id: '1', displayName: HOSTILE });
		browser = await playwright.launch({ executablePath: chromium ?? '', args: ['--no-sandbox'] });
		page = await browser.newPage();
		page.on('console', (message) => complaints.push(message.text()));
		page.on('pageerror', (error) => complaints.push(error.message));
	});
	afterAll(async () => {
		await browser?.close();
		await practice?.close();
	});

	const focused = () => page.evaluate<string>('document.activeElement.textContent.trim()');
	const tabTo = async (text: string) => {
		for (let step = 0; step < 40 && (await focused()) !== text; step += 1) await page.keyboard.press('Tab');
		expect(await focused()).toBe(text);
	};

	it('keyboard → skips or follows the navigation, with a visible focus', async () => {
		await page.goto(practice.origin);
		await page.keyboard.press('Tab');
		expect(await focused()).toBe('Skip to content');
		await page.keyboard.press('Enter');
		expect(await page.evaluate('document.activeElement.id')).toBe('content');
		await page.reload();
		await tabTo('Faults');
		expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
		await page.keyboard.press('Enter');
		await page.waitForURL('**/trouble');
	});

	it('keyboard → fills in and sends a form', async () => {
		await page.goto(`${practice.origin}/practice/${tenant.id}/trouble`);
		await page.focus('input[name=fault]:checked');
		await page.keyboard.press('ArrowDown');
		await tabTo('Add the fault');
		await page.keyboard.press('Enter');
		await page.waitForURL('**/trouble?done=1');
		expect(await page.textContent('[role=status]')).toBe('Done.');
		expect(tenant.faults.waiting(tenant.clock.now())).toMatchObject([
			{ fault: { answer: { throttle: 'date' } } },
		]);
	});

	it.each(['light', 'dark'] as const)(
		'text, %s color scheme → a contrast of at least 7:1',
		async (colorScheme) => {
			await page.emulateMedia({ colorScheme });
			await page.goto(practice.origin);
			const [ground, ...texts] = await page.evaluate<string[]>(
				`['body', 'td', 'caption', 'a', 'nav [aria-current]'].flatMap((selector) => {
				const style = getComputedStyle(document.querySelector(selector));
				return selector === 'body' ? [style.backgroundColor, style.color] : [style.color];
			})`,
			);
			for (const text of texts) expect(contrast(ground ?? '', text)).toBeGreaterThanOrEqual(7);
		},
	);

	it('name chosen by an attacker → shown as text', async () => {
		await page.goto(practice.origin);
		expect(await page.textContent('tbody td')).toBe(HOSTILE);
		expect(await page.title()).toBe('Incidents – practice tenant');
		expect(complaints).toEqual([]);
	});
});

/** WCAG's ratio of two colours as browsers compute them, `rgb(…)`. */
function contrast(one: string, other: string): number {
	const [a = 0, b = 0] = [luminance(one), luminance(other)].sort((x, y) => y - x);
	return (a + 0.05) / (b + 0.05);
}

function luminance(colour: string): number {
	const [red = 0, green = 0, blue = 0] = [...colour.matchAll(/\d+/g)].map(([part]) => {
		const share = Number(part) / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
