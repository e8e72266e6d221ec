import fc from 'fast-check';
import { decodeBase64 } from '../../src/signature/base64';

describe('decodeBase64', () => {
	test('gives back any bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array(), (bytes) => {
				expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(Buffer.from(bytes));
			}),
		);
	});

	test('accepts exactly what encoding gives again', () => {
		const character = fc.constantFrom(...'ABCXYZabcxyz019+/==-_ \n\u0141\u2028');
		fc.assert(
			fc.property(fc.string({ unit: character, maxLength: 12 }), (text) => {
				const strict = Buffer.from(text, 'base64').toString('base64') === text;
				expect(decodeBase64(text) !== null).toBe(strict);
			}),
			{ numRuns: 20_000 },
		);
	});

	test.each([
		'A',
		'AA',
		'AAA',
		'AA=',
		'A===',
		'====',
		'AAAA=',
		'AA==AAAA',
		'AB==',
		'AAB=',
		' AAAA',
		'AAAA\n',
		'AA-_',
	])('refuses %j', (text) => {
		expect(decodeBase64(text)).toBeNull();
	});
});
