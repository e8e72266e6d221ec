import { createHash } from 'node:crypto';

import { EltError } from '../../errors';
import { evidenceReadme } from './evidenceReadme';
import { SIGNER_ROLES } from '../item/item';
import { OpenReport } from '../item/openReport';
import type { ItemVerdict } from '../sign/verify';
import { MalformedZip, readZip } from './zip';

/** Largest evidence file that is read, in bytes: packed, and unpacked as a whole. */
export const EVIDENCE_MAX_BYTES = 16 * 1024 * 1024;

/** ZIP keeps no time before 1980; one and the same time makes one and the same bytes. */
const FIXED_TIME = new Date(1980, 0, 1);

/** The list of the other files' digests, as `sha256sum --check` reads it. */
const SUMS = 'SHA256SUMS';

/** Every file that an evidence may hold. */
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
 * Writes a signed report as one ZIP that proves it by itself, years later and offline: the document, both
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
		'README.txt': strToU8(evidenceReadme(evidence)),
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
 * Reads an evidence file back: the report, held against the document and the signatures that lie beside it.
 * The verdict inside is what was found then, and is not believed: verify the report again.
 *
 * @throws EltError `EVIDENCE_INVALID` for a file that is no evidence file, is larger than 16 MiB packed or
 *   unpacked, holds other files than those or one twice, one of whose files was changed, or whose parts disagree;
 *   `ITEM_INVALID` and `DOCUMENT_CHANGED` as `OpenReport.read`
 */
export async function readEvidence(
	bytes: Uint8Array,
	from = 0,
): Promise<{ report: OpenReport; seal: string | null }> {
	const files = unpack(bytes);
	const itemFile = files.get('item.json');
	if (!itemFile) throw unreadable("it holds no 'item.json'");
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

/** Damage and thoughtless changes are told by the list; what is proven is proven by the signatures. */
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
		throw unreadable("its 'item.json' is no JSON", cause);
	}
}

function json(value: unknown): string {
	return `${JSON.stringify(value, null, 2)}\n`;
}

function unreadable(why: string, cause?: unknown): EltError {
	return new EltError(
		'EVIDENCE_INVALID',
		`The evidence file can't be used: ${why}`,
		'Take the file as Submit to ELT or the command line wrote it; it must not be packed anew.',
		{ cause },
	);
}
