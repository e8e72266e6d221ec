import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

import { EVIDENCE_MAX_BYTES, isZip, readEvidence, writeEvidence } from '../../src/report/evidence/evidence';
import type { ReportItem } from '../../src/report/item/item';
import { type OpenReport } from '../../src/report/item/openReport';
import { partsOf } from '../../src/report/sign/parts';
import { verifySealOf } from '../../src/report/sign/sealVerdict';
import { submitReports } from '../../src/report/submit/submit';
import { sealDocument } from '../../src/signature/seal';
import { sealTrust } from '../../src/signature/sealTrust';
import { sha256Hex } from '../../src/tidredovisning/digest';
import { type ItemVerdict, verifyReport } from '../../src/report/sign/verify';
import { type ForgedFile, forgeZip } from './forgeZip';
import { buildSample, openReports, startWorld, type World } from './world';

let world: World;
let item: ReportItem;
let report: OpenReport;
let verdict: ItemVerdict;
let zip: Uint8Array;

/** The files of an evidence file next to its list of digests. */
const FILES = [
	'README.txt',
	'anordnare.ocsp.b64',
	'anordnare.signature.b64',
	'assistent.ocsp.b64',
	'assistent.signature.b64',
	'document.xml',
	'item.json',
	'receipt.json',
	'seal.xml',
	'verdict.json',
];

const VERIFIED_AT = '2026-11-20T08:00:00.000Z';

beforeAll(async () => {
	world = await startWorld();
	const [signed] = await world.sign((await buildSample()).items.slice(0, 1));
	const [submitted] = await submitReports(await openReports(signed ? [signed] : []), world.submitting());
	if (!submitted) throw new TypeError('nothing was sent');
	({ report } = submitted);
	({ item } = report);
	verdict = await verifyReport(report, world.policy, new Date());
	zip = await writeEvidence({ report, verdict, verifiedAt: VERIFIED_AT, seal: '<Signature/>' });
});

afterAll(() => world.close());

test('says which parts are proven and by what, and that a receipt is not', async () => {
	const parts = partsOf(item, verdict);
	expect(parts.document).toEqual({
		proven: true,
		by: "the assistent's signature and the anordnare's signature over its SHA-256",
	});
	expect(parts.assistent).toMatchObject({ proven: true, by: expect.stringContaining('OCSP response of 20') });
	expect(parts.receipt).toEqual({
		proven: false,
		by: `Försäkringskassan's answer as the sender recorded it (accepted, tx-id ${item.receipt?.txId ?? ''}): nobody has signed it`,
	});
	expect(parts.seal).toBeUndefined();
});

test('a document whose signatures are refused is not proven, and a report that was not sent has no receipt', () => {
	const refused = {
		ok: false,
		code: 'SIGNATURE_VALUE',
		message: 'another key',
		description: 'Sign.',
	} as const;
	const parts = partsOf({}, { ...verdict, assistent: refused, anordnare: refused }, refused);
	expect(parts.document).toEqual({ proven: false, by: 'no signature over its SHA-256 that is proven' });
	expect(parts.seal).toEqual({ proven: false, by: 'another key' });
	expect(parts.receipt).toBeUndefined();
});

const byName = (one: string, other: string): number => (one.slice(66) < other.slice(66) ? -1 : 1);

/** The evidence with some of its files changed by someone who knows the list of digests, packed anew. */
function repacked(change: (files: Record<string, Uint8Array>) => void): Uint8Array {
	const files = unzipSync(zip);
	change(files);
	const { SHA256SUMS, ...others } = files;
	expect(SHA256SUMS).toBeDefined();
	const sums = Object.entries(others).map(([name, bytes]) => `${sha256Hex(bytes)}  ${name}\n`);
	return zipSync({ ...others, SHA256SUMS: strToU8(sums.sort(byName).join('')) });
}

test('an evidence file holds everything, byte for byte, and says what it is', () => {
	expect(isZip(zip)).toBe(true);
	const files = unzipSync(zip);
	expect(Object.keys(files).sort()).toEqual([...FILES, 'SHA256SUMS'].sort());
	const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
	expect(text('document.xml')).toBe(item.xml);
	expect(text('assistent.signature.b64')).toBe(item.signatures.assistent?.signature);
	expect(JSON.parse(text('receipt.json'))).toEqual(item.receipt);
	expect(JSON.parse(text('verdict.json'))).toEqual({ verifiedAt: VERIFIED_AT, ...verdict });
	expect(text('README.txt')).toContain(item.id);
	expect(text('README.txt')).toMatch(
		/^The receipt {4}by nothing: Försäkringskassan's answer and its tx-id are recorded/m,
	);
	expect(text('README.txt')).not.toMatch(/(?<![\da-f-])(?:19|20)\d{10}(?![\da-f])/);
});

test('the same evidence gives the same bytes', async () => {
	const again = await writeEvidence({ report, verdict, verifiedAt: VERIFIED_AT, seal: '<Signature/>' });
	expect(Buffer.from(again).equals(zip)).toBe(true);
});

test('what is read back is the item, and it verifies again', async () => {
	const read = await readEvidence(zip);
	expect(read).toEqual({ report, seal: '<Signature/>' });
	expect(await verifyReport(read.report, world.policy, new Date())).toEqual(verdict);
});

describe('an evidence file whose parts disagree is refused', () => {
	test.each([
		['a document changed', 'document.xml'],
		['a signature changed', 'anordnare.signature.b64'],
		['an OCSP response changed', 'assistent.ocsp.b64'],
		['a receipt changed', 'receipt.json'],
	])('%s', async (_, name) => {
		const bytes = repacked((files) => (files[name] = strToU8('AAAA')));
		await expect(readEvidence(bytes)).rejects.toMatchObject({
			code: 'EVIDENCE_INVALID',
			message: `The evidence file cannot be used: its '${name}' is not what its 'item.json' says`,
		});
	});

	test('an item changed', async () => {
		const bytes = repacked((files) => {
			files['item.json'] = strToU8(JSON.stringify({ ...item, redovisningsmanad: '2026-09' }));
		});
		await expect(readEvidence(bytes)).rejects.toMatchObject({ code: 'DOCUMENT_CHANGED' });
	});

	test('no item at all', async () => {
		await expect(readEvidence(zipSync({ 'document.xml': strToU8('a') }))).rejects.toMatchObject({
			code: 'EVIDENCE_INVALID',
			message: "The evidence file cannot be used: it has no 'item.json'",
		});
	});
});

test.each(FILES)('a byte changed in %s is told, wherever it is', async (name) => {
	const files = unzipSync(zip);
	const bytes = Buffer.from(files[name] ?? []);
	expect(bytes.length).toBeGreaterThan(0);
	bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1;
	const error: unknown = await readEvidence(zipSync({ ...files, [name]: bytes })).catch((thrown) => thrown);
	expect(error).toMatchObject({
		code: 'EVIDENCE_INVALID',
		message: `The evidence file cannot be used: its '${name}' is not the one that was written`,
	});
});

test('the seal is verified over the document that lies beside it', async () => {
	const sealedAt = new Date();
	const seal = await sealDocument(report.document, world.certificate, sealedAt);
	const sealed = await readEvidence(await writeEvidence({ report, verdict, verifiedAt: VERIFIED_AT, seal }));
	const trust = sealTrust([world.certificate.certificatePem]);
	expect(await verifySealOf(sealed.report, sealed.seal ?? '', { trust, now: new Date() })).toMatchObject({
		ok: true,
		signedAt: sealedAt.toISOString(),
	});
	expect(await verifySealOf(report, seal, { trust: [], now: new Date() })).toMatchObject({
		ok: false,
		code: 'SEAL_UNTRUSTED',
	});
	const [other] = await openReports((await buildSample()).items.slice(1, 2));
	if (!other) throw new TypeError('the sample has one report only');
	expect(await verifySealOf(other, seal, { trust, now: new Date() })).toMatchObject({
		ok: false,
		code: 'SEAL_DIGEST',
	});
	expect(await verifySealOf(report, '<Signature/>', { trust, now: new Date() })).toMatchObject({
		ok: false,
		code: 'SEAL_STRUCTURE',
	});
});

test('a file more or less is told', async () => {
	const files = unzipSync(zip);
	const without = Object.fromEntries(Object.entries(files).filter(([name]) => name !== 'seal.xml'));
	for (const others of [without, { ...files, 'more.txt': strToU8('more') }]) {
		await expect(readEvidence(zipSync(others))).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' });
	}
});

describe('a file that is no evidence is refused before it does harm', () => {
	test('a damaged ZIP', async () => {
		await expect(readEvidence(zip.subarray(0, zip.length - 30))).rejects.toMatchObject({
			code: 'EVIDENCE_INVALID',
			message: 'The evidence file cannot be used: it is not a ZIP file, or is damaged',
		});
	});

	test('a small file that unpacks to a large one', async () => {
		const bomb = zipSync({ 'item.json': new Uint8Array(EVIDENCE_MAX_BYTES + 1) });
		expect(bomb.length).toBeLessThan(100_000);
		await expect(readEvidence(bomb)).rejects.toMatchObject({
			code: 'EVIDENCE_INVALID',
			message: 'The evidence file cannot be used: it unpacks to more than 16777216 bytes',
		});
	});

	test('a large file', async () => {
		await expect(readEvidence(new Uint8Array(EVIDENCE_MAX_BYTES + 1))).rejects.toMatchObject({
			code: 'EVIDENCE_INVALID',
			message: 'The evidence file cannot be used: it has more than 16777216 bytes',
		});
	});
});

describe('a forged ZIP is refused', () => {
	const OTHER = strToU8('<other/>');
	const TWICE = "it has 'document.xml' twice";
	const FOREIGN = 'it has a file that no evidence file has';
	const STATED = "its 'document.xml' does not have the length and checksum that the ZIP states";
	const DAMAGED = 'it is not a ZIP file, or is damaged';

	const files = (): ForgedFile[] =>
		Object.entries(unzipSync(zip)).map(([name, content]) => ({ name, content }));
	const withDocument = (change: (content: Uint8Array) => Partial<ForgedFile>): ForgedFile[] =>
		files().map((file) => (file.name === 'document.xml' ? { ...file, ...change(file.content) } : file));

	test('the forger can write one that is read', async () => {
		await expect(readEvidence(forgeZip(files()))).resolves.toEqual({ report, seal: '<Signature/>' });
	});

	test.each<[string, string, () => ForgedFile[]]>([
		[
			'another document before the true one',
			TWICE,
			() => [{ name: 'document.xml', content: OTHER }, ...files()],
		],
		[
			'another document after the true one',
			TWICE,
			() => [...files(), { name: 'document.xml', content: OTHER }],
		],
		['a file beside the others', FOREIGN, () => [...files(), { name: 'avtal.pdf', content: OTHER }]],
		['a path out of the folder', FOREIGN, () => [...files(), { name: '../../.profile', content: OTHER }]],
		['a name of the language', FOREIGN, () => [...files(), { name: '__proto__', content: OTHER }]],
		['another checksum', STATED, () => withDocument(() => ({ crc: 1 }))],
		[
			'more content than is stated',
			STATED,
			() => withDocument((content) => ({ packed: Buffer.concat([content, strToU8('hidden')]) })),
		],
		['less content than is stated', STATED, () => withDocument((content) => ({ packed: content.slice(1) }))],
		[
			'far more content than is stated',
			STATED,
			() => withDocument(() => ({ packed: new Uint8Array(4 * EVIDENCE_MAX_BYTES) })),
		],
		['a size of nothing', STATED, () => withDocument(() => ({ bytes: 0 }))],
		['bytes between its files', DAMAGED, () => withDocument(() => ({ gap: OTHER }))],
	])('%s', async (_name, why, forge) => {
		await expect(readEvidence(forgeZip(forge()))).rejects.toMatchObject({
			code: 'EVIDENCE_INVALID',
			message: `The evidence file cannot be used: ${why}`,
		});
	});

	test.each<[string, () => Uint8Array]>([
		[
			'a second ZIP behind it',
			() => Buffer.concat([forgeZip(files()), forgeZip([{ name: 'a', content: OTHER }])]),
		],
		['bytes before it', () => Buffer.concat([OTHER, forgeZip(files())])],
		['bytes behind it', () => Buffer.concat([forgeZip(files()), OTHER])],
		['nothing', () => new Uint8Array()],
	])('%s', async (_name, forge) => {
		await expect(readEvidence(forge())).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' });
	});

	test('cut off anywhere', async () => {
		for (let length = 0; length < zip.length; length += 97) {
			await expect(readEvidence(zip.subarray(0, length))).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' });
		}
	});
});
