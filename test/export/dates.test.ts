import { readDate, readDateTime, serialText } from '../../src/export/localTime';
import { readShifts } from '../../src/export/shifts';

const PERSONS = {
	'Assistent personnummer': '19891107-9930',
	'Assistent förnamn': 'Åsa',
	'Assistent efternamn': 'Sjöö',
	'Brukare personnummer': '19810816-9924',
	'Brukare förnamn': 'José',
	'Brukare efternamn': 'Öberg',
	Tidstyp: 'Aktiv',
};

const read = (row: Record<string, unknown>) => readShifts([{ ...PERSONS, ...row }], { today: '2026-11-02' });

test.each([
	['2026-09-30T22:00:00.000Z', '2026-10-01'],
	['2026-10-01T00:00:00Z', '2026-10-01'],
	['2026-12-31T23:00:00.000Z', '2027-01-01'],
	['2026-10-01T00:00:00+02:00', '2026-10-01'],
	['2026-10-01T00:00:00+02', '2026-10-01'],
	['2026-09-30 22:00:00Z', '2026-10-01'],
	['2026-10-01+02:00', '2026-10-01'],
	['2026-10-01Z', '2026-10-01'],
])('the date %s is the Swedish day %s', (text, day) => {
	expect(readDate(text)).toBe(day);
});

test.each(['2026-10-32+02:00', '2026-02-30T22:00:00Z', '2026-10-01 08:00', '2026-10-01T25:00:00Z', '46296'])(
	'%s is not a date',
	(text) => {
		expect(readDate(text)).toBeNull();
	},
);

test('an offset of hours alone is an offset', () => {
	expect(readDateTime('2026-10-01T08:00:00+02')).toEqual({ date: '2026-10-01', minutes: 480 });
	expect(readDateTime('2026-10-01T08:00:00+00')).toEqual({ date: '2026-10-01', minutes: 600 });
});

test('a JavaScript Date in a date column gives the Swedish day', () => {
	const { shifts, problems } = read({
		Datum: new Date('2026-09-30T22:00:00.000Z'),
		Start: '08:00',
		Slut: '12:00',
	});
	expect(problems).toEqual([]);
	expect(shifts).toMatchObject([{ start: '2026-10-01T08:00', end: '2026-10-01T12:00' }]);
});

test.each([
	['46296', '2026-10-01'],
	['46296.5', '2026-10-01 12:00'],
	['46296,333333333336', '2026-10-01 08:00'],
	['36526', '2000-01-01'],
])('the number %s is explained as %s', (text, point) => {
	expect(serialText(text)).toBe(point);
});

test.each(['36525', '73051', '462960', '4629', '46296a', '20261001'])('%s is not explained', (text) => {
	expect(serialText(text)).toBeNull();
});

test.each([
	[
		'a spreadsheet number as a date',
		{ Datum: 46296, Start: '08:00', Slut: '12:00' },
		'Row 1, column "Datum": "46296" is not a date but a number as spreadsheets keep one: it would be 2026-10-01.',
	],
	[
		'a spreadsheet number as a point in time',
		{ Start: 46296.333333333336, Slut: '2026-10-01 12:00' },
		'Row 1, column "Start": "46296.333333333336" is not a date but a number as spreadsheets keep one: it would be 2026-10-01 08:00.',
	],
	[
		'a clock time with the day zero of spreadsheets',
		{ Datum: '2026-10-01', Start: new Date('1899-12-30T08:00:00Z'), Slut: '12:00' },
		'Row 1, column "Start": "1899-12-30T08:00:00.000Z" is on a day that programs give a clock time without a date.',
	],
	[
		'an invalid JavaScript Date',
		{ Datum: new Date('x'), Start: '08:00', Slut: '12:00' },
		'Row 1, column "Datum": "Invalid Date" is not a date.',
	],
])('refuses %s and says what was found', (_, row, message) => {
	const { shifts, problems, unread } = read(row);
	expect(problems.map((problem) => problem.message)).toContain(message);
	expect(shifts).toEqual([]);
	expect(unread).toHaveLength(1);
});

test('passes over blank items among shift items and keeps the numbers of the others', () => {
	const times = { Start: '2026-10-01 08:00', Slut: '2026-10-01 12:00' };
	const rows = [
		{},
		{ ...PERSONS, ...times },
		{ Start: ' ', Slut: null, Tidstyp: undefined },
		{ ...PERSONS, ...times, Slut: 'x' },
	];
	const { shifts, problems, recognised } = readShifts(rows, { today: '2026-11-02' });
	expect(shifts.map(({ row }) => row)).toEqual([2]);
	expect(problems.map(({ path }) => path)).toEqual(['row 4, column "Slut"']);
	expect(recognised.rows).toBe(2);
});
