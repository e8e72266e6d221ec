import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

import { qrSvg, qrText } from '../../src/bankid/qr';
import type { ReportItem } from '../../src/report/item/item';
import { RECIPES } from '../n8n/installation';
import { type SigningWorld, startSigningWorld } from './signingWorld';

/** The versions of n8n that the page is played in; one alone with `N8N_VERSION`. */
const VERSIONS = process.env['N8N_VERSION']?.split(',') ?? Object.keys(RECIPES);

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const PHONE = {
	viewport: { width: 390, height: 844 },
	userAgent:
		'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
	isMobile: true,
	hasTouch: true,
	locale: 'sv-SE',
} as const;
const COMPUTER = { viewport: { width: 1280, height: 900 }, locale: 'sv-SE' } as const;

jest.setTimeout(600_000);

describe.each(VERSIONS)('the signing page in n8n %s', (version) => {
	const folder = join(__dirname, '..', '..', 'output', 'signing', version);
	let world: SigningWorld;
	let browser: Browser;
	let next = 0;
	let expiring: { readonly report: ReportItem; readonly url: string };

	/** A report of an assistent who has no other order. */
	const report = (): ReportItem => {
		const found = world.reports[next];
		if (!found) throw new TypeError('there are no more reports');
		next += 1;
		return found;
	};

	/** A browser and everything in it that must stay empty. */
	const open = async (
		url: string,
		options: Parameters<Browser['newContext']>[0] = COMPUTER,
	): Promise<{ page: Page; context: BrowserContext; messages: string[] }> => {
		const context = await browser.newContext(options);
		const page = await context.newPage();
		const messages: string[] = [];
		page.on('console', (message) => messages.push(message.text()));
		page.on('pageerror', (error) => messages.push(String(error)));
		await page.goto(url);
		return { page, context, messages };
	};

	const inState = async (page: Page, ...states: string[]): Promise<void> => {
		await page.waitForSelector(states.map((state) => `#signing[data-state="${state}"]`).join(','), {
			state: 'attached',
			timeout: 60_000,
		});
	};

	/** Keeps a picture of a state, and checks it as axe does. */
	const look = async (page: Page, name: string): Promise<void> => {
		await page.screenshot({ path: join(folder, `${name}.png`) });
		await page.evaluate(AXE);
		const found: string[] = await page.evaluate(
			`axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | ')))`,
		);
		expect(found).toEqual([]);
	};

	const orders = ({ assistent }: ReportItem) =>
		world.simulator.bankId.orders
			.list()
			.filter(({ personalNumber }) => personalNumber === assistent.personnummer);

	/** Opens the order in the app, as a tap on the page's link does. */
	const openByLink = async (page: Page, personnummer?: string) => {
		const href = (await page.getAttribute('#signing a.button', 'href')) ?? '';
		const autoStartToken = /autostarttoken=([^&]+)/.exec(href)?.[1] ?? '';
		return world.simulator.bankId.phones.open({ autoStartToken }, personnummer);
	};

	/** Opens the order in the app by the code that is on the screen now. */
	const scan = async (page: Page, { start, startedAtMs }: ReturnType<typeof orders>[number]) => {
		if (!start) throw new TypeError('the order has no QR code');
		const shown = await page.evaluate<string>(`document.querySelector('#qr svg').innerHTML`);
		const now = Math.floor((performance.now() - startedAtMs) / 1000);
		for (let seconds = now + 1; seconds >= 0; seconds -= 1) {
			const svg = await qrSvg(qrText(start, seconds));
			const drawn = [...svg.matchAll(/ d="([^"]+)"/g)].map(([, path]) => path ?? '');
			if (drawn.every((path) => shown.includes(path)))
				return world.simulator.bankId.phones.open({ qr: qrText(start, seconds) });
		}
		throw new Error('the code on the screen is not one of the order');
	};

	const sign = ({ orderRef }: { readonly orderRef: string }) =>
		world.simulator.bankId.phones.answer(orderRef, 'sign');

	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		world = await startSigningWorld(version);
		browser = await chromium.launch({
			executablePath: '/usr/bin/chromium',
			args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking'],
		});
		const one = report();
		expiring = { report: one, url: await world.start([one], { hours: 0.006 }) };
	});

	afterAll(async () => {
		await browser?.close();
		await world?.close();
	});

	test('after its time a link says so, and nothing can be started with it', async () => {
		const { page, context } = await open(expiring.url, PHONE);
		while ((await page.locator('[data-state="expired"]').count()) === 0) {
			await new Promise((resolve) => setTimeout(resolve, 1000));
			await page.reload();
		}
		await look(page, 'phone-expired');
		expect(await page.locator('button').count()).toBe(0);
		await context.close();
	});

	test('a phone signs on this device, and the execution gets the signed report', async () => {
		const one = report();
		const { page, messages } = await open(await world.start([one]), PHONE);
		await look(page, 'phone-ready');
		await page.getByRole('button', { name: 'Skriv under med BankID' }).click();
		await inState(page, 'link');
		await look(page, 'phone-link');
		const order = await openByLink(page);
		await inState(page, 'app');
		await look(page, 'phone-app');
		sign(order);
		await inState(page, 'signed');
		await look(page, 'phone-signed');
		const { signing, signatures } = await world.result(one.id);
		expect(signing).toMatchObject({ status: 'signed', risk: 'low' });
		expect(signatures.assistent?.signer.personnummer).toBe(one.assistent.personnummer);
		expect(messages).toEqual([]);
		const again = await fetch(page.url());
		expect(again.status).toBe(409);
	});

	test('a computer signs by the QR code, which moves and stays black on white in dark mode', async () => {
		const one = report();
		const { page, messages } = await open(await world.start([one]), { ...COMPUTER, colorScheme: 'dark' });
		await look(page, 'computer-ready-dark');
		await page.getByRole('button', { name: 'Skriv under med BankID' }).click();
		await inState(page, 'qr');
		await look(page, 'computer-qr-dark');
		const picture = await page.innerHTML('#qr');
		while ((await page.innerHTML('#qr')) === picture)
			await new Promise((resolve) => setTimeout(resolve, 200));
		const background = await page.evaluate(`getComputedStyle(document.querySelector('#qr')).backgroundColor`);
		expect(background).toBe('rgb(255, 255, 255)');
		const [order] = orders(one);
		if (!order) throw new TypeError('no order');
		sign(await scan(page, order));
		await inState(page, 'signed');
		await look(page, 'computer-signed-dark');
		expect((await world.result(one.id)).signing?.status).toBe('signed');
		expect(messages).toEqual([]);
	});

	test('declining takes the reason to the workflow', async () => {
		const one = report();
		const { page, messages } = await open(await world.start([one]), PHONE);
		await page.getByText('Jag vill inte skriva under').click();
		await page.getByLabel('Varför?').fill('Passet den 3 är fel');
		await look(page, 'phone-decline');
		await page.getByRole('button', { name: 'Avstå från att skriva under' }).click();
		await inState(page, 'declined');
		await look(page, 'phone-declined');
		expect((await world.result(one.id)).signing).toMatchObject({
			status: 'declined',
			reason: 'Passet den 3 är fel',
		});
		expect(messages).toEqual([]);
	});

	test('after a cancel on the page or in the app the signer can try again', async () => {
		const one = report();
		const { page, messages } = await open(await world.start([one]), PHONE);
		await page.getByRole('button', { name: 'Skriv under med BankID' }).click();
		await inState(page, 'link');
		await page.getByRole('button', { name: 'Avbryt' }).click();
		await inState(page, 'failed');
		await look(page, 'phone-cancelled');
		await page.getByRole('button', { name: 'Skriv under med BankID' }).click();
		await inState(page, 'link');
		const { orderRef } = await openByLink(page);
		world.simulator.bankId.phones.answer(orderRef, 'cancel');
		await inState(page, 'failed');
		await page.getByText('Åtgärden avbröts.').waitFor();
		expect(world.hasResult(one.id)).toBe(false);
		expect(messages).toEqual([]);
	});

	test('an order that nobody opens ends after 30 seconds, in words', async () => {
		const one = report();
		const { page } = await open(await world.start([one]));
		await page.getByRole('button', { name: 'Skriv under med BankID' }).click();
		await inState(page, 'qr');
		await inState(page, 'failed');
		await page.getByText('Misslyckades att läsa av QR-koden.').waitFor();
		await look(page, 'computer-start-failed');
	});

	test("another person's BankID signs nothing", async () => {
		const one = report();
		const { page } = await open(await world.start([one]), PHONE);
		await page.getByRole('button', { name: 'Skriv under med BankID' }).click();
		await inState(page, 'link');
		const order = await openByLink(page, report().assistent.personnummer);
		expect(() => sign(order)).toThrow('another person');
		await inState(page, 'app');
		await look(page, 'phone-wrong-person');
		await page.getByRole('button', { name: 'Avbryt' }).click();
		await inState(page, 'failed');
		expect(world.hasResult(one.id)).toBe(false);
	});

	test('a reload continues the same order, and a second browser cannot take it over', async () => {
		const one = report();
		const url = await world.start([one]);
		const { page, messages } = await open(url, PHONE);
		await page.getByRole('button', { name: 'Skriv under med BankID' }).click();
		await inState(page, 'link');
		await page.reload();
		await inState(page, 'link');
		const other = await open(url, COMPUTER);
		await inState(other.page, 'busy');
		await look(other.page, 'computer-busy');
		expect(await other.page.locator('svg, a.button').count()).toBe(0);
		expect(orders(one)).toHaveLength(1);
		sign(await openByLink(page));
		await inState(page, 'signed');
		expect((await world.result(one.id)).signing?.status).toBe('signed');
		expect(messages).toEqual([]);
	});

	test('link previews that open the link start nothing and end nothing', async () => {
		const one = report();
		const url = await world.start([one]);
		for (const agent of ['WhatsApp/2.0', 'facebookexternalhit/1.1', 'Slackbot-LinkExpanding 1.0', '']) {
			const answer = await fetch(url, { headers: { 'User-Agent': agent } });
			expect(answer.status).toBe(200);
		}
		expect(orders(one)).toHaveLength(0);
		expect(world.hasResult(one.id)).toBe(false);
	});

	test.each([
		['no JSON', 'application/json', '{"action":'],
		['no XML', 'application/xml', '<a><b></a>'],
		['another encoding', 'application/x-www-form-urlencoded', '%E5%00%FF=%'],
		[
			'a form in parts that ends early',
			'multipart/form-data; boundary=x',
			'--x\r\nContent-Disposition: form',
		],
		[
			'two megabytes of a reason',
			'application/x-www-form-urlencoded',
			`action=look&reason=${'x'.repeat(2_000_000)}`,
		],
		['a prototype', 'application/json', '{"__proto__":{"action":"done"},"action":"__proto__"}'],
	])('a body with %s does not end the execution', async (_, type, body) => {
		const one = report();
		const url = await world.start([one]);
		await fetch(url, { method: 'POST', headers: { 'Content-Type': type }, body });
		const { status } = await fetch(url);
		expect(status).toBe(200);
		expect(world.hasResult(one.id)).toBe(false);
	});

	test('everything can be done with the keyboard, and the focus follows', async () => {
		const one = report();
		const { page } = await open(await world.start([one]));
		const focused = () => page.evaluate<string>(`document.activeElement.textContent.trim()`);
		for (let tabs = 0; tabs < 10 && (await focused()) !== 'Skriv under med BankID'; tabs += 1)
			await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await inState(page, 'qr');
		expect(await focused()).toBe('Läs av QR-koden');
		await page.keyboard.press('Tab');
		expect(await focused()).toBe('Avbryt');
		await page.keyboard.press('Enter');
		await inState(page, 'failed');
		expect(await focused()).toBe('Det blev ingen underskrift');
	});

	test('the page is English in an English browser, and Swedish by its switch', async () => {
		const { page } = await open(await world.start([report()]), { ...PHONE, locale: 'en-GB' });
		await page.getByRole('heading', { name: 'Sign time report' }).waitFor();
		await look(page, 'phone-ready-english');
		await page.getByRole('link', { name: 'På svenska' }).click();
		await page.getByRole('heading', { name: 'Skriv under tidredovisning' }).waitFor();
	});

	test('a narrow screen, as at 400 % zoom, never scrolls sideways', async () => {
		const { page } = await open(await world.start([report()]), {
			viewport: { width: 320, height: 256 },
			locale: 'sv-SE',
		});
		const widths = () => page.evaluate<number>('document.documentElement.scrollWidth');
		expect(await widths()).toBeLessThanOrEqual(320);
		await look(page, 'zoom-ready');
		await page.getByRole('button', { name: 'Skriv under med BankID' }).click();
		await inState(page, 'qr');
		expect(await widths()).toBeLessThanOrEqual(320);
		const code = await page.locator('#qr svg').boundingBox();
		expect(code?.width).toBeGreaterThanOrEqual(200);
		await look(page, 'zoom-qr');
		await page.getByRole('button', { name: 'Avbryt' }).click();
		await inState(page, 'failed');
	});

	test('without script every button works too', async () => {
		const one = report();
		const { page } = await open(await world.start([one]), { ...PHONE, javaScriptEnabled: false });
		await page.getByRole('button', { name: 'Skriv under med BankID' }).click();
		await inState(page, 'link');
		sign(await openByLink(page));
		for (
			let tries = 0;
			tries < 20 && (await page.locator('[data-state="signed"]').count()) === 0;
			tries += 1
		) {
			await new Promise((resolve) => setTimeout(resolve, 1000));
			await page.getByRole('button', { name: 'Uppdatera' }).click();
		}
		expect((await world.result(one.id, 120_000)).signing?.status).toBe('signed');
	});

	test('a signature reaches the workflow though the page was closed before it was given', async () => {
		const one = report();
		const { page, context } = await open(await world.start([one]), PHONE);
		await page.getByRole('button', { name: 'Skriv under med BankID' }).click();
		await inState(page, 'link');
		const order = await openByLink(page);
		await context.close();
		sign(order);
		expect((await world.result(one.id, 120_000)).signing?.status).toBe('signed');
	});

	test('the anordnare signs all reports at once, each one tap away', async () => {
		const reports = await world.signed([report(), report(), report()]);
		const { page, messages } = await open(await world.start(reports, { role: 'anordnare' }), PHONE);
		await look(page, 'anordnare-ready');
		const [first] = reports;
		await page.getByRole('link', { name: first?.assistent.namn }).click();
		await page.getByText('Förhandsvisning i samma ordning').waitFor();
		await look(page, 'anordnare-report');
		await page.getByRole('link', { name: 'Tillbaka till underskriften' }).click();
		await page.getByRole('button', { name: 'Skriv under med BankID' }).click();
		await inState(page, 'link');
		sign(await openByLink(page));
		await inState(page, 'signed');
		await look(page, 'anordnare-signed');
		for (const { id } of reports) {
			const { signing, signatures } = await world.result(id);
			expect(signing?.status).toBe('signed');
			expect(signatures.anordnare).toBeDefined();
		}
		expect(messages).toEqual([]);
	});

	test('after its time the item goes on as it came, with no signature', async () => {
		const { signing, signatures } = await world.result(expiring.report.id, 480_000);
		expect(signing?.status).toBe('requested');
		expect(signatures).toEqual({});
	});
});
