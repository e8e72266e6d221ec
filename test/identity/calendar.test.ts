import { swedishDay } from '../../src/identity/calendar';

describe('datumForSignatur is the Swedish calendar day', () => {
	test.each([
		['2026-11-02T12:00:00Z', '2026-11-02', 'in the middle of a day'],
		['2026-11-02T22:59:59Z', '2026-11-02', 'a second before midnight in winter'],
		['2026-11-02T23:00:00Z', '2026-11-03', 'midnight in winter'],
		['2026-07-02T21:59:59Z', '2026-07-02', 'a second before midnight in summer'],
		['2026-07-02T22:00:00Z', '2026-07-03', 'midnight in summer'],
		['2026-12-31T23:30:00Z', '2027-01-01', 'the new year'],
		['2026-10-25T00:30:00+02:00', '2026-10-25', 'with an offset, the night of the change'],
	])('%s is %s: %s', (instant, day) => {
		expect(swedishDay(instant)).toBe(day);
		expect(swedishDay(new Date(instant))).toBe(day);
	});

	test('no instant is misuse', () => {
		expect(() => swedishDay('yesterday')).toThrow(TypeError);
	});
});
