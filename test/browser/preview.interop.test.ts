import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { type Browser, type Page, chromium } from 'playwright-core';

import { differenceBetween } from '../../src/tidredovisning/difference';
import { type PreviewOptions, type PreviewReport, previewHtml } from '../../src/preview/preview';
import { TIDSTYPER, type RapportRad, type Tidredovisning } from '../../src/tidredovisning/types';

const OUTPUT = join(__dirname, '..', '..', 'output', 'preview');

/** A month of shifts, two on some days, and one over the change night on the 25th. */
function month(): RapportRad[] {
	const rows: RapportRad[] = [];
	for (let dag = 1; dag <= 31; dag += 1) {
		const tidstyp = TIDSTYPER[dag % 7 === 0 ? 1 : dag % 5 === 0 ? 2 : 0] ?? 'aktivTid';
		if (dag % 3 !== 0) rows.push({ dag, fromTid: '08.00', tomTid: '12.15', tidstyp });
		if (dag % 2 === 0) rows.push({ dag, fromTid: '20.00', tomTid: '24.00', tidstyp: 'aktivTid' });
	}
	return [...rows, { dag: 25, fromTid: '00.00', tomTid: '06.00', tidstyp: 'aktivTid' }];
}

function report(
	rapportRad: readonly RapportRad[],
	names = { fornamn: 'Åsa', efternamn: 'Ström & Son' },
): Tidredovisning {
	return {
		id: '6f1c3a52-5a83-5d0e-9d3e-2b6c0f5d7e11',
		redovisningsmanad: '2026-10',
		personSomHarAssistans: { personnummer: '198108169924', fornamn: 'José', efternamn: 'Öberg' },
		assistent: { personnummer: '200202119806', ...names, kollektivavtal: true },
		berakningsperiod: [
			{ fromDag: '2026-09-28', tomDag: '2026-10-25' },
			{ fromDag: '2026-10-26', tomDag: '2026-11-22' },
		],
		assistansanordnare: {
			anordnareNamn: 'Exempel Assistans AB',
			organisationsnummer: '5547165067',
			kontaktperson: 'Kim Kontakt',
			telefonnummer: '08-123 45 67',
			assistentAnstalldAvAnordnare: true,
		},
		tidrapport: { rapportRad },
		telefonnummerAnordnare: '08-123 45 67',
		telefonnummerAssistent: '070-1154433',
	};
}

const FULL = report(month());
const EARLIER = report(
	month()
		.map((row, index) => (index === 3 ? { ...row, tomTid: '11.00' } : row))
		.slice(0, -2),
);

const WHOLE: PreviewReport = {
	tidredovisning: FULL,
	sha256: 'ab'.repeat(32),
	deadline: { date: '2026-12-05', daysLeft: 12 },
	problems: [
		{
			code: 'ROW_OVERLAP',
			level: 'error',
			path: 'tidrapport.rapportRad[2].fromTid',
			message: 'Day 4, 08.00–12.15 overlaps 20.00–24.00 of 20020211-9806.',
			description: 'Correct the times in the export.',
			found: '08.00',
		},
		{
			code: 'DEADLINE_NEAR',
			level: 'warning',
			path: 'redovisningsmanad',
			message: 'The report must be in by 2026-12-05: 12 days are left.',
			description: 'Sign and send it in time.',
			found: '2026-10',
		},
	],
	correction: {
		replaces: '6f1c3a52-5a83-5d0e-9d3e-2b6c0f5d7e10',
		difference: differenceBetween(EARLIER, FULL),
	},
	signatures: { assistent: { name: 'Åsa Ström', date: '2026-11-02' } },
};

const HOSTILE: PreviewReport = {
	tidredovisning: report([{ dag: 1, fromTid: '<b>', tomTid: '"\'&', tidstyp: 'aktivTid' }], {
		fornamn: '<script>document.title = "run"</script>',
		efternamn: '"><img src="http://127.0.0.1:9/x" onerror="document.title=\'run\'"> \u202eomvänt',
	}),
	problems: [
		{
			code: 'SCHEMA',
			level: 'info',
			path: 'a"onmouseover="x',
			message: '</li><style>*{display:none}</style>',
			description: '<iframe src="http://127.0.0.1:9/y"></iframe>',
			found: '',
		},
	],
};

let browser: Browser;

beforeAll(async () => {
	mkdirSync(OUTPUT, { recursive: true });
	browser = await chromium.launch({
		executablePath: '/usr/bin/chromium',
		args: [
			...['--no-sandbox', '--headless', '--disable-gpu', '--disable-quic', '--no-first-run'],
			...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
		],
	});
});

afterAll(async () => {
	await browser.close();
});

interface View {
	readonly width?: number;
	readonly colorScheme?: 'light' | 'dark';
}

/** Opens a preview as a file would be; what it asked the network for, and what the browser complained of, is kept. */
async function open(
	reports: readonly PreviewReport[],
	{ width = 1000, colorScheme = 'light' }: View = {},
	options: PreviewOptions = {},
): Promise<{ page: Page; requests: string[]; complaints: string[] }> {
	const context = await browser.newContext({ viewport: { width, height: 1200 }, colorScheme });
	const page = await context.newPage();
	const requests: string[] = [];
	const complaints: string[] = [];
	page.on('request', (request) => requests.push(request.url()));
	page.on('console', (message) => complaints.push(message.text()));
	await page.setContent(previewHtml(reports, options));
	return { page, requests, complaints };
}

async function overflow(page: Page): Promise<number> {
	return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

describe.each([
	['on a desk', { width: 1000 }],
	['in the dark', { width: 1000, colorScheme: 'dark' }],
	['on a telephone', { width: 360 }],
] as const)('%s', (name, view) => {
	test('a report shows every row, nothing beside the screen, and asks for nothing', async () => {
		const { page, requests, complaints } = await open([WHOLE], view);
		await page.screenshot({ path: join(OUTPUT, `report ${name}.png`), fullPage: true });
		const rows = page.locator('table.rows tbody tr');
		expect(await rows.count()).toBe(FULL.tidrapport.rapportRad.length);
		for (const row of await rows.all()) expect(await row.isVisible()).toBe(true);
		expect(await overflow(page)).toBe(0);
		expect(requests).toEqual([]);
		expect(complaints).toEqual([]);
		expect(await page.locator('script, link, img, iframe, [onclick], [style]').count()).toBe(0);
	});

	test('a batch shows each report once, under an overview', async () => {
		const { page, complaints } = await open([WHOLE, { tidredovisning: EARLIER }], view);
		await page.screenshot({ path: join(OUTPUT, `batch ${name}.png`) });
		expect(await page.locator('article.sheet').count()).toBe(3);
		expect(await page.locator('table.overview tbody tr').count()).toBe(2);
		expect(await overflow(page)).toBe(0);
		expect(complaints).toEqual([]);
	});
});

test('the sections stand in the order of the form', async () => {
	const { page } = await open([WHOLE]);
	expect(await page.locator('h2').allInnerTexts()).toEqual([
		'1. Personen som har assistans',
		'2. Assistent',
		'3. Arbetsgivare',
		'4. Beräkningsperiod',
		'5. Redovisad tid',
		'6. Summor',
		'7. Underskrifter',
		'8. Ändringar',
		'9. Kontroll',
	]);
	expect(await page.evaluate('document.documentElement.lang')).toBe('sv');
	expect(await page.title()).toBe('Tidredovisning 2026-10: Åsa Ström & Son hos José Öberg');
});

test('a row leads to what was said of it', async () => {
	const { page } = await open([WHOLE]);
	const marked = page.locator('table.rows tr.marked');
	expect(await marked.count()).toBe(1);
	await marked.locator('a').click();
	expect(await page.locator('li:target').innerText()).toContain('ROW_OVERLAP');
});

test('identity numbers are masked unless they are asked for', async () => {
	const masked = await open([WHOLE]);
	const text = await masked.page.locator('body').innerText();
	expect(text).toContain('20020211-****');
	expect(text).toContain('19810816-****');
	expect(text).toContain('554716-5067');
	expect(text).not.toMatch(/9806|9924/u);
	const full = await (await open([WHOLE], {}, { unmasked: true })).page.locator('body').innerText();
	expect(full).toContain('20020211-9806');
	expect(full).toContain('19810816-9924');
});

test('what a name or message holds is shown, never obeyed', async () => {
	const { page, requests, complaints } = await open([HOSTILE]);
	await page.screenshot({ path: join(OUTPUT, 'hostile.png'), fullPage: true });
	expect(await page.title()).toContain('<script>document.title = "run"</script>');
	expect(await page.locator('script, img, iframe, i, b, body style, [onerror], [onmouseover]').count()).toBe(
		0,
	);
	expect(await page.locator('.problems li').isVisible()).toBe(true);
	expect(requests).toEqual([]);
	expect(complaints).toEqual([]);
});

test('a style that did not come with the page would not apply', async () => {
	const html = previewHtml([WHOLE]).replace('</head>', '<style>body{display:none}</style></head>');
	const page = await browser.newPage();
	await page.setContent(html);
	expect(await page.locator('h1').isVisible()).toBe(true);
});

test('it prints on A4, each report from a new page, a month with its corrections and problems on two', async () => {
	const { page } = await open([WHOLE, { tidredovisning: EARLIER }], { colorScheme: 'dark' });
	const pdf = await page.pdf({
		path: join(OUTPUT, 'batch.pdf'),
		preferCSSPageSize: true,
		printBackground: true,
	});
	const text = pdf.toString('latin1');
	expect(text.match(/\/MediaBox \[0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\]/gu)?.length).toBe(
		text.match(/\/Type \/Page\b/gu)?.length,
	);
	expect(text.match(/\/Type \/Page\b/gu)?.length).toBe(5);
	expect(readdirSync(OUTPUT)).toContain('batch.pdf');
});
