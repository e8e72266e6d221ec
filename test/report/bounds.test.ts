import { buildReports } from '../../src/report/build/build';
import { SHIFT_FIELDS } from '../../src/export/columns';
import { at, DEFAULTS, shift, TODAY } from './world';

const HEADING =
	'Assistent personnummer;Assistent förnamn;Assistent efternamn;Brukare personnummer;Brukare förnamn;Brukare efternamn;Start;Slut';

function build(rows: readonly Record<string, unknown>[], leaveOutUnreadable = false) {
	return buildReports({ rows }, { today: TODAY, defaults: DEFAULTS, leaveOutUnreadable });
}

async function buildFile(text: string) {
	const file = Buffer.from(text, 'utf8');
	return await buildReports({ file }, { today: TODAY, defaults: DEFAULTS, month: '2026-10' });
}

describe('many bad rows', () => {
	test('100 000 unreadable rows are listed in less than 100 kB', async () => {
		const { reports, problems } = await buildFile(`${HEADING}\n${'x;;;;;;;\n'.repeat(100_000)}`);
		expect(reports.map(({ item, from }) => [item, from.length])).toEqual([[null, 100_000]]);
		const listed = [problems, at(reports, 0).error?.problems];
		expect(JSON.stringify(listed).length).toBeLessThan(100_000);
	});

	test('reading ends where more than 1000 rows do not fit the heading, and nothing is built', async () => {
		const good = Object.values(shift({ Slut: '2026-10-01 16:00' })).join(';');
		const { items, problems } = await buildFile(
			`${Object.keys(shift()).join(';')}\n${good}\n${'x;1\n'.repeat(5000)}`,
		);
		expect(items).toEqual([]);
		expect(problems.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(
				/^More than 1000 rows do not have as many values .*; reading ended at row 1003\.$/,
			),
		);
	});

	test('a heading of a million columns is refused', async () => {
		const { items, problems } = await buildFile(`${'a;'.repeat(1_000_000)}\n1;2\n`);
		expect(items).toEqual([]);
		expect(problems.map(({ code, message }) => `${code}: ${message}`)).toContainEqual(
			'EXPORT_HEADING: The heading has 1000000 columns; at most 1000 are read.',
		);
	});
});

describe('a row that is only counted', () => {
	const lind = {
		'Assistent personnummer': '19970719-9817',
		'Assistent förnamn': 'Märta',
		'Assistent efternamn': 'Lindqvist',
	};
	const many = Array.from({ length: 50 }, () => shift({ Start: 'sometime' }));

	test('stops the report that it may belong to, with its row number', async () => {
		const { items, reports } = await build([...many, shift(lind), shift({ ...lind, Start: 'later' })]);
		expect(items).toEqual([]);
		const lindqvist = reports.find(({ item }) => item?.assistent.personnummer === '199707199817');
		expect(lindqvist?.error?.problems).toContainEqual(
			expect.objectContaining({
				code: 'ROWS_UNREADABLE',
				level: 'error',
				message: '1 row without a listed reason cannot be read either: 52',
			}),
		);
	});

	test('stops no report of other persons', async () => {
		const { items } = await build([...many, shift(lind)]);
		expect(items.map(({ assistent }) => assistent.personnummer)).toEqual(['199707199817']);
	});

	test('is a warning where unreadable rows are left out', async () => {
		const { items } = await build([...many, shift(lind), shift({ ...lind, Start: 'later' })], true);
		expect(items.map(({ problems }) => problems.map(({ level, message }) => `${level}: ${message}`))).toEqual(
			[['warning: Left out: 1 row without a listed reason cannot be read either: 52']],
		);
	});
});

describe('a value of 8 MB', () => {
	const unlike = new Set(['hours', 'tidstyp']);

	test.each(SHIFT_FIELDS.filter((field) => !unlike.has(field)))(
		'in the column %s is repeated in excerpt only',
		async (field) => {
			const mapping = { [field]: 'Huge' };
			const rows = [{ ...shift(), Huge: '1'.repeat(8_000_000) }];
			const { reports, problems } = await buildReports(
				{ rows },
				{ today: TODAY, defaults: DEFAULTS, mapping },
			);
			const listed = [problems, reports.map(({ error }) => [error?.message, error?.problems])];
			expect(JSON.stringify(listed).length).toBeLessThan(20_000);
		},
	);

	test('is no phone number, and says so', async () => {
		const rows = [{ ...shift(), 'Provider phone': '1'.repeat(4_000_000) + '2'.repeat(4_000_000) }];
		const { reports } = await build(rows);
		expect(at(reports, 0).error?.problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
			`PHONE: The phone number "${'1'.repeat(100)}…" (telefonnummerAnordnare) is none: it has more than 100 characters.`,
		]);
	});
});

test('a report too large for the schema does not stop the others', async () => {
	const large = shift({ 'Assistent förnamn': 'é'.repeat(6_000_000) });
	const other = shift({
		'Brukare personnummer': '19980123-9949',
		Start: '2026-10-23 13:00',
		Slut: '2026-10-23 21:00',
	});
	const { items, reports } = await build([large, other]);
	expect(items).toHaveLength(1);
	expect(reports.flatMap(({ error }) => error?.problems.map(({ code }) => code) ?? [])).toEqual([
		'XML_TOO_LARGE',
	]);
});
