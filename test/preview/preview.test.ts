import { createHash } from 'node:crypto';

import { type Difference, differenceBetween } from '../../src/tidredovisning/difference';
import { type PreviewReport, previewHtml } from '../../src/preview/preview';
import { escapeHtml, html } from '../../src/preview/html';
import { parseXml } from '../../src/xml/parse';
import type { Arbetsgivare, RapportRad, Tidredovisning } from '../../src/tidredovisning/types';

const OWN: Arbetsgivare = { anstalldAvPersonSomHarAssistans: true };

const COMMON = {
	id: '00000000-0000-5000-8000-000000000001',
	redovisningsmanad: '2026-03',
	personSomHarAssistans: { personnummer: '198108169924', fornamn: 'José', efternamn: 'Öberg' },
	assistent: { personnummer: '198911079930', fornamn: 'Åsa', efternamn: 'Sjöö', kollektivavtal: false },
	berakningsperiod: [{ fromDag: '2026-03-01', tomDag: '2026-03-31' }],
	telefonnummerAnordnare: '08-465 004 00',
};

function report(rapportRad: readonly RapportRad[], arbetsgivare: Arbetsgivare = OWN): Tidredovisning {
	return { ...COMMON, ...arbetsgivare, tidrapport: { rapportRad } };
}

/** What a person reads, in one line. */
function textOf(reports: readonly PreviewReport[], unmasked = false): string {
	const body = previewHtml(reports, { unmasked }).split('<body>')[1] ?? '';
	return body
		.replace(/<[^>]*>/gu, ' ')
		.replaceAll('&amp;', '&')
		.replace(/\s+/gu, ' ');
}

const DAY: RapportRad = { dag: 2, fromTid: '08.00', tomTid: '12.15', tidstyp: 'aktivTid' };

describe('the employer', () => {
	const anordnare = { anordnareNamn: 'Exempel & Co', organisationsnummer: '5547165067' };

	test.each<[string, Arbetsgivare, string]>([
		['the person', OWN, 'Arbetsgivare Assistenten är anställd av personen som har assistans'],
		[
			'the provider',
			{ assistansanordnare: { ...anordnare, assistentAnstalldAvAnordnare: true } },
			'Assistansanordnare Exempel & Co Organisationsnummer 554716-5067 Kontaktperson –',
		],
		[
			'another',
			{
				assistansanordnare: {
					...anordnare,
					annanArbetsgivare: { arbetsgivareNamn: 'Andra AB', organisationsnummer: '5566778899' },
				},
			},
			'Är assistenten anställd Nej, av annan arbetsgivare: Andra AB 556677-8899',
		],
		[
			'the assistent',
			{ assistansanordnare: { ...anordnare, assistentEgenForetagare: true } },
			'Är assistenten anställd Nej, assistenten är egen företagare',
		],
	])('is %s', (_, arbetsgivare, text) => {
		expect(textOf([{ tidredovisning: report([DAY], arbetsgivare) }])).toContain(text);
	});

	test("a sole trader's number is a person's: masked unless asked for", () => {
		const tidredovisning = report([DAY], {
			assistansanordnare: { organisationsnummer: '8108169924', assistentEgenForetagare: true },
		});
		expect(textOf([{ tidredovisning }])).toContain('Organisationsnummer 810816-****');
		expect(textOf([{ tidredovisning }], true)).toContain('Organisationsnummer 810816-9924');
	});
});

describe('the rows', () => {
	test('stand by day and time, with weekday, duration and kind', () => {
		const rows: RapportRad[] = [
			{ dag: 3, fromTid: '20.00', tomTid: '24.00', tidstyp: 'vanteTid' },
			{ dag: 3, fromTid: '00.00', tomTid: '00.30', tidstyp: 'beredskapsTid' },
			DAY,
		];
		expect(textOf([{ tidredovisning: report(rows) }])).toContain(
			'3 rader på 2 dagar. Tid i timmar:minuter enligt klockan. Dag Från Till Aktiv tid Väntetid Beredskap ' +
				'2 mån 08.00 12.15 4:15 3 tis 00.00 00.30 0:30 20.00 24.00 4:00 Summa 4:15 4:00 0:30',
		);
	});

	test('none are told', () => {
		expect(textOf([{ tidredovisning: report([]) }])).toContain('Ingen tid är redovisad.');
	});

	test('one that is no time shows what it holds', () => {
		const odd: RapportRad = { dag: 99, fromTid: '99.99', tomTid: '<b>', tidstyp: 'aktivTid' };
		expect(textOf([{ tidredovisning: report([odd]) }])).toContain('99 99.99 &lt;b&gt; ?');
	});
});

describe('the sums', () => {
	test.each([
		['2026-03', 29, 'Aktiv tid 8:00 7:00', 'fram till sommartid den 29 mars 2026', '60 minuter kortare'],
		[
			'2026-10',
			25,
			'Aktiv tid 8:00 9:00',
			'tillbaka till vintertid den 25 oktober 2026',
			'60 minuter längre',
		],
	])('of %s say what the change night does', (redovisningsmanad, dag, sums, night, difference) => {
		const row: RapportRad = { dag, fromTid: '00.00', tomTid: '08.00', tidstyp: 'aktivTid' };
		const text = textOf([{ tidredovisning: { ...report([row]), redovisningsmanad } }]);
		expect(text).toContain(sums);
		expect(text).toContain(`Klockan ställs ${night}.`);
		expect(text).toContain(difference);
	});

	test('say nothing of it where no row crosses it', () => {
		expect(textOf([{ tidredovisning: report([DAY]) }])).not.toContain('Klockan ställs');
	});
});

describe('a correction', () => {
	const correction = (difference: Difference | null): PreviewReport => ({
		tidredovisning: report([DAY]),
		correction: { replaces: '00000000-0000-5000-8000-000000000009', difference },
	});

	test('shows what is removed, added and changed, and the sums', () => {
		const before = report([
			{ ...DAY, tomTid: '10.00' },
			{ ...DAY, dag: 4 },
		]);
		const after = {
			...report([DAY, { ...DAY, dag: 9, tidstyp: 'vanteTid' }]),
			telefonnummerAnordnare: '08-465 004 99',
		};
		expect(textOf([{ ...correction(differenceBetween(before, after)) }])).toContain(
			'Ersätter 00000000-0000-5000-8000-000000000009 . 0 rader är oförändrade. Summor enligt klockan. Ändring Före → efter ' +
				'Ändrad mån 2, 08.00 – 10.00 Aktiv tid → mån 2, 08.00 – 12.15 Aktiv tid ' +
				'Borttagen ons 4, 08.00 – 12.15 Aktiv tid Tillagd mån 9, 08.00 – 12.15 Väntetid ' +
				'telefonnummerAnordnare 08-465 004 00 → 08-465 004 99 Aktiv tid 6:15 → 4:15 (−2:00) Väntetid 0:00 → 4:15 (+4:15)',
		);
	});

	test('that changes nothing, or of a report that is not at hand, says so', () => {
		const same = differenceBetween(report([DAY]), report([DAY]));
		expect(textOf([correction(same)])).toContain('Ingenting är ändrat.');
		expect(textOf([correction(null)])).toContain(
			'Den tidigare tidredovisningen finns inte till hands att jämföra med.',
		);
	});
});

test('signatures and the last day to send are named', () => {
	const text = textOf([
		{
			tidredovisning: report([DAY]),
			deadline: { date: '2026-05-05', daysLeft: -1 },
			signatures: { assistent: { name: 'Åsa Sjöö', date: '2026-04-01' } },
		},
	]);
	expect(text).toContain('Ska vara inne senast 5 maj 2026 (har passerat)');
	expect(text).toContain(
		'Assistent Åsa Sjöö , 1 april 2026 med BankID Anordnare eller arbetsgivare Inte undertecknad',
	);
});

test('a batch begins with each report in a line and the sums per person', () => {
	const other = {
		...report([DAY]),
		assistent: { ...COMMON.assistent, personnummer: '199707199817', fornamn: 'Li' },
	};
	const text = textOf([{ tidredovisning: report([DAY]) }, { tidredovisning: other }]);
	expect(text).toContain('Mars 2026'.toLowerCase());
	expect(text).toContain('2 tidredovisningar');
	expect(text).toContain('Åsa Sjöö José Öberg 1 4:15 0:00 0:00 Inga anmärkningar');
	expect(text).toContain('José Öberg 19810816-**** 2026-03 2 8:30 0:00 0:00');
	const april = { ...report([DAY]), redovisningsmanad: '2026-04' };
	expect(textOf([{ tidredovisning: report([DAY]) }, { tidredovisning: april }])).toContain(
		'mars 2026, april 2026 2 tidredovisningar',
	);
	expect(textOf([{ tidredovisning: report([DAY]) }, { tidredovisning: april }])).toContain(
		'Åsa Sjöö José Öberg 2026-04 1 4:15',
	);
});

test("the invoice's sums are of the time really worked", () => {
	const night: RapportRad = { dag: 29, fromTid: '00.00', tomTid: '08.00', tidstyp: 'aktivTid' };
	const text = textOf([{ tidredovisning: report([night]) }, { tidredovisning: report([DAY]) }]);
	expect(text).toContain('Till räkningen (FK 3057). Timmar:minuter, faktisk tid.');
	expect(text).toContain('2026-03 2 11:15 0:00 0:00');
});

describe('the page', () => {
	test('allows its own style by digest and nothing else', () => {
		const page = previewHtml([{ tidredovisning: report([DAY]) }]);
		const [, style = ''] = /<style>([^]*?)<\/style>/u.exec(page) ?? [];
		const digest = createHash('sha256').update(style).digest('base64');
		expect(page).toContain(
			`content="default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
		);
		expect(page).toMatch(/^<!DOCTYPE html>\n<html lang="sv">/u);
		expect(page).not.toMatch(/<script|<link|<img|\ssrc=|url\(|@import|https?:/u);
	});

	test('escapes what HTML gives meaning to, and shows what it does not allow', () => {
		expect(escapeHtml(`<a href="x" b='y'>&amp;`)).toBe('&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;');
		expect(escapeHtml('a\u0000b\u0085c\ud800d\te')).toBe('a\ufffdb\ufffdc\ufffdd\te');
		expect(String(html`<p title="${'"'}">${['<', html`<b>${1}</b>`]}</p>`)).toBe(
			'<p title="&quot;">&lt;<b>1</b></p>',
		);
	});
});

test('a page with everything on it is well-formed: every element that is opened is closed', async () => {
	const anordnare = { organisationsnummer: '8911079930', assistentEgenForetagare: true } as const;
	const after = report([DAY, { ...DAY, dag: 29, fromTid: '00.00' }], { assistansanordnare: anordnare });
	const everything: PreviewReport = {
		tidredovisning: after,
		problems: (['error', 'warning', 'info'] as const).map((level) => ({
			code: 'ROW_TIME',
			level,
			path: 'tidrapport.rapportRad[0].fromTid',
			message: '<b> & "x"',
			description: 'Mend it.',
			found: '',
		})),
		sha256: 'ab',
		deadline: { date: '2026-05-05', daysLeft: 3 },
		correction: {
			replaces: 'old',
			difference: differenceBetween(report([{ ...DAY, tomTid: '13.00' }]), after),
		},
		signatures: { assistent: { name: 'Åsa Sjöö', date: '2026-04-01' } },
	};
	for (const reports of [[], [everything], [everything, { tidredovisning: report([]) }]]) {
		const page = previewHtml(reports);
		const asXml = page.replace('<!DOCTYPE html>', '').replaceAll('<wbr>', '<wbr/>');
		const document = await parseXml(Buffer.from(asXml));
		expect(document.find('//section[not(h2)]')).toEqual([]);
		document.dispose();
	}
});
