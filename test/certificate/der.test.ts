import {
	MalformedDer,
	readDer,
	readIntegerBytes,
	readNamedBits,
	readOid,
	readOptionalTrue,
	readOrNull,
	readTime,
	TAG,
} from '../../src/certificate/der';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('readDer takes one element, written in the one way of DER', () => {
	test.each([
		['30 00', ''],
		['30 02 05 00', '0500'],
		[`30 81 80 ${'00'.repeat(128)}`, '00'.repeat(128)],
	])('%s', (bytes, content) => {
		expect(readDer(hex(bytes)).content.toString('hex')).toBe(content);
	});

	test.each([
		['', 'nothing'],
		['30', 'no length'],
		['30 02 05', 'less than its length'],
		['30 00 00', 'something after it'],
		['30 81 02 05 00', 'a length that needs no second byte'],
		['30 82 00 80 00', 'a length with a leading zero'],
		['30 80 05 00 00 00', 'an indefinite length'],
		['30 85 01 00 00 00 00', 'a length beyond all reason'],
		['3f 81 01 00', 'a tag of more than one byte'],
		['31 00', 'another tag'],
	])('refuses %j: %s', (bytes) => {
		expect(() => readDer(hex(bytes))).toThrow(MalformedDer);
	});
});

describe('values', () => {
	test.each([
		['06 03 55 04 03', '2.5.4.3'],
		['06 06 2a 85 70 4e 01 05', '1.2.752.78.1.5'],
		['06 02 88 37', '2.999'],
	])('the identifier %s is %s', (bytes, oid) => {
		expect(readOid(readDer(hex(bytes), TAG.oid))).toBe(oid);
	});

	test.each([
		['06 00', 'empty'],
		['06 02 55 84', 'cut off'],
		['06 03 55 80 03', 'with a leading zero'],
	])('the identifier %s is refused: %s', (bytes) => {
		expect(() => readOid(readDer(hex(bytes), TAG.oid))).toThrow(MalformedDer);
	});

	test.each([
		['17 0d 323631313032313230303030 5a', '2026-11-02T12:00:00.000Z'],
		['17 0d 353031313032313230303030 5a', '1950-11-02T12:00:00.000Z'],
		['18 0f 3230353031313032313230303030 5a', '2050-11-02T12:00:00.000Z'],
	])('the time %s is %s', (bytes, instant) => {
		const node = readDer(hex(bytes), hex(bytes)[0]);
		expect(new Date(readTime(node)).toISOString()).toBe(instant);
	});

	test.each([
		['17 0d 323631333032313230303030 5a', 'a month 13'],
		['17 0d 323630323330313230303030 5a', '30 February'],
		['17 0b 32363131303231323030 5a', 'no seconds'],
		['18 13 323032363131303231323030303 0 2b30313030', 'an offset'],
		['18 0f 3230323631313032323530303030 5a', 'hour 25'],
	])('the time %s is refused: %s', (bytes) => {
		const node = readDer(hex(bytes), hex(bytes)[0]);
		expect(() => readTime(node)).toThrow(MalformedDer);
	});

	test('booleans and integers have one form', () => {
		expect(readOptionalTrue(readDer(hex('01 01 ff'), TAG.boolean))).toBe(true);
		expect(readOptionalTrue(null)).toBe(false);
		expect(() => readOptionalTrue(readDer(hex('01 01 01'), TAG.boolean))).toThrow(MalformedDer);
		expect(readIntegerBytes(readDer(hex('02 02 00 80'), TAG.integer))).toEqual(hex('0080'));
		expect(() => readIntegerBytes(readDer(hex('02 02 00 7f'), TAG.integer))).toThrow(MalformedDer);
		expect(() => readIntegerBytes(readDer(hex('02 00'), TAG.integer))).toThrow(MalformedDer);
	});

	test('named bits are counted from the left', () => {
		expect([...readNamedBits(readDer(hex('03 02 06 40'), TAG.bitString))]).toEqual([1]);
		expect([...readNamedBits(readDer(hex('03 02 01 06'), TAG.bitString))]).toEqual([5, 6]);
		expect([...readNamedBits(readDer(hex('03 01 00'), TAG.bitString))]).toEqual([]);
		expect(() => readNamedBits(readDer(hex('03 01 07'), TAG.bitString))).toThrow(MalformedDer);
	});

	test('readOrNull tells bytes that are not DER from anything else that is thrown', () => {
		expect(readOrNull(() => readDer(hex('')))).toBeNull();
		expect(() => readOrNull(() => JSON.parse('{'))).toThrow(SyntaxError);
	});
});
