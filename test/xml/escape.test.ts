import { escapeText, isXmlText } from '../../src/xml/escape';

test('escapes what Canonical XML escapes inside an element, and nothing else', () => {
	expect(escapeText(`<a> & "b" 'c' \t \n \r å 😀`)).toBe(`&lt;a&gt; &amp; "b" 'c' \t \n &#xD; å 😀`);
});

describe('isXmlText', () => {
	test.each(['', 'Åsa', 'a\tb\nc\r', '😀', '\uFFFD', '\uD7FF', '\uE000'])('takes %j', (text) => {
		expect(isXmlText(text)).toBe(true);
	});
	test.each(['\u0000', 'a\u0008', '\u000B', '\u001F', '\uFFFE', '\uFFFF', '\uD83D', 'a\uDE00b'])(
		'refuses %j',
		(text) => {
			expect(isXmlText(text)).toBe(false);
		},
	);
});
