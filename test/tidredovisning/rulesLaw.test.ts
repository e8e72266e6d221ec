import { isPersonnummer, isSamordningsnummer } from '../../src/identity/personnummer';
import { readNotified3066 } from '../../src/tidredovisning/rules/notification';
import { aReport, brief, checkOf, rad } from './aReport';

/** A number of the test series with its check digit. */
function numbered(digits: string): string {
	const found = [...'0123456789']
		.map((last) => `${digits}998${last}`)
		.find((number) => isPersonnummer(number) || isSamordningsnummer(number));
	if (found === undefined) throw new TypeError(`${digits} is not a birth date`);
	return found;
}

describe('ASSISTENT_AGE: no row before the 18th birthday', () => {
	const unnumbered = { fornamn: 'Åsa', efternamn: 'Sjöö', kollektivavtal: true };
	const rows = [rad(14, '08.00', '16.00'), rad(15, '08.00', '16.00'), rad(16, '08.00', '16.00')];
	const ages = (assistent: object, changes = {}) =>
		checkOf('ASSISTENT_AGE', aReport({ rows, assistent: { ...unnumbered, ...assistent }, ...changes }));
	const born = (digits: string) => ({ personnummer: numbered(digits) });

	test('rows before the birthday are counted, those on it are not', () => {
		const [problem, ...more] = ages(born('20081016'));
		expect(more).toEqual([]);
		expect(problem && brief(problem)).toEqual({
			code: 'ASSISTENT_AGE',
			level: 'warning',
			path: 'tidrapport.rapportRad[0].dag',
			message:
				'The assistent turns 18 on 2026-10-16, after row 1 of the report (day 14, 08.00–16.00) and 1 more.',
			found: '2026-10-14',
		});
		expect(problem?.description).toBe(
			'Check the personnummer and the days: assistance by a person under 18 is not paid.',
		);
	});
	test.each([
		['on the day of the first row', born('20081014'), 0],
		['the day after the first row', born('20081015'), 1],
		['in the month before', born('20080930'), 0],
		['on the first of the month', born('20081001'), 0],
		['in the month after', born('20081101'), 1],
		['long ago', born('19891107'), 0],
		['the day after the first row, samordningsnummer', { samordningsnummer: numbered('20081075') }, 1],
		['on the day of the first row, samordningsnummer', { samordningsnummer: numbered('20081074') }, 0],
		['in a number that is not valid', { personnummer: '200810159980' }, 0],
	])('a birthday %s', (_name, assistent, count) => {
		expect(ages(assistent)).toHaveLength(count);
	});
	test.each([
		['28 February is before the birthday', 28, 2, 1],
		['1 March is the birthday', 1, 3, 0],
	])('born on 29 February: %s', (_name, day, month, count) => {
		const changes = { redovisningsmanad: `2026-0${month}`, rows: [rad(day, '08.00', '09.00')] };
		expect(ages(born('20080229'), changes)).toHaveLength(count);
	});
	test.each(['build', 'validate', 'sign'] as const)('at %s it is a warning', (stage) => {
		const assistent = { ...unnumbered, ...born('20081101') };
		const found = checkOf('ASSISTENT_AGE', aReport({ rows, assistent }), { stage });
		expect(found.map(({ level }) => level)).toEqual(['warning']);
	});
});

describe('WAITING_BY_DAY: waiting and on-call time belong to the night', () => {
	test.each([
		['10–20, waiting', rad(3, '10.00', '20.00', 'vanteTid'), 1],
		['10–20, on call', rad(3, '10.00', '20.00', 'beredskapsTid'), 1],
		['10–20, active', rad(3, '10.00', '20.00'), 0],
		['a minute before 10', rad(3, '09.59', '12.00', 'vanteTid'), 0],
		['a minute after 20', rad(3, '12.00', '20.01', 'vanteTid'), 0],
		['an hour at noon', rad(31, '12.00', '13.00', 'beredskapsTid'), 1],
		['the night', rad(3, '22.00', '24.00', 'vanteTid'), 0],
		['the morning', rad(3, '00.00', '06.00', 'vanteTid'), 0],
	])('%s', (_, row, count) => {
		expect(checkOf('WAITING_BY_DAY', aReport({ rows: [row] }))).toHaveLength(count);
	});
	test('all such rows are one info', () => {
		const rows = [3, 4, 5].map((day) => rad(day, '12.00', '13.00', 'vanteTid'));
		expect(checkOf('WAITING_BY_DAY', aReport({ rows })).map(brief)).toEqual([
			{
				code: 'WAITING_BY_DAY',
				level: 'info',
				path: 'tidrapport.rapportRad[0]',
				message:
					"Waiting or on-call time (väntetid, beredskap) lies between 10 and 20, where few persons have their night's rest: row 1 of the report (day 3, 12.00–13.00) and 2 more.",
				found: 'day 3, 12.00–13.00',
			},
		]);
	});
});

describe('NOTIFICATION_3066: no row before the notification', () => {
	const rows = [rad(4, '08.00', '16.00'), rad(5, '08.00', '16.00'), rad(6, '08.00', '16.00')];
	test.each([
		['on the day of the first row', '2026-10-04', 0],
		['the day after the first row', '2026-10-05', 1],
		['in the month before', '2026-09-30', 0],
		['in the month after', '2026-11-02', 1],
	])('handed in %s', (_, notified3066, count) => {
		expect(checkOf('NOTIFICATION_3066', aReport({ rows }), { notified3066 })).toHaveLength(count);
	});
	test('nothing is said where the day is not given', () => {
		expect(checkOf('NOTIFICATION_3066', aReport({ rows }))).toEqual([]);
	});
	test('the rows before it are one warning', () => {
		expect(
			checkOf('NOTIFICATION_3066', aReport({ rows }), { notified3066: '2026-10-06' }).map(brief),
		).toEqual([
			{
				code: 'NOTIFICATION_3066',
				level: 'warning',
				path: 'tidrapport.rapportRad[0].dag',
				message:
					"The employer's notification (FK 3066) was handed in on 2026-10-06, after row 1 of the report (day 4, 08.00–16.00) and 1 more.",
				found: '2026-10-06',
			},
		]);
	});
	test.each(['2026-10-32', '2026-10', 'yesterday', ''])('refuses "%s" as its day', (text) => {
		expect(() => readNotified3066(text, '--notified-3066')).toThrow(
			expect.objectContaining({
				code: 'INPUT_INVALID',
				message: `--notified-3066 is "${text}", which is not a day`,
			}),
		);
	});
});
