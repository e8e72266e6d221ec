import { EltError } from '../../src/errors';
import { ownMeanings, readTimeWords } from '../../src/export/timeWords';

test.each([
	['aktivTid', 'aktivTid'],
	['Aktiv', 'aktivTid'],
	['väntetid', 'vanteTid'],
	['jour', 'vanteTid'],
	['Beredskap', 'beredskapsTid'],
	['leave out', 'leaveOut'],
	['leaveOut', 'leaveOut'],
	['absence', 'absence'],
	['supplement', 'supplement'],
])('%s is read as the meaning %s', (text, meaning) => {
	expect(readTimeWords([['Dagpass', text]])).toEqual({ Dagpass: meaning });
});

test('finds an own word in any case and with any white space, and no other word', () => {
	const meaningOf = ownMeanings({ 'Sovande jour': 'vanteTid', Möte: 'leaveOut' });
	expect(meaningOf('  sovande   JOUR ')).toBe('vanteTid');
	expect(meaningOf('mo\u0308te')).toBe('leaveOut');
	for (const other of ['Jour', 'Mote', '', 'toString', 'constructor'])
		expect(meaningOf(other)).toBeUndefined();
});

test('refuses every word without a meaning or with two, all at once', () => {
	const read = () =>
		readTimeWords([
			['Kaffe', 'paus'],
			['Natt', 'aktiv'],
			['NATT', 'jour'],
			[' ', 'aktiv'],
			['Dag', 'aktiv'],
			['dag', 'aktivTid'],
		]);
	expect(read).toThrow('The time word "Kaffe" has the meaning "paus", which is unknown (and 2 more)');
	try {
		read();
	} catch (error) {
		expect(error).toBeInstanceOf(EltError);
		expect(error).toMatchObject({
			code: 'INPUT_INVALID',
			problems: [
				{ code: 'TIME_WORD', path: 'time word "Kaffe"' },
				{ message: 'The time word "NATT" has two meanings, aktivTid and vanteTid' },
				{ message: 'The time word " " is empty, with the meaning "aktiv"' },
			],
		});
	}
	expect.assertions(3);
});
