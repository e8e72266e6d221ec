import { brief } from './kinds';

const WHOLE = '08:00–16:30';

describe('a column of waiting or on-call time next to rows of active time', () => {
	test.each([
		'Jour',
		'Jourtimmar',
		'Jour (tim)',
		'Antal jourtimmar',
		'Sovande jour',
		'Väntetid',
		'Beredskap',
		'Beredskapstid',
		'On-call',
		'Waiting hours',
	])('"%s" stops a row that has any, and is passed over where there is none', (heading) => {
		for (const some of ['2', '2,5', '2:30', 'ja', 'x'])
			expect(brief({ [heading]: some })).toBe('nothing; ROW_TYPE');
		for (const none of ['', '0', '0,0', '0:00', 'nej', '-']) expect(brief({ [heading]: none })).toBe(WHOLE);
	});

	test('a row of that kind of time is reported as it says', () => {
		expect(brief({ Tidstyp: 'Jour', Jourtimmar: '8,5' })).toBe(WHOLE);
	});

	test.each(['Jourtelefon', 'Jour ansvarig', 'Beredskapstillägg'])(
		'"%s" says nothing about the shift',
		(heading) => {
			expect(brief({ [heading]: '2' })).toContain(WHOLE);
		},
	);
});
