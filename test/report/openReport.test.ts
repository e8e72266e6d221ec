import { OpenReport } from '../../src/report/item/openReport';
import type { ReportItem } from '../../src/report/item/item';
import { at, buildSample } from './world';

let item: ReportItem;

beforeAll(async () => {
	item = at((await buildSample()).items, 0);
});

/** The item as it comes from a file, with something changed. */
function changed(changes: object): unknown {
	return JSON.parse(JSON.stringify({ ...item, ...changes }));
}

test('an item as Build made it is read as it is', async () => {
	expect((await OpenReport.read(changed({}))).item).toEqual(item);
});

describe('what is no item is refused with every wrong field and its path', () => {
	test.each([
		['null', null, 'The item is null, not an object'],
		['a list', [], 'The item is a list, not an object'],
		['text', 'xml', 'The item is xml, not an object'],
	])('%s', async (_, json, message) => {
		await expect(OpenReport.read(json)).rejects.toMatchObject({ code: 'ITEM_INVALID', message });
	});

	test('an object of another kind', async () => {
		const error = { code: 'ITEM_INVALID', message: expect.stringContaining("'id' is missing (and ") };
		await expect(OpenReport.read({})).rejects.toMatchObject(error);
	});

	test.each([
		['the id', { id: 'ABC' }, 'id', '\'id\' is "ABC"', 'Expected a lower-case UUID.'],
		[
			'the month',
			{ redovisningsmanad: '2026-13' },
			'redovisningsmanad',
			'\'redovisningsmanad\' is "2026-13"',
			'Expected a month YYYY-MM.',
		],
		[
			'the schema version',
			{ schemaVersion: 'v2' },
			'schemaVersion',
			'\'schemaVersion\' is "v2"',
			'Expected one of v1.',
		],
		[
			'a person',
			{ assistent: { namn: 'Å', personnummer: '198911079930 ' } },
			'assistent.personnummer',
			'\'assistent.personnummer\' is "19891107-****"',
			'Expected 12 digits.',
		],
		['the digest', { sha256: 'A' }, 'sha256', '\'sha256\' is "A"', 'Expected 64 lower-case hex digits.'],
		[
			'a row',
			{ rows: [{ dag: 32, fromTid: '08.00', tomTid: '09.00', tidstyp: 'aktivTid' }] },
			'rows[0].dag',
			"'rows[0].dag' is 32",
			'Expected a whole number, 1 or more and at most 31.',
		],
		['the rows', { rows: {} }, 'rows', "'rows' is an object", 'Expected a list.'],
		[
			'the sums',
			{ hours: { aktivTid: { clockMinutes: 1.5, actualMinutes: 0 } } },
			'hours.aktivTid.clockMinutes',
			"'hours.aktivTid.clockMinutes' is 1.5",
			'Expected a whole number, 0 or more and at most 46080.',
		],
		[
			'a signature',
			{ signatures: { assistent: { signature: 'a b' } } },
			'signatures.assistent.signature',
			'\'signatures.assistent.signature\' is "3 characters"',
			'Expected base64 without white space.',
		],
		[
			'the receipt',
			{ receipt: { outcome: 'maybe' } },
			'receipt.outcome',
			'\'receipt.outcome\' is "maybe"',
			'Expected one of accepted, rejected, notSent, unknown.',
		],
	])('%s', async (_, changes, path, message, description) => {
		const error = {
			code: 'ITEM_INVALID',
			problems: expect.arrayContaining([expect.objectContaining({ path, message, description })]),
		};
		await expect(OpenReport.read(changed(changes))).rejects.toMatchObject(error);
	});
});

describe('a document that is not the one that was built is refused', () => {
	const other = {
		rows: () => ({ rows: item.rows.slice(1) }),
		sums: () => ({ hours: { ...item.hours, vanteTid: { clockMinutes: 9999, actualMinutes: 9999 } } }),
	};

	test.each([
		[
			'a byte of it',
			() => ({ xml: item.xml.replace('<ns:tomTid>2', '<ns:tomTid>1') }),
			/its SHA-256 is [0-9a-f]{64}, the item says/,
		],
		['white space in it', () => ({ xml: item.xml.replace('</ns:id>', '</ns:id>\n') }), /its SHA-256 is/],
		[
			'its declaration',
			() => ({ xml: item.xml.replace('UTF-8', 'utf-8') }),
			/does not begin with the XML declaration/,
		],
		['the digest', () => ({ sha256: 'a'.repeat(64) }), /its SHA-256 is/],
		[
			'the id',
			() => ({ id: '7f9c24e8-3b12-4fef-91e0-1a2b3c4d5e6f' }),
			/the document has another id than the item/,
		],
		['the month', () => ({ redovisningsmanad: '2026-09' }), /the document has another month than the item/],
		[
			'the assistent',
			() => ({ assistent: { ...item.assistent, personnummer: '199707199817' } }),
			/another assistent than/,
		],
		[
			'the assistent’s name',
			() => ({ assistent: { ...item.assistent, namn: 'Någon Annan' } }),
			/another name of the assistent than/,
		],
		[
			'the person',
			() => ({ personSomHarAssistans: { ...item.personSomHarAssistans, personnummer: '199707199817' } }),
			/another person than/,
		],
		['the anordnare', () => ({ anordnare: null }), /another anordnare than/],
		['the rows', other.rows, /another list of rows than/],
		['the sums', other.sums, /another sum of hours than/],
		['the deadline', () => ({ deadline: { date: '2027-01-05', daysLeft: 1 } }), /another deadline than/],
	])('%s changed', async (_, changes, message) => {
		await expect(OpenReport.read(changed(changes()))).rejects.toMatchObject({
			code: 'DOCUMENT_CHANGED',
			message: expect.stringMatching(message),
		});
	});
});
