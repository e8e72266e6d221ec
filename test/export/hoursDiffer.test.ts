import { hoursProblem, readLength, spanMinutes } from '../../src/export/hoursDiffer';
import { TIDSTYPER } from '../../src/tidredovisning/types';

const DAY = { start: '2026-10-01T08:00', end: '2026-10-01T16:30' };

/** What comes of hours beside a span: `agrees`, or the problem's level. */
function judged(text: string, minutes: number, unit: 'hours' | 'minutes' = 'hours'): string {
	const read = readLength(text, unit);
	if (read.kind !== 'understood') return read.kind;
	return hoursProblem(read.value, { clock: minutes, actual: minutes }, 'aktivTid')?.level ?? 'agrees';
}

describe('a length of time', () => {
	test.each([
		['8', 480],
		['8,5', 510],
		['8.50', 510],
		[',5', 30],
		['8:30', 510],
		['08:30:00', 510],
		['8 h 30 min', 510],
		['8h30m', 510],
		['8 tim 5 min', 485],
		['8,5 h', 510],
		['8.5 timmar', 510],
		['30 min', 30],
		['45 minuter', 45],
		['PT8H30M', 510],
		['PT30M', 30],
		['0', 0],
	])('%s is %d minutes', (text, minutes) => {
		expect(readLength(text, 'hours')).toMatchObject({ kind: 'understood', value: { minutes } });
	});
	test('a number without a unit has the unit of its column', () => {
		expect(readLength('30', 'minutes')).toMatchObject({ value: { minutes: 30 } });
		expect(readLength('0,5 h', 'minutes')).toMatchObject({ value: { minutes: 30 } });
	});
	test.each(['-8', '8:60', '8 h 75 min', '8+1', 'åtta', 'PT', '8;5', '.', '8 dagar', '1e3', '08:00-16:30'])(
		'%s is not understood',
		(text) => {
			expect(readLength(text, 'hours')).toEqual({ kind: 'notUnderstood', reason: 'is not a length of time' });
		},
	);
	test('an empty text is absent', () => {
		expect(readLength('  ', 'hours')).toEqual({ kind: 'absent' });
	});
});

describe('hours beside clock times', () => {
	test.each([
		['8.33', 500],
		['8,3', 500],
		['8.3333333333333339', 500],
		['8.66', 520],
		['8.67', 520],
		['8.5', 510],
		['8.50', 510],
		['8:30', 510],
		['8.3', 495],
		['8', 480],
		['0.02', 1],
	])('%s h agrees with %d minutes', (text, minutes) => {
		expect(judged(text, minutes)).toBe('agrees');
	});
	test.each([
		['8', 481],
		['8', 510],
		['8.0', 484],
		['8.0', 510],
		['8.00', 481],
		['8:29', 510],
		['0', 510],
		['8.30', 510],
	])('%s h is less than %d minutes and stops the report', (text, minutes) => {
		expect(judged(text, minutes)).toBe('error');
	});
	test('more hours than the clock has are a warning', () => {
		expect(judged('9', 510)).toBe('warning');
	});
	test('minutes are compared as minutes', () => {
		expect(judged('510', 510, 'minutes')).toBe('agrees');
		expect(judged('480', 510, 'minutes')).toBe('error');
	});
	test('the message has both figures, the description what to do', () => {
		const read = readLength('8,0', 'hours');
		expect(read.kind === 'understood' && hoursProblem(read.value, spanMinutes(DAY), 'aktivTid')).toEqual({
			code: 'HOURS_DIFFER',
			level: 'error',
			message: 'is 8 h, but from start to end it is 8 h 30 min',
			description:
				"Write the shift as two rows around the break, or correct its times or hours. To be warned instead, set 'When Hours Differ' to Warn (--when-hours-differ warn).",
		});
	});
	test.each(TIDSTYPER)('less %s than the clock: waiting and on-call time may be converted', (tidstyp) => {
		const read = readLength('2', 'hours');
		if (read.kind !== 'understood') throw new TypeError('2 is a length of time');
		const span = { clock: 480, actual: 480 };
		expect(hoursProblem(read.value, span, tidstyp)?.level).toBe(tidstyp === 'aktivTid' ? 'error' : 'warning');
		expect(hoursProblem(read.value, span, tidstyp, 'warn')?.level).toBe('warning');
	});
});

describe('the change nights', () => {
	test.each([
		['2026-03-28T22:00', '2026-03-29T06:00', 480, 420],
		['2026-10-24T22:00', '2026-10-25T06:00', 480, 540],
		['2026-10-25T02:30', '2026-10-25T02:45+01:00', 15, 75],
	])(
		'%s to %s is %d minutes by the clock and %d in truth; hours agree with either',
		(start, end, clock, actual) => {
			expect(spanMinutes({ start, end })).toEqual({ clock, actual });
			for (const minutes of [clock, actual]) {
				const read = readLength(String(minutes), 'minutes');
				if (read.kind !== 'understood') throw new TypeError(`${minutes} is a length of time`);
				expect(hoursProblem(read.value, { clock, actual }, 'aktivTid')).toBeNull();
			}
		},
	);
});
