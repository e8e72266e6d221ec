import { createHash } from 'node:crypto';
import { md, pki as forgePki } from 'node-forge';
import { EltError, type ErrorCode } from '../../src/errors';
import {
	type ExpectedSignature,
	type ProvenSignature,
	verifyBankIdSignature,
} from '../../src/signature/bankidSignature';
import { acceptedPolicies, type SignaturePolicy, signaturePolicy } from '../../src/signature/policy';
import {
	type BankIdEvidence,
	signAsPerson,
	type SignatureRequest,
} from '../../src/simulator/bankid/signature';
import type { Issued } from '../../src/simulator/pki/certificate';
import { type Person, type Pki } from '../../src/simulator/pki/pki';
import { sharedPki } from '../world/pki';

export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

export const PERSON: Person = { personnummer: '198001019802', givenName: 'Åsa', surname: 'Öberg' };
export const OTHER: Person = { personnummer: '199002029812', givenName: 'Bo', surname: 'Ek' };
export const TEXT = 'Jag intygar att uppgifterna är riktiga.';
export const REPORT = {
	id: '5d7f0c3a-1b2c-5d3e-8f40-0123456789ab',
	sha256: createHash('sha256').update('the report').digest('hex'),
};
export const HIDDEN = `${REPORT.id},${REPORT.sha256}`;

/** When these tests verify, where time is not what they are about: after any signature that they make. */
export const FAR_AHEAD = new Date(Date.now() + 30 * 365 * 86_400_000);

/** The authorities, a policy that trusts them, and what the signatures of a test are expected to say. */
export interface World {
	readonly pki: Pki;
	readonly policy: SignaturePolicy;
	readonly production: SignaturePolicy;
	readonly expected: ExpectedSignature;
	sign(request?: Partial<SignatureRequest>): Promise<BankIdEvidence>;
	verify(
		evidence: BankIdEvidence,
		policy?: SignaturePolicy,
		expected?: Partial<ExpectedSignature>,
	): Promise<ProvenSignature>;
}

export async function createWorld(pki?: Pki): Promise<World> {
	const authorities = pki ?? (await sharedPki());
	const policy = signaturePolicy({
		environment: 'custom',
		roots: [authorities.signatures.root.certificatePem],
		relyingParty: authorities.relyingParty.leaf.certificatePem,
	});
	const expected = {
		binding: REPORT,
		signer: PERSON.personnummer,
		userVisibleData: TEXT,
		now: FAR_AHEAD,
	};
	return {
		pki: authorities,
		policy,
		// The real production root's key is not to be had: this is its policy with the simulator's root.
		production: { ...policy, environment: 'production', policies: acceptedPolicies('production') },
		expected,
		sign: (request = {}) =>
			signAsPerson({
				pki: authorities,
				person: PERSON,
				userVisibleData: base64(TEXT),
				userNonVisibleData: base64(HIDDEN),
				...request,
			}),
		verify: (evidence, chosen = policy, changed = {}) =>
			verifyBankIdSignature(evidence, chosen, { ...expected, ...changed }),
	};
}

const DSIG = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const prefixed = (xml: string): string =>
	xml.replaceAll(/<(\/?)(?=[A-Z])/g, '<$1ds:').replaceAll(/ xmlns="http:\/\/www\.w3\.org[^"]*"/g, ` ${DSIG}`);

/** XML-DSig's own elements with a prefix, which is then in scope in the signed data too. */
export const PREFIXED: Partial<SignatureRequest> = {
	edit: {
		signedData: (xml) => xml.replace(' Id=', ` ${DSIG} Id=`),
		keyInfo: prefixed,
		signedInfo: prefixed,
		document: (xml) =>
			xml
				.replace(` ${DSIG} Id="bidSignedData"`, ' Id="bidSignedData"')
				.replace(/<Signature xmlns="[^"]*"/, `<ds:Signature ${DSIG}`)
				.replaceAll(/<(\/?)(SignatureValue|Object|Signature)>/g, '<$1ds:$2>'),
	},
};

/** A document changed by hand, with the OCSP response bound to what it became. */
export const afterSigning = (document: (xml: string) => string): Partial<SignatureRequest> => ({
	edit: { document },
});

/** Text in place of other text, which must be there. */
export function swap(from: string | RegExp, to: string): (xml: string) => string {
	return (xml) => {
		const changed = xml.replace(from, to);
		if (changed === xml) throw new TypeError(`The fixture has no ${String(from)}`);
		return changed;
	};
}

/** One part of a document, whole. */
export function partOf(xml: string, name: string): string {
	const found = new RegExp(`<${name}[ >].*</${name}>`, 's').exec(xml)?.[0];
	if (found === undefined) throw new TypeError(`The fixture has no ${name}`);
	return found;
}

const DAY_MS = 86_400_000;

/** An issuer's certificate as the simulator does not make them: node-forge takes any extension. */
export function forgeIssuer(subject: Issued, issuer: Issued, extensions: object[]): string {
	const certificate = forgePki.createCertificate();
	certificate.publicKey = forgePki.certificateFromPem(subject.certificatePem).publicKey;
	certificate.serialNumber = '01';
	certificate.validity.notBefore = new Date(Date.now() - DAY_MS);
	certificate.validity.notAfter = new Date(Date.now() + 100 * DAY_MS);
	certificate.setSubject(forgePki.certificateFromPem(subject.certificatePem).subject.attributes);
	certificate.setIssuer(forgePki.certificateFromPem(issuer.certificatePem).subject.attributes);
	certificate.setExtensions([{ name: 'keyUsage', critical: true, keyCertSign: true }, ...extensions]);
	certificate.sign(forgePki.privateKeyFromPem(issuer.keyPem), md.sha256.create());
	return forgePki.certificateToPem(certificate);
}

/** What a promise was refused with. */
export async function refusalOf(promise: Promise<unknown>): Promise<EltError> {
	const settled = await promise.then(
		() => null,
		(thrown: unknown) => thrown,
	);
	if (settled instanceof EltError) return settled;
	throw new TypeError(settled === null ? 'It was accepted' : `Another kind of error: ${String(settled)}`);
}

/** What each test of this file was refused with, by its name. */
const refused = new Map<string, string>();

/** The refusals so far, for the snapshot of a file: what differs from run to run is left out. */
export function sentences(): Readonly<Record<string, string>> {
	return Object.fromEntries(
		[...refused].map(([name, sentence]) => [name, sentence.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')]),
	);
}

/** The refusal has the code, its message names the part, and its description says something to do. */
export async function expectRefusal(
	promise: Promise<unknown>,
	code: ErrorCode,
	part: string | RegExp,
): Promise<void> {
	const { message, description, ...error } = await refusalOf(promise);
	expect({ code: error.code, message }).toEqual({
		code,
		message: typeof part === 'string' ? expect.stringContaining(part) : expect.stringMatching(part),
	});
	expect(description).toMatch(/^[A-Z].*\.$/);
	refused.set(expect.getState().currentTestName ?? '', `${code}: ${message}`);
}
