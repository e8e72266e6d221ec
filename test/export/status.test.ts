import fc from 'fast-check';
import { brief, outcome } from './kinds';

const WHOLE = '08:00–16:30';

describe('a status or absence column', () => {
	test.each([
		'Status',
		'Passstatus',
		'Pass status',
		'Status på pass',
		'Bokningsstatus',
		'Shift status',
		'shift_status',
		'Frånvaro',
		'Frånvaroorsak',
		'Frånvarotyp',
		'Frånvarokod',
		'Orsak till frånvaro',
		'Avvikelse',
		'Avvikelseorsak',
		'Avbokad',
		'Inställd',
		'Sjuk',
		'Utfört',
		'Närvaro',
		'Attest',
		'Absence',
		'Absence reason',
		'absenceType',
		'Leave type',
		'Cancelled',
		'Cancellation reason',
		'Attendance',
		'No show',
	])('"%s" is recognised: a word for absence leaves the row out, an unknown word stops it', (heading) => {
		expect(brief({ [heading]: 'Sjuk' })).toBe('nothing; ROW_ABSENCE info');
		expect(brief({ [heading]: 'Hurra' })).toBe('nothing; ROW_STATUS');
		expect(brief({ [heading]: '' })).toBe(WHOLE);
	});
	test.each([
		'Kundstatus',
		'Anställningsstatus',
		'Lönestatus',
		'Godkänd av',
		'Attestdatum',
		'Semesterlön',
		'Anteckning',
	])('"%s" says nothing about the shift, whatever it contains', (heading) => {
		expect(brief({ [heading]: 'Hurra' })).toBe(WHOLE);
	});
	test.each([
		...['Utförd', 'utfört', 'Genomförd', 'Klar', 'Godkänd', 'Attesterad', 'OK', 'Aktiv', 'Ingen', '-'],
		...['Completed', 'Done', 'Worked', 'Approved', 'Present', 'Not cancelled', 'Ej avbokad'],
	])('"%s" counts', (Status) => {
		expect(brief({ Status })).toBe(WHOLE);
	});
	test.each([
		...[
			'Avbokad',
			'AVBOKAT',
			'Inställd',
			'Inställt',
			'Avlyst',
			'Struken',
			'Makulerad',
			'Annullerad',
			'Ej utförd',
		],
		...['Uteblev', 'Cancelled', 'canceled', 'Deleted', 'No-show', 'Not worked', 'Rejected'],
	])('"%s" is left out by name', (Status) => {
		expect(brief({ Status })).toBe('nothing; ROW_CANCELLED info');
	});
	test.each([
		...[
			'Sjuk',
			'sjukfrånvaro',
			'Karens',
			'VAB',
			'Vård av barn',
			'Semester',
			'Föräldraledig',
			'Tjänstledig',
			'Ledig',
		],
		...['Frånvarande', 'Kompledig', 'Sick', 'Sick leave', 'Absent', 'Vacation', 'Parental leave', 'On leave'],
	])('"%s" is left out by name as absence', (Status) => {
		expect(brief({ Status })).toBe('nothing; ROW_ABSENCE info');
	});
	test.each([
		'Planerad',
		'Preliminär',
		'Utkast',
		'Vakant',
		'Ej attesterad',
		'Planned',
		'Draft',
		'Pending',
		'ja',
		'2',
		'Hurra',
	])('"%s" stops the report', (Status) => {
		expect(brief({ Status })).toBe('nothing; ROW_STATUS');
	});
	test('names row, column and value of what it leaves out and of what it does not understand', () => {
		const { problems } = outcome([{ Status: 'Avbokad' }, { Frånvaro: 'Sjuk' }, { Status: 'Hurra' }]);
		expect(problems.map(({ message }) => message)).toEqual([
			'Row 1, column "Status": "Avbokad" says that the shift was not worked: it is not reported.',
			'Row 2, column "Frånvaro": "Sjuk" is absence: it is not reported.',
			'Row 3, column "Status": "Hurra" is not a known word for whether the shift was worked.',
		]);
	});
	test('a row that is left out needs nothing else to be right', () => {
		expect(
			brief({ Status: 'Avbokad', Start: '', Slut: '', Tidstyp: '?', 'Assistent personnummer': '' }),
		).toBe('nothing; ROW_CANCELLED info');
	});
	test('one column that says absence is enough, whatever another says', () => {
		expect(brief({ Status: 'Utförd', Frånvaro: 'Sjuk' })).toBe('nothing; ROW_ABSENCE info');
		expect(brief({ Frånvaro: 'Sjuk', Frånvaroorsak: 'Förkylning' })).toBe('nothing; ROW_ABSENCE info');
	});
	test('no word that is unknown ever lets a row count', () => {
		const words = fc.stringMatching(/^[a-zåäö]{4,12}$/).filter((word) => brief({ Status: word }) !== WHOLE);
		fc.assert(
			fc.property(words, (Status) => {
				expect(brief({ Status })).toMatch(/^nothing; ROW_(?:STATUS|CANCELLED info|ABSENCE info)$/);
			}),
			{ numRuns: 200 },
		);
	});
});

describe('yes and no, by what the heading says', () => {
	test.each([
		['Inställd', 'ja', 'nothing; ROW_CANCELLED info'],
		['Inställd', 'x', 'nothing; ROW_CANCELLED info'],
		['Inställd', 'nej', WHOLE],
		['Avbokad', true, 'nothing; ROW_CANCELLED info'],
		['Cancelled', false, WHOLE],
		['isCancelled', true, 'nothing; ROW_CANCELLED info'],
		['Frånvaro', 'Ja', 'nothing; ROW_ABSENCE info'],
		['Frånvaro', 'Nej', WHOLE],
		['Sjuk', 'x', 'nothing; ROW_ABSENCE info'],
		['Utförd', 'Ja', WHOLE],
		['Utförd', 'Nej', 'nothing; ROW_CANCELLED info'],
		['Ej utförd', 'Ja', 'nothing; ROW_CANCELLED info'],
		['Närvarande', 'Nej', 'nothing; ROW_CANCELLED info'],
		['Godkänd', 'Ja', WHOLE],
		['Godkänd', 'Nej', 'nothing; ROW_STATUS'],
		['Avvikelse', 'Nej', WHOLE],
		['Avvikelse', 'Ja', 'nothing; ROW_STATUS'],
	])('%s: %s gives %s', (heading, value, result) => {
		expect(brief({ [heading]: value })).toBe(result);
	});
});

describe('absence for a part of the shift', () => {
	test.each([
		['Frånvaro', '2,0', 'nothing; BREAK_NOT_PLACED'],
		['Frånvaro', '2 tim', 'nothing; BREAK_NOT_PLACED'],
		['Frånvarotimmar', '1', 'nothing; BREAK_NOT_PLACED'],
		['Sjuktimmar', '2:30', 'nothing; BREAK_NOT_PLACED'],
		['Frånvaro (min)', '90', 'nothing; BREAK_NOT_PLACED'],
		['Frånvaro', '50 %', 'nothing; ROW_STATUS'],
		['Frånvaro', '8,5', 'nothing; ROW_ABSENCE info'],
		['Frånvaro', '100 %', 'nothing; ROW_ABSENCE info'],
		['Frånvaro', '0', WHOLE],
		['Frånvaro', '0,0', WHOLE],
		['Frånvaro', '0 %', WHOLE],
		['Avvikelse', '-0,5', 'nothing; ROW_STATUS'],
		['Avvikelse', '0:00', WHOLE],
	])('%s "%s": %s', (heading, text, result) => {
		expect(brief({ [heading]: text })).toBe(result);
		expect(brief({ [heading]: text }, { hoursDiffer: 'warn' })).toBe(result);
	});
	test('with its clock times is taken out of the shift', () => {
		const part = { 'Frånvaro från': '12:00', 'Frånvaro till': '16:30' };
		expect(brief(part)).toBe('08:00–12:00');
		expect(brief({ ...part, Frånvaro: 'Sjuk' })).toBe('08:00–12:00');
		expect(brief({ ...part, Frånvaro: '4,5' })).toBe('08:00–12:00');
		expect(brief({ ...part, Frånvaro: '2,0' })).toBe('nothing; BREAK_NOT_PLACED');
		expect(brief({ ...part, 'Frånvaro till': '' })).toBe('nothing; BREAK_NOT_PLACED');
	});
});

describe('the kind of time', () => {
	test.each([
		['Sjuk', 'nothing; ROW_ABSENCE info'],
		['Semester', 'nothing; ROW_ABSENCE info'],
		['Inställt pass', 'nothing; ROW_CANCELLED info'],
		['SJK', 'nothing; ROW_ABSENCE info'],
		['OB1', 'nothing; ROW_NOT_ASSISTANCE info'],
		['RE1', 'nothing; ROW_NOT_ASSISTANCE info'],
		['ARB', WHOLE],
		['Dagpass', 'nothing; ROW_TYPE'],
	])('"%s": %s', (text, result) => {
		expect(brief({ Tidstyp: text })).toBe(result);
	});
	test('"Typ av pass" is a column of it', () => {
		expect(brief({ Tidstyp: undefined, 'Typ av pass': 'Sjuk' })).toMatch(/COLUMN_TWICE/);
	});
	test('own words come before known ones, in each column that says what a row is', () => {
		const timeWords = {
			Dagpass: 'aktivTid',
			'Sovande jour': 'vanteTid',
			Aktiv: 'beredskapsTid',
			Möte: 'leaveOut',
			Klarmarkerad: 'aktivTid',
			Sjuk: 'aktivTid',
		} as const;
		const said = (row: Record<string, string>) => brief(row, { timeWords });
		expect(said({ Tidstyp: 'dagpass' })).toBe(WHOLE);
		expect(said({ Tidstyp: 'Möte' })).toBe('nothing; ROW_NOT_ASSISTANCE info');
		expect(said({ Status: 'Klarmarkerad' })).toBe(WHOLE);
		expect(said({ Status: 'Sjuk' })).toBe(WHOLE);
		expect(said({ Status: 'Möte' })).toBe('nothing; ROW_NOT_ASSISTANCE info');
		expect(said({ Status: 'Sovande jour', Tidstyp: 'Dagpass' })).toBe('nothing; ROW_TYPE');
	});
});

describe('a column that is not recognised', () => {
	test('stops a row by a word for a shift that was not worked, unless it is mapped to notUsed', () => {
		expect(brief({ Kommentar: 'Sjuk' })).toBe('nothing; ROW_STATUS');
		expect(brief({ Kommentar: 'Avbokad' })).toBe('nothing; ROW_STATUS');
		expect(brief({ Kommentar: 'Vikarie för Kim' })).toBe(WHOLE);
		expect(brief({ Kommentar: 'Sjuk' }, { mapping: { notUsed: 'Kommentar' } })).toBe(WHOLE);
		expect(brief({ Kommentar: 'Sjuk' }, { mapping: { status: 'Kommentar' } })).toBe(
			'nothing; ROW_ABSENCE info',
		);
	});
});

describe('rows of absence beside rows of work', () => {
	const sick = { Tidstyp: 'Sjuk' };
	test.each([
		['the same time', {}],
		['a part of it', { Start: '12:00', Slut: '13:00' }],
		['the whole day, without clock times', { Start: '', Slut: '' }],
		['days that include it', { Datum: '', Start: '2026-09-30', Slut: '2026-10-02' }],
	])('for %s contradict it and stop the report', (_, times) => {
		expect(outcome([{}, { ...sick, ...times }])).toMatchObject({
			reported: [],
			said: ['ROW_ABSENCE info', 'ROW_CONTRADICTED'],
			unread: [1],
		});
	});
	test.each([
		['another time', { Start: '17:00', Slut: '18:00' }],
		['another day', { Datum: '2026-10-02', Start: '', Slut: '' }],
		['another assistent', { 'Assistent personnummer': '19970719-9817' }],
	])('for %s do not', (_, row) => {
		expect(outcome([{}, { ...sick, ...row }])).toMatchObject({
			reported: ['01T08:00–01T16:30'],
			said: ['ROW_ABSENCE info'],
			unread: [],
		});
	});
	test.each([
		['no day', { Datum: '', Start: '', Slut: '' }],
		['an unreadable time', { Start: '8', Slut: '16' }],
		['an impossible day', { Datum: '2026-10-32', Start: '', Slut: '' }],
		['an end before the beginning', { Datum: '', Start: '2026-10-05', Slut: '2026-10-02' }],
	])('with %s stop every report of the assistent', (_, times) => {
		expect(outcome([{}, { ...sick, ...times }])).toMatchObject({
			said: ['ROW_ABSENCE info', 'ROW_CONTRADICTED'],
			unread: [2],
		});
	});
	test('other time within a shift contradicts it; a supplement and a cancelled shift do not', () => {
		const part = { Start: '13:00', Slut: '15:00' };
		expect(outcome([{}, { Tidstyp: 'RE1', ...part }]).said).toContain('ROW_CONTRADICTED');
		expect(outcome([{}, { Tidstyp: 'OB1', ...part }]).reported).toEqual(['01T08:00–01T16:30']);
		expect(outcome([{}, { Status: 'Avbokad', ...part }]).reported).toEqual(['01T08:00–01T16:30']);
	});
});
