import { RULES } from '../../src/tidredovisning/rules';
import { aReport, check, rad } from './aReport';

test('every rule of the product stands in the table once', () => {
	expect(RULES.map(({ code }) => code).sort()).toEqual([
		'ASSISTENT_AGE',
		'DEADLINE_NEAR',
		'DEADLINE_PASSED',
		'DST',
		'DST_AMBIGUOUS',
		'EMPLOYER',
		'ID',
		'MONTH_INVALID',
		'MONTH_NOT_OVER',
		'NAME',
		'NOTIFICATION_3066',
		'NO_CLOCK_TIMES',
		'ORGANISATIONSNUMMER',
		'PERIOD',
		'PERIOD_COVER',
		'PERIOD_LENGTH',
		'PERSONNUMMER',
		'PHONE',
		'REPORT_TWICE',
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
		'WAITING_BY_DAY',
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
