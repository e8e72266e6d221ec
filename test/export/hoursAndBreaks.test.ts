import fc from 'fast-check';
import { brief } from './kinds';

const WHOLE = '08:00–16:30';

describe('the hours that a row counts itself', () => {
	test.each([
		'Timmar',
		'Antal timmar',
		'Antal tim',
		'Antal tim.',
		'Tim',
		'Timmar (h)',
		'Arbetade timmar',
		'Arbetad tid',
		'Arbetstid',
		'Arbetstimmar',
		'Summa timmar',
		'Totalt',
		'Total',
		'Total tid',
		'Nettotid',
		'Faktisk tid',
		'Passlängd',
		'Hours',
		'Hours worked',
		'Worked hours',
		'workedHours',
		'Total hours',
		'Net hours',
		'Paid hours',
		'Duration',
		'Duration (h)',
		'Shift duration',
		'Working time',
	])('under "%s" stop a report that would claim more', (heading) => {
		expect(brief({ [heading]: '8,0' })).toBe('nothing; HOURS_DIFFER');
		expect(brief({ [heading]: '8,5' })).toBe(WHOLE);
	});
	test.each([
		'Minuter',
		'Antal minuter',
		'Arbetade minuter',
		'Duration (min)',
		'durationMinutes',
		'Minutes worked',
	])('under "%s" are minutes', (heading) => {
		expect(brief({ [heading]: '480' })).toBe('nothing; HOURS_DIFFER');
		expect(brief({ [heading]: '510' })).toBe(WHOLE);
	});
	test.each([
		['8', 'nothing; HOURS_DIFFER'],
		['8.25', 'nothing; HOURS_DIFFER'],
		['8:00', 'nothing; HOURS_DIFFER'],
		['0', 'nothing; HOURS_DIFFER'],
		['480 min', 'nothing; HOURS_DIFFER'],
		['åtta', 'nothing; ROW_HOURS'],
		['-8,5', 'nothing; ROW_HOURS'],
		['9', `${WHOLE}; HOURS_DIFFER warning`],
		['8,5', WHOLE],
		['8.50', WHOLE],
		['8:30', WHOLE],
		['8 h 30 min', WHOLE],
		['', WHOLE],
	])('"%s" beside 8 h 30 min: %s', (Timmar, result) => {
		expect(brief({ Timmar })).toBe(result);
	});
	test('numbers as other nodes give them are compared too', () => {
		expect(brief({ hours: 8 })).toBe('nothing; HOURS_DIFFER');
		expect(brief({ hours: 8.5 })).toBe(WHOLE);
	});
	test('several such columns are each compared', () => {
		expect(brief({ Timmar: '8,5', 'Arbetade timmar': '8,0' })).toBe('nothing; HOURS_DIFFER');
	});
	test.each(['Jour', 'Beredskap'])('of %s may be converted for pay: a warning', (Tidstyp) => {
		expect(brief({ Tidstyp, Timmar: '2,13' })).toBe(`${WHOLE}; HOURS_DIFFER warning`);
	});
	test('are a warning where that was chosen', () => {
		expect(brief({ Timmar: '8,0' }, { hoursDiffer: 'warn' })).toBe(`${WHOLE}; HOURS_DIFFER warning`);
	});
	test('say nothing where their column is mapped to notUsed', () => {
		expect(brief({ Timmar: '8,0' }, { mapping: { notUsed: ['Timmar'] } })).toBe(WHOLE);
	});
	test.each(['OB-timmar', 'Timlön', 'Övertid timmar', 'Belopp', 'Kontrakterade timmar'])(
		'"%s" is not a column of them',
		(heading) => {
			expect(brief({ [heading]: '2,0' })).toBe(WHOLE);
		},
	);
});

describe('a break of which only the length is known', () => {
	test.each([
		'Rast',
		'Raster',
		'Rast (min)',
		'Rast i minuter',
		'Rastminuter',
		'Rasttid',
		'Obetald rast',
		'Lunchrast',
		'Matrast',
		'Lunch',
		'Paus',
		'Pauser',
		'Uppehåll',
		'Break',
		'Breaks',
		'Break minutes',
		'breakMinutes',
		'break_min',
		'Unpaid break',
		'Lunch break',
		'Meal break',
	])('under "%s" stops the report', (heading) => {
		expect(brief({ [heading]: '30' })).toBe('nothing; BREAK_NOT_PLACED');
		expect(brief({ [heading]: '0' })).toBe(WHOLE);
	});
	test.each(['30', '0:30', '00:30:00', '30 min', '30m', '0,5', '0.5 h', '0,5 tim', '1 h', 'PT30M'])(
		'"%s" stops the report',
		(Rast) => {
			expect(brief({ Rast })).toBe('nothing; BREAK_NOT_PLACED');
			expect(brief({ Rast }, { hoursDiffer: 'warn' })).toBe(`${WHOLE}; BREAK_NOT_PLACED warning`);
		},
	);
	test.each(['ja', 'en halvtimme', '30 personer', '?', '1/2'])(
		'"%s" is not understood and stops the report',
		(Rast) => {
			expect(brief({ Rast })).toBe('nothing; BREAK_NOT_PLACED');
			expect(brief({ Rast }, { hoursDiffer: 'warn' })).toBe('nothing; BREAK_NOT_PLACED');
		},
	);
	test.each(['0', '0:00', '0 min', '0,0', '', '-', 'nej', 'Ingen', 'none'])('"%s" is none', (Rast) => {
		expect(brief({ Rast })).toBe(WHOLE);
	});
	test.each(['Betald rast', 'Paid break', 'Rast inkl. i arbetstid', 'Kontrast'])(
		'under "%s" is not taken for one',
		(heading) => {
			expect(brief({ [heading]: '30' })).toBe(WHOLE);
		},
	);
	test('stops waiting and on-call time too', () => {
		expect(brief({ Tidstyp: 'Jour', Rast: '30' })).toBe('nothing; BREAK_NOT_PLACED');
	});
});

describe('a break with clock times', () => {
	const PARTS = '08:00–12:00 12:30–16:30';
	test.each([
		[{ 'Rast start': '12:00', 'Rast slut': '12:30' }],
		[{ 'Rast från': '12:00', 'Rast till': '12:30' }],
		[{ Raststart: '12.00', Rastslut: '12.30' }],
		[{ 'Break start': '12:00', 'Break end': '12:30' }],
		[{ breakStart: '2026-10-01T12:00', breakEnd: '2026-10-01T12:30' }],
		[{ 'Lunch från': '12:00', 'Lunch till': '12:30' }],
		[{ Rast: '12:00-12:30' }],
		[{ Rast: '12.00 – 12.30' }],
		[{ Rast: '12:00 till 12:30' }],
	])('%j makes two rows', (row) => {
		expect(brief(row)).toBe(PARTS);
	});
	test('agrees with hours and with its own length', () => {
		const row = { 'Rast start': '12:00', 'Rast slut': '12:30', Rast: '30', Timmar: '8,0' };
		expect(brief(row)).toBe(PARTS);
		expect(brief({ ...row, Rast: '45' })).toBe('nothing; BREAK_NOT_PLACED');
		expect(brief({ ...row, Timmar: '7,5' })).toBe('nothing; HOURS_DIFFER');
	});
	test('two of them make three rows', () => {
		const row = {
			'Rast 1 start': '10:00',
			'Rast 1 slut': '10:15',
			'Rast 2 start': '12:00',
			'Rast 2 slut': '12:30',
		};
		expect(brief(row)).toBe('08:00–10:00 10:15–12:00 12:30–16:30');
		expect(brief({ ...row, 'Rast 1 start': '', 'Rast 1 slut': '' })).toBe(PARTS);
	});
	test('at an end of the shift makes it shorter', () => {
		expect(brief({ 'Rast start': '16:00', 'Rast slut': '16:30' })).toBe('08:00–16:00');
	});
	test('in the night is on the day that the shift has reached', () => {
		const night = { Start: '22:00', Slut: '06:00' };
		expect(brief({ ...night, 'Rast start': '02:00', 'Rast slut': '02:30' })).toBe(
			'22:00–02T02:00 02T02:30–02T06:00',
		);
		expect(brief({ ...night, 'Rast start': '23:45', 'Rast slut': '00:15' })).toBe(
			'22:00–23:45 02T00:15–02T06:00',
		);
	});
	test.each([
		['outside of the shift', { 'Rast start': '17:00', 'Rast slut': '17:30' }],
		['beginning before the shift', { 'Rast start': '07:45', 'Rast slut': '08:15' }],
		['ending after the shift', { 'Rast start': '16:15', 'Rast slut': '16:45' }],
		['across a midnight that the shift does not have', { 'Rast start': '23:45', 'Rast slut': '00:15' }],
		['ending before it begins', { 'Rast start': '12:30', 'Rast slut': '12:00' }],
		['of no length', { 'Rast start': '12:00', 'Rast slut': '12:00' }],
		['without an end', { 'Rast start': '12:00', 'Rast slut': '' }],
		['without a column for the end', { 'Rast start': '12:00' }],
		['without a start', { 'Rast start': '', 'Rast slut': '12:30' }],
		['unreadable', { 'Rast start': '12', 'Rast slut': '12:30' }],
		['that is all of the shift', { 'Rast start': '08:00', 'Rast slut': '16:30' }],
	])('%s stops the report', (_, row) => {
		expect(brief(row)).toBe('nothing; BREAK_NOT_PLACED');
	});
	test('never leaves a minute of the break in the report, wherever it is', () => {
		const minute = fc.integer({ min: 0, max: 1439 });
		const clock = (at: number) =>
			`${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
		fc.assert(
			fc.property(minute, minute, (from, to) => {
				const result = brief({ 'Rast start': clock(from), 'Rast slut': clock(to) });
				if (result.startsWith('nothing')) return;
				const minutes = new Set(
					result.split(' ').flatMap((part) => {
						const [start = 0, end = 0] = part
							.split('–')
							.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
						return Array.from({ length: end - start }, (_, index) => start + index);
					}),
				);
				expect(minutes.size).toBe(510 - (to - from));
				expect(minutes.has(from)).toBe(false);
				expect(minutes.has(to - 1)).toBe(false);
			}),
		);
	});
});
