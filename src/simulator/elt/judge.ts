import { EltError } from '../../errors';
import { verifyBankIdSignature } from '../../signature/bankidSignature';
import { swedishDay } from '../../identity/calendar';
import type { SignaturePolicy } from '../../signature/policy';
import { digestOf } from '../../tidredovisning/digest';
import { readTidredovisning } from '../../tidredovisning/read';
import type { Tidredovisning } from '../../tidredovisning/types';
import { type Fault, namedFault } from './answers';
import type { SubmittedRequest } from './request';

/** A report that was found right. */
export interface JudgedReport {
	readonly tidredovisning: Tidredovisning;
	/** Lower-case hex SHA-256 of the document's canonical form. */
	readonly sha256: string;
	/** The names of those who signed. */
	readonly signers: { readonly assistent: string; readonly anordnare: string };
	/** The Swedish calendar days of the signatures, `YYYY-MM-DD`. */
	readonly signedOn: { readonly assistent: string; readonly anordnare: string };
}

const isFault = (value: object): value is Fault => 'faultcode' in value;

/** The document as a value, or the fault for one that does not follow the schema. */
async function readDocument(document: Uint8Array): Promise<Tidredovisning | Fault> {
	try {
		const { tidredovisning, problems } = await readTidredovisning(document);
		if (tidredovisning !== null) return tidredovisning;
		const why = problems.map(({ path, message }) => `${message} (${path})`).join('; ');
		return namedFault('XmlValidationError', why.slice(0, 2_000));
	} catch (error) {
		return namedFault(
			'XmlValidationError',
			error instanceof EltError ? error.message : 'The document is not XML',
		);
	}
}

/** The signer's name, or the fault for a signature that does not hold. */
async function verifyOne(
	role: 'assistent' | 'anordnare',
	request: SubmittedRequest,
	expected: { readonly binding: { readonly id: string; readonly sha256: string }; readonly signer?: string },
	policy: SignaturePolicy,
): Promise<string | Fault> {
	const given = request[role];
	const refuse = (why: string): Fault => namedFault('SignatureValidationError', `${role}-signatur: ${why}`);
	try {
		const { signer, signedAt } = await verifyBankIdSignature(given, policy, { ...expected, now: new Date() });
		const day = swedishDay(signedAt);
		return given.datumForSignatur === day
			? signer.name
			: refuse(`datumForSignatur is ${given.datumForSignatur}, but it was signed on ${day}`);
	} catch (error) {
		return refuse(error instanceof EltError ? `${error.code}: ${error.message}` : 'it could not be read');
	}
}

/**
 * Judges a request as the authority does: the document against its schema, both signatures, the binding
 * recomputed from the document, and the assistent's signature given by the assistent.
 * @returns what was received, or the fault to answer
 */
export async function judge(
	request: SubmittedRequest,
	policy: SignaturePolicy,
): Promise<JudgedReport | Fault> {
	const tidredovisning = await readDocument(request.document);
	if (isFault(tidredovisning)) return tidredovisning;
	const sha256 = await digestOf(request.document);
	const binding = { id: tidredovisning.id, sha256 };
	const { personnummer } = tidredovisning.assistent;
	if (personnummer === undefined) {
		return namedFault('SignatureValidationError', 'assistent-signatur: a samordningsnummer has no BankID');
	}
	const assistent = await verifyOne('assistent', request, { binding, signer: personnummer }, policy);
	if (typeof assistent !== 'string') return assistent;
	const anordnare = await verifyOne('anordnare', request, { binding }, policy);
	if (typeof anordnare !== 'string') return anordnare;
	return {
		tidredovisning,
		sha256,
		signers: { assistent, anordnare },
		signedOn: {
			assistent: request.assistent.datumForSignatur,
			anordnare: request.anordnare.datumForSignatur,
		},
	};
}

/** The id that a document names, right or wrong as it may be otherwise. */
export function idIn(document: Uint8Array): string | undefined {
	const text = Buffer.from(document).toString('latin1');
	const id = /<(?:[\w.-]+:)?id>\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*</.exec(text)?.[1];
	// A copy: a part of a text keeps the whole of it in memory, and calls are kept long.
	return id === undefined ? undefined : Buffer.from(id, 'latin1').toString('latin1');
}
