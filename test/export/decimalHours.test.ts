import { clockOfDecimal, lookDecimal } from '../../src/export/decimalHours';
import { readShifts } from '../../src/export/shifts';

test.each([
	['quarters without zeros before the hour', ['8.25', '16.50']],
	['one that cannot be a clock time', ['08.25', '16.75']],
	['one decimal', ['8', '16,5']],
	['whole hours between them', ['8', '16.5', '9', '17']],
])('%s look like hours with decimals', (_, texts) => {
	expect(lookDecimal(texts)).toBe(true);
});

test.each([
	['quarters of clocks', ['8.15', '16.45']],
	['half hours of clocks', ['8.30', '16.00']],
	['zeros before the hour', ['08.25', '16.50']],
	['whole hours', ['8.00', '16.00']],
	['a colon somewhere', ['8.25', '16:50']],
	['dates with times', ['2026-10-01 08:00', '2026-10-01 16:00']],
	['nothing', ['', '']],
])('%s do not', (_, texts) => {
	expect(lookDecimal(texts)).toBe(false);
});

test('8.25 hours are 08:15', () => {
	expect(['8.25', '16,5', '0.75'].map(clockOfDecimal)).toEqual(['08:15', '16:30', '00:45']);
});

const row = (Start: string, Slut: string, Timmar: string) => ({
	'Assistent personnummer': '19891107-9930',
	'Assistent förnamn': 'Åsa',
	'Assistent efternamn': 'Sjöö',
	'Brukare personnummer': '19810816-9924',
	'Brukare förnamn': 'José',
	'Brukare efternamn': 'Öberg',
	Datum: '2026-10-01',
	Start,
	Slut,
	Timmar,
	Tidstyp: 'Aktiv',
});
const read = (...rows: Record<string, string>[]) => readShifts(rows, { today: '2026-11-02' });

test('names each time that looks like hours with decimals, and stops the row', () => {
	const { shifts, problems } = read(row('8.25', '16.50', ''));
	expect(shifts).toEqual([]);
	expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
		'ROW_TIME Row 1, column "Start": "8.25" looks like hours with decimals, 08:15, as do all times in the export.',
		'ROW_TIME Row 1, column "Slut": "16.50" looks like hours with decimals, 16:30, as do all times in the export.',
	]);
});

test('a row whose own hours agree with its clock times is read, whatever they look like', () => {
	const { shifts, problems } = read(row('8.25', '16.50', '8:25'));
	expect(problems).toEqual([]);
	expect(shifts).toMatchObject([{ start: '2026-10-01T08:25', end: '2026-10-01T16:50' }]);
});

test('one time that cannot be a clock time puts the others in doubt', () => {
	const { shifts, unread } = read(row('08.25', '16.50', ''), row('7.75', '12.00', ''));
	expect(shifts).toEqual([]);
	expect(unread.map((each) => each.row)).toEqual([1, 2]);
});
