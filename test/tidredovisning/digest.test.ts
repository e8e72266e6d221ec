import * as fc from 'fast-check';
import { EltError } from '../../src/errors';
import { checkUnchanged, digestOf, digestOfWritten, sha256Hex } from '../../src/tidredovisning/digest';
import { writeTidredovisning, XML_DECLARATION } from '../../src/tidredovisning/write';
import { aReport } from './aReport';

const BYTES = writeTidredovisning(aReport());
const TEXT = Buffer.from(BYTES).toString('utf8');
const DIGEST = digestOfWritten(BYTES);

/** What the check throws; undefined when it takes the document. */
async function refusal(bytes: Uint8Array, sha256 = DIGEST): Promise<EltError | undefined> {
	const thrown: unknown = await checkUnchanged(bytes, sha256).then(
		() => undefined,
		(error: unknown) => error,
	);
	if (thrown === undefined || thrown instanceof EltError) return thrown;
	throw new TypeError('The check threw something else.', { cause: thrown });
}

test('sha256Hex is the SHA-256 of the bytes as they are', () => {
	expect(sha256Hex(Buffer.from('abc'))).toBe(
		'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
	);
});

describe('the digest is SHA-256 over the canonical form', () => {
	test('of a document from elsewhere, whatever its spelling', async () => {
		const spelled = TEXT.replace(
			XML_DECLARATION,
			"<?xml version='1.0' encoding='ISO-8859-1'?>\n<!-- from elsewhere -->\n",
		);
		expect(await digestOf(Buffer.from(spelled, 'latin1'))).toBe(DIGEST);
	});
	test('of other bytes than the writer’s the quick way is refused', () => {
		expect(() => digestOfWritten(Buffer.from('<a/>'))).toThrow(
			new TypeError('The bytes are not as writeTidredovisning() writes them.'),
		);
	});
});

describe('checkUnchanged', () => {
	test('takes the document as it was built', async () => {
		expect(await refusal(BYTES)).toBeUndefined();
	});

	test('sees what the digest does not: each of these has the same digest', async () => {
		const changes = [
			TEXT.replace('<ns:id>', '<!-- x --><ns:id>'),
			TEXT.replace("'", '&apos;').replace('é', '&#xE9;'),
			TEXT.replace('<ns:id>', '<ns:id >'),
			TEXT.replace('version="1.0"', "version='1.0'"),
			TEXT.replace(XML_DECLARATION, ''),
			TEXT.replace('?>', '?>\n'),
			`${TEXT}\n`,
			`\uFEFF${TEXT}`,
		];
		for (const change of changes) {
			const bytes = Buffer.from(change);
			expect(await digestOf(bytes)).toBe(DIGEST);
			const error = await refusal(bytes);
			expect(error?.code).toBe('DOCUMENT_CHANGED');
			expect(error?.message).toMatch(
				/^The document was changed after it was built: it(?:s SHA-256 is [0-9a-f]{64}, the item says [0-9a-f]{64}| does not begin with the XML declaration it was built with)\.$/,
			);
			expect(error?.description).toBe(
				'Pass "xml" on exactly as Build Tidredovisning wrote it, or build the report again and have it signed anew.',
			);
		}
	});

	test('sees a document whose item was made to fit', async () => {
		const body = TEXT.slice(XML_DECLARATION.length).replace('<ns:id>', '<!-- x --><ns:id>');
		const error = await refusal(Buffer.from(XML_DECLARATION + body), sha256Hex(Buffer.from(body)));
		expect(error?.message).toBe('The document was changed after it was built: it is not in canonical form.');
	});

	test('sees bytes that are no XML any more', async () => {
		const error = await refusal(Buffer.from(`${XML_DECLARATION}<a>`), sha256Hex(Buffer.from('<a>')));
		expect(error?.message).toBe(
			'The document was changed after it was built: it can no longer be read as XML.',
		);
		expect(error?.cause).toBeInstanceOf(EltError);
	});

	test('sees any one byte that is changed, added or lost', async () => {
		const place = fc.nat({ max: BYTES.length - 1 });
		await fc.assert(
			fc.asyncProperty(
				place,
				fc.integer({ min: 1, max: 255 }),
				fc.constantFrom('change', 'add', 'lose'),
				async (at, by, how) => {
					const bytes = Buffer.from(BYTES);
					const changed =
						how === 'change'
							? Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ by : byte)))
							: Buffer.concat([
									bytes.subarray(0, at),
									...(how === 'add' ? [Buffer.from([by])] : []),
									bytes.subarray(how === 'add' ? at : at + 1),
								]);
					if (changed.equals(bytes)) return;
					expect((await refusal(changed))?.code).toBe('DOCUMENT_CHANGED');
				},
			),
			{ numRuns: 500 },
		);
	});
});
