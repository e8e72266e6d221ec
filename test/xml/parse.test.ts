import { EltError } from '../../src/errors';
import { canonicalize } from '../../src/xml/canonicalize';
import { MAX_XML_BYTES, parseXml } from '../../src/xml/parse';

/** What parsing throws; fails the test when it throws nothing. */
async function refusal(bytes: Uint8Array, maxBytes?: number): Promise<EltError> {
	try {
		(await parseXml(bytes, maxBytes === undefined ? {} : { maxBytes })).dispose();
	} catch (error) {
		if (error instanceof EltError) return error;
	}
	throw new TypeError('The document was taken.');
}

async function contentOf(bytes: Uint8Array): Promise<string> {
	const document = await parseXml(bytes);
	try {
		return document.root.content;
	} finally {
		document.dispose();
	}
}

const utf8 = (text: string) => Buffer.from(text, 'utf8');
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('parseXml takes', () => {
	test.each([
		['UTF-8 without a declaration', utf8('<a>Åsa</a>')],
		['UTF-8 by declaration', utf8('<?xml version="1.0" encoding="UTF-8"?><a>Åsa</a>')],
		['UTF-8 in lower case and single quotes', utf8("<?xml version='1.0' encoding = 'utf-8'?><a>Åsa</a>")],
		['UTF-8 with a byte order mark', utf8('\uFEFF<?xml version="1.0" encoding="UTF-8"?><a>Åsa</a>')],
		['ISO-8859-1 by declaration', latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a>Åsa</a>')],
		['character references', utf8('<a>&#xC5;s&#97;</a>')],
		['a comment that names a document type', utf8('<a><!-- doctype -->Åsa</a>')],
	])('%s', async (_, bytes) => {
		expect(await contentOf(bytes)).toBe('Åsa');
	});
});

describe('parseXml refuses attacks before they are read', () => {
	const lol = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
	test.each([
		['billion laughs', `<!DOCTYPE a [<!ENTITY l0 "lol">${lol}]><a>&l9;</a>`],
		['quadratic blow-up', `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(1000)}">]><a>${'&x;'.repeat(1000)}</a>`],
		['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
		['an external document type', '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>'],
		['a parameter entity', '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/p">%p;]><a/>'],
		['default attributes by document type', '<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>'],
		['a document type behind a comment', '<!-- - --><!DOCTYPE a><a/>'],
	])('%s', async (_, text) => {
		const error = await refusal(utf8(text));
		expect(error.code).toBe('XML_UNSAFE');
		expect(error.message).toMatch(
			/^The XML has a document type \(DOCTYPE\) at byte \d+, which can define entities; none is ever accepted\.$/,
		);
		expect(error.description).toBe('Remove the DOCTYPE: a tidredovisning has none.');
	});

	test('an entity that nothing defines', async () => {
		const error = await refusal(utf8('<a>&x;</a>'));
		expect(error.code).toBe('XML_MALFORMED');
		expect(error.message).toMatch(
			/^The file is not well-formed XML: Entity 'x' not defined \(line 1, column \d+\)\.$/,
		);
	});

	test('elements nested without end', async () => {
		expect((await refusal(utf8('<a>'.repeat(100_000)))).code).toBe('XML_MALFORMED');
	});

	test('more bytes than the cap, before they are parsed', async () => {
		const error = await refusal(Buffer.alloc(MAX_XML_BYTES + 1, '<'));
		expect(error.code).toBe('XML_TOO_LARGE');
		expect(error.message).toBe('The XML has 10485761 bytes; at most 10485760 are read.');
		expect(error.description).toBe(
			'Give one tidredovisning per file; a month takes some ten thousand bytes.',
		);
	});

	test('a byte more than a cap of one’s own, not a byte less', async () => {
		expect((await refusal(utf8('<abc/>'), 5)).code).toBe('XML_TOO_LARGE');
		expect(await contentOf(utf8('<a>1</a>'))).toBe('1');
	});
});

describe('parseXml refuses encodings that would be read otherwise elsewhere', () => {
	const utf16 = Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a/>', 'utf16le');
	const bigEndian = Buffer.from(utf16).swap16();
	test.each([
		['UTF-16, little-endian', utf16, '"UTF-16 or UTF-32"'],
		['UTF-16, big-endian', bigEndian, '"UTF-16 or UTF-32"'],
		['UTF-16 without a mark', Buffer.from('<a/>', 'utf16le'), '"UTF-16 or UTF-32"'],
		['UTF-16 that hides a document type', Buffer.from('<!DOCTYPE a><a/>', 'utf16le'), '"UTF-16 or UTF-32"'],
		['UTF-32', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c]), '"UTF-16 or UTF-32"'],
		['UTF-7', utf8('<?xml version="1.0" encoding="UTF-7"?><a>+ADwAIQ-DOCTYPE</a>'), '"UTF-7"'],
		['EBCDIC by declaration', utf8('<?xml version="1.0" encoding="IBM037"?><a/>'), '"IBM037"'],
		[
			'Windows-1252 by declaration',
			latin1('<?xml version="1.0" encoding="windows-1252"?><a>Å</a>'),
			'"windows-1252"',
		],
		[
			'an encoding beside standalone',
			utf8('<?xml version="1.0" standalone="yes" encoding="UTF-7"?><a/>'),
			'"UTF-7"',
		],
		[
			'an encoding far behind in the declaration',
			utf8(`<?xml version="1.0"${' '.repeat(500)}encoding="UTF-7"?><a>+ADwAIQ-DOCTYPE</a>`),
			'"UTF-7"',
		],
		[
			'an encoding behind a value that looks like one',
			utf8(`<?xml version='1.0 >' encoding='UTF-16'?><a/>`),
			'"UTF-16"',
		],
		[
			'ISO-8859-1 by declaration behind a mark of UTF-8',
			utf8('\uFEFF<?xml version="1.0" encoding="ISO-8859-1"?><a/>'),
			'"ISO-8859-1"',
		],
		['bytes that are not UTF-8', latin1('<a>Å</a>'), '"bytes that are not UTF-8"'],
		[
			'an overlong spelling',
			Buffer.concat([utf8('<a>'), Buffer.from([0xc0, 0xbc]), utf8('</a>')]),
			'"bytes that are not UTF-8"',
		],
	])('%s', async (_, bytes, found) => {
		const error = await refusal(bytes);
		expect(error.code).toBe('XML_ENCODING');
		expect(error.message).toBe(`The XML is in an encoding that is not understood: ${found}.`);
		expect(error.description).toBe(
			'Save it as UTF-8, or as ISO-8859-1 with that encoding in its XML declaration.',
		);
	});
});

describe('parseXml says where a file stops being XML', () => {
	test.each([
		['nothing at all', '', 'the file is empty'],
		['a CSV', 'a;b;c', "Start tag expected, '<' not found (line 1, column 1)"],
		[
			'an element that is not closed',
			'<a>\n<b></a>',
			'Opening and ending tag mismatch: b line 2 and a (line 2, column 8)',
		],
		['two roots', '<a/><b/>', 'Extra content at the end of the document (line 1, column 5)'],
	])('%s', async (_, text, why) => {
		const error = await refusal(utf8(text));
		expect(error.code).toBe('XML_MALFORMED');
		expect(error.message).toBe(`The file is not well-formed XML: ${why}.`);
	});
});

test('canonicalize gives inclusive Canonical XML 1.0 without comments', async () => {
	const text = `<?xml version="1.0" encoding="ISO-8859-1"?>\n<!-- c --><b:a  xmlns:b="urn:b" z='1' a="2"><c/><![CDATA[<&>]]>&#13;Å</b:a>\n`;
	expect(Buffer.from(await canonicalize(latin1(text))).toString('utf8')).toBe(
		'<b:a xmlns:b="urn:b" a="2" z="1"><c></c>&lt;&amp;&gt;&#xD;Å</b:a>',
	);
});

test('documents are given back: a thousand of them take no more memory than ten', async () => {
	const { diag } = await import('libxml2-wasm');
	diag.configure({ enabled: true });
	try {
		for (let round = 0; round < 1000; round += 1) await canonicalize(utf8('<a>1</a>'));
		expect(diag.report()).toEqual({});
	} finally {
		diag.configure({ enabled: false });
	}
});
