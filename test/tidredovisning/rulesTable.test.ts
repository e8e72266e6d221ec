import { checkBatch, RULES } from '../../src/tidredovisning/rules';
import { aReport, brief, check, rad } from './aReport';

test('every rule of the product stands in the table once', () => {
	expect(RULES.map(({ code }) => code).sort()).toEqual([
		'DEADLINE_NEAR',
		'DEADLINE_PASSED',
		'DST',
		'EMPLOYER',
		'ID',
		'MONTH_INVALID',
		'MONTH_NOT_OVER',
		'NAME',
		'NO_CLOCK_TIMES',
		'ORGANISATIONSNUMMER',
		'PERIOD',
		'PERIOD_COVER',
		'PERIOD_LENGTH',
		'PERSONNUMMER',
		'PHONE',
		'REST',
		'ROWS_NONE',
		'ROW_DAY',
		'ROW_DUPLICATE',
		'ROW_ORDER',
		'ROW_OUTSIDE_MONTH',
		'ROW_OVERLAP',
		'ROW_OVERLAP_OTHER',
		'ROW_TIME',
		'ROW_TYPE',
		'SAME_PERSON',
		'SAMORDNINGSNUMMER',
		'SAMORDNINGSNUMMER_NO_BANKID',
		'WORKING_TIME',
	]);
});

test('all problems come at once', () => {
	const report = aReport({
		id: 'X',
		redovisningsmanad: '2025-99',
		personSomHarAssistans: { personnummer: '1', fornamn: '', efternamn: ' ' },
		telefonnummerAnordnare: 'abcdefg',
		berakningsperiod: [{ fromDag: '2026-02-31', tomDag: '2026-01-01' }],
		rows: [
			rad(32, '99.99', '08.00'),
			rad(3, '10.00', '09.00'),
			rad(4, '08.00', '10.00'),
			rad(4, '09.00', '10.00'),
		],
	});
	expect(check(report).map(({ code }) => code)).toEqual([
		'ID',
		'MONTH_INVALID',
		'PERSONNUMMER',
		'NAME',
		'NAME',
		'PERIOD',
		'ROW_DAY',
		'ROW_TIME',
		'ROW_ORDER',
		'ROW_OVERLAP',
		'PHONE',
	]);
	for (const { message, description } of check(report)) {
		expect(message).toMatch(/^[A-Z].*\.$/s);
		expect(description).toMatch(/^[A-Z].*\.$/s);
		expect(message).not.toMatch(/\b(error|failed|problem)\b/i);
	}
});

describe('ROW_OVERLAP_OTHER: one assistent, two persons, one time', () => {
	const first = aReport({ rows: [rad(3, '08.00', '12.00')] });
	const other = (rows: ReturnType<typeof rad>[], changes = {}) =>
		aReport({
			personSomHarAssistans: { personnummer: '197611249892', fornamn: 'Örjan', efternamn: 'Ågren' },
			rows,
			...changes,
		});

	test('both reports are told', () => {
		const second = other([rad(2, '08.00', '12.00'), rad(3, '11.30', '13.00')]);
		const problems = checkBatch([first, second]);
		expect(problems.get(first)?.map(brief)).toEqual([
			{
				code: 'ROW_OVERLAP_OTHER',
				level: 'warning',
				path: 'tidrapport.rapportRad[0]',
				message:
					"Row 1 (day 3, 08.00–12.00) overlaps the assistent's row 2 (day 3, 11.30–13.00) with another person (19761124-****) by 30 min.",
				found: 'day 3, 08.00–12.00',
			},
		]);
		expect(problems.get(second)?.map(({ path }) => path)).toEqual(['tidrapport.rapportRad[1]']);
	});
	test.each([
		['touching rows', other([rad(3, '12.00', '13.00')])],
		[
			'another assistent',
			other([rad(3, '08.00', '12.00')], { assistent: { ...first.assistent, personnummer: '199405309809' } }),
		],
		['another month', other([rad(3, '08.00', '12.00')], { redovisningsmanad: '2026-09' })],
		[
			'the same person, which is ROW_OVERLAP where it is one report',
			aReport({ rows: [rad(3, '08.00', '12.00')] }),
		],
	])('%s pass', (_, second) => {
		expect(checkBatch([first, second]).size).toBe(0);
	});
});
