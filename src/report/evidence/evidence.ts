import { createHash } from 'node:crypto';

import { EltError } from '../../errors';
import { SIGNER_ROLES } from '../item/item';
import { OpenReport } from '../item/openReport';
import type { ItemVerdict, SignatureVerdict } from '../sign/verify';
import { MalformedZip, readZip } from './zip';

/** Largest evidence file that is read, in bytes: packed, and unpacked as a whole. */
export const EVIDENCE_MAX_BYTES = 16 * 1024 * 1024;

/** ZIP keeps no time before 1980; one and the same time makes one and the same bytes. */
const FIXED_TIME = new Date(1980, 0, 1);

/** The list of the other files' digests, as `sha256sum --check` reads it. */
const SUMS = 'SHA256SUMS';

/** Every file that an evidence file may have. */
const NAMES: readonly string[] = [
	'README.txt',
	'document.xml',
	'item.json',
	'verdict.json',
	...SIGNER_ROLES.flatMap((role) => [`${role}.signature.b64`, `${role}.ocsp.b64`]),
	'seal.xml',
	'receipt.json',
	SUMS,
];

/** What goes into an evidence file. */
export interface Evidence {
	readonly report: OpenReport;
	/** What the verifier said when the file was written. */
	readonly verdict: ItemVerdict;
	/** When that was: ISO instant. */
	readonly verifiedAt: string;
	/** The vendor's seal over the document, as XML. */
	readonly seal?: string;
}

/**
 * Writes a signed report as one ZIP that proves it without anything else, years later and offline: the document, both
 * signatures and OCSP responses as BankID gave them, the seal and receipt if there are any, the verifier's
 * verdict, the item, and a README of what each file is. The same input gives the same bytes.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export async function writeEvidence(evidence: Evidence): Promise<Uint8Array> {
	const { strToU8, zipSync } = await import('fflate');
	const { report, verdict, verifiedAt, seal } = evidence;
	const { item, document } = report;
	const files: Record<string, Uint8Array> = {
		'README.txt': strToU8(readmeOf(evidence)),
		'document.xml': document,
		'item.json': strToU8(json(item)),
		'verdict.json': strToU8(json({ verifiedAt, ...verdict })),
	};
	for (const role of SIGNER_ROLES) {
		const given = item.signatures[role];
		if (!given) continue;
		files[`${role}.signature.b64`] = strToU8(given.signature);
		files[`${role}.ocsp.b64`] = strToU8(given.ocspResponse);
	}
	if (seal !== undefined) files['seal.xml'] = strToU8(seal);
	if (item.receipt) files['receipt.json'] = strToU8(json(item.receipt));
	files[SUMS] = strToU8(sumsOf(new Map(Object.entries(files))));
	return zipSync(files, { level: 6, mtime: FIXED_TIME });
}

/** Whether bytes begin as a ZIP file does. */
export function isZip(bytes: Uint8Array): boolean {
	return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/**
 * Reads an evidence file back: the report, compared with the document and the signatures that are next to it.
 * The verdict inside is what was found then, and is not believed: verify the report again.
 *
 * @throws EltError `EVIDENCE_INVALID` for a file that is not an evidence file, is larger than 16 MiB packed or
 *   unpacked, has other files than those or one twice, one of whose files was changed, or whose parts disagree;
 *   `ITEM_INVALID` and `DOCUMENT_CHANGED` as `OpenReport.read`
 */
export async function readEvidence(
	bytes: Uint8Array,
	from = 0,
): Promise<{ report: OpenReport; seal: string | null }> {
	const files = unpack(bytes);
	const itemFile = files.get('item.json');
	if (!itemFile) throw unreadable("it has no 'item.json'");
	checkSums(files);
	const report = await OpenReport.read(parseJson(itemFile.toString('utf8')), from);
	const { item } = report;
	const parts: [name: string, expected: Uint8Array | string | undefined][] = [
		['document.xml', report.document],
		...SIGNER_ROLES.flatMap((role): [string, string | undefined][] => [
			[`${role}.signature.b64`, item.signatures[role]?.signature],
			[`${role}.ocsp.b64`, item.signatures[role]?.ocspResponse],
		]),
		['receipt.json', item.receipt && json(item.receipt)],
	];
	for (const [name, expected] of parts) {
		const found = files.get(name);
		if (expected === undefined ? found !== undefined : !found || !Buffer.from(expected).equals(found)) {
			throw unreadable(`its '${name}' is not what its 'item.json' says`);
		}
	}
	return { report, seal: files.get('seal.xml')?.toString('utf8') ?? null };
}

/** The digest of each file but the list itself, by name. */
function sumsOf(files: ReadonlyMap<string, Uint8Array>): string {
	return [...files]
		.filter(([name]) => name !== SUMS)
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
		.join('');
}

/** The list shows damage and thoughtless changes; what is proven is proven by the signatures. */
function checkSums(files: ReadonlyMap<string, Buffer>): void {
	const stated = files.get(SUMS)?.toString('utf8') ?? '';
	const found = sumsOf(files);
	if (stated === found) return;
	const known = stated.split('\n');
	const other = found.split('\n').find((line) => !known.includes(line));
	const name = other?.slice(66) || SUMS;
	throw unreadable(`its '${name}' is not the one that was written`);
}

function unpack(bytes: Uint8Array): Map<string, Buffer> {
	if (bytes.length > EVIDENCE_MAX_BYTES) throw unreadable(`it has more than ${EVIDENCE_MAX_BYTES} bytes`);
	try {
		return readZip(Buffer.from(bytes), NAMES, EVIDENCE_MAX_BYTES);
	} catch (thrown) {
		throw asUnreadable(thrown);
	}
}

function asUnreadable(thrown: unknown): unknown {
	return thrown instanceof MalformedZip ? unreadable(thrown.message, thrown) : thrown;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw unreadable("its 'item.json' is not JSON", cause);
	}
}

function json(value: unknown): string {
	return `${JSON.stringify(value, null, 2)}\n`;
}

function unreadable(why: string, cause?: unknown): EltError {
	return new EltError(
		'EVIDENCE_INVALID',
		`The evidence file cannot be used: ${why}`,
		'Take the file as Submit to ELT or the command line wrote it; do not pack it again.',
		{ cause },
	);
}

/**
 * The text in an evidence file that says what it is, what is proven by what, and how to check it without this
 * package. Personnummer are not in it: they are in the document.
 */
function readmeOf({ report: { item }, verdict, verifiedAt, seal }: Evidence): string {
	return `Evidence of a tidredovisning for Försäkringskassan (ELT)

Report       ${item.id}
Month        ${item.redovisningsmanad}
SHA-256      ${item.sha256}
Assistent    ${verdictText(verdict.assistent)}
Anordnare    ${verdictText(verdict.anordnare)}
Receipt      ${item.receipt ? `${item.receipt.outcome} ${item.receipt.txId ?? ''}`.trim() : 'not sent'}
Verified     ${verifiedAt}

Files
document.xml              the report: exactly the bytes that were signed and sent
assistent.signature.b64   the assistent's BankID signature (XML-DSig), base64 as BankID gave it
assistent.ocsp.b64        the OCSP response to it (DER), base64 as BankID gave it
anordnare.signature.b64   the provider's signature
anordnare.ocsp.b64        the OCSP response to it
${seal === undefined ? '' : "seal.xml                  the system vendor's seal over document.xml (detached XML-DSig)\n"}${
		item.receipt ? "receipt.json              Försäkringskassan's answer and how it was sent\n" : ''
	}item.json                 all of it as one item, as the software handed it on
verdict.json              what the verifier found when this file was written
SHA256SUMS                the digests of the files above: sha256sum --check SHA256SUMS

What is proven, and by what
The document   by the two signatures, each over its SHA-256: neither BankID nor the signers can take it back.
A signature    by BankID's root certificate: it was made with the BankID of the person whose personnummer is in
               the certificate. When, and that the BankID was valid then, by the OCSP response bound to it.
A seal         by the vendor's certificate. Its time is the vendor's own word.
The receipt    by nothing: Försäkringskassan's answer and its tx-id are recorded as they came, and nobody has
               signed them. Ask Försäkringskassan for the tx-id if it matters.
verdict.json and SHA256SUMS prove nothing: they show what was found then, and whether a file was damaged since.

How to check it
With this package, offline:   elt verify FILE.zip --root ROOT.pem --environment test|production|custom
ROOT.pem is BankID's root certificate for signatures.${
		seal === undefined ? '' : " For the seal: --seal-root with the root of the vendor's certificates."
	}

By hand: the SHA-256 above is that of the document's canonical form (inclusive Canonical XML 1.0). In each
signature, the base64 text of usrNonVisibleData is "<report>,<SHA-256>", for the provider several of them
joined by ";" where one signature is over several reports.
  xmllint --c14n document.xml | sha256sum
  base64 -d assistent.signature.b64 > signature.xml; xmlsec1 --verify --trusted-pem ROOT.pem signature.xml
  base64 -d assistent.ocsp.b64 > ocsp.der; openssl ocsp -respin ocsp.der -resp_text -noverify
The first 20 bytes of the OCSP response's nonce are the SHA-1 of the text in the .signature.b64 file, so
that text must not be wrapped or encoded again.
`;
}

function verdictText(verdict: SignatureVerdict): string {
	return verdict.ok ? `proven, signed ${verdict.signedAt}` : `not proven: ${verdict.code}`;
}
