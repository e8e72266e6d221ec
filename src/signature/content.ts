import { isUtf8 } from 'node:buffer';
import { type Binding, readBindings } from '../binding';
import { readOrNull } from '../certificate/der';
import { nameValue } from '../certificate/names';
import { certificatePolicies, EXTENSION, subjectName } from '../certificate/x509';
import { maskPersonnummer } from '../identity/masking';
import { type ProvenChain } from './chain';
import { attributeOf } from './elements';
import { acceptedPolicies, type SignaturePolicy } from './policy';
import { demand, refusal } from './refuse';
import { isAmbiguous, isPublicTestRelyingParty, isRelyingParty } from './relyingParty';
import { childOf, readSignedData, type SignedDataParts, signatureReader } from './structure';
import { type CertificateWithKey } from './trust';
import { type XmlElement } from './xml';

/** Who signed, as the certificate names them. */
export interface Signer {
	readonly name: string;
	/** Twelve digits. */
	readonly personnummer: string;
}

/** What a signing order must say to be BankID's `sign`, and not an identification. */
const FUNC_ID = 'Signing';

function utf8(
	bytes: Buffer,
	code: 'SIGNATURE_TEXT' | 'SIGNATURE_BINDING' | 'SIGNATURE_RELYING_PARTY',
	what: string,
): string {
	demand(isUtf8(bytes), code, `${what} in the signature is not UTF-8`);
	return bytes.toString('utf8');
}

/** @throws EltError `SIGNATURE_PURPOSE` when it is an identification, or anything else than a signature */
function checkPurpose({ clientInfo }: SignedDataParts): void {
	const funcId = childOf(clientInfo, 'funcId');
	const found = funcId === null ? '' : signatureReader.text(funcId).slice(0, 40);
	demand(
		found === FUNC_ID,
		'SIGNATURE_PURPOSE',
		`The person did not sign: the order says "${found}", not "${FUNC_ID}"`,
	);
}

/** @throws EltError `SIGNATURE_RELYING_PARTY` */
function readRelyingParty({ srvInfo }: SignedDataParts, policy: SignaturePolicy): string {
	const element = childOf(srvInfo, 'name');
	const bytes = element === null ? Buffer.alloc(0) : signatureReader.base64(element);
	const name = utf8(bytes, 'SIGNATURE_RELYING_PARTY', "The relying party's name");
	demand(
		!isAmbiguous(name),
		'SIGNATURE_RELYING_PARTY',
		`The signature was ordered by "${name}", which has more than one organisationsnummer`,
	);
	demand(
		policy.relyingParty === null || isRelyingParty(name, policy.relyingParty),
		'SIGNATURE_RELYING_PARTY',
		`The signature was ordered by "${name}", not by "${policy.relyingParty ?? ''}"`,
	);
	demand(
		policy.environment !== 'production' || !isPublicTestRelyingParty(name),
		'SIGNATURE_RELYING_PARTY',
		`The signature was ordered by BankID's public test party, "${name}"`,
	);
	return name;
}

/** @throws EltError `SIGNATURE_TEXT` */
function readVisibleText({ usrVisibleData }: SignedDataParts): string {
	if (usrVisibleData === null)
		throw refusal('SIGNATURE_TEXT', 'The signature has no text that was shown to the person');
	const shown =
		attributeOf(usrVisibleData, 'charset') === 'UTF-8' &&
		attributeOf(usrVisibleData, 'visible') === 'wysiwys';
	demand(
		shown,
		'SIGNATURE_TEXT',
		'The signature does not say that its text was shown to the person as UTF-8',
	);
	return utf8(signatureReader.base64(usrVisibleData), 'SIGNATURE_TEXT', 'The text');
}

/** @throws EltError `SIGNATURE_BINDING` */
function readHiddenData({ usrNonVisibleData }: SignedDataParts): {
	hidden: string;
	entries: ReadonlyMap<string, string>;
} {
	if (usrNonVisibleData === null)
		throw refusal('SIGNATURE_BINDING', 'The signature names no report: it has no hidden data');
	const hidden = utf8(signatureReader.base64(usrNonVisibleData), 'SIGNATURE_BINDING', 'The hidden data');
	const entries = readBindings(hidden);
	if (entries === null)
		throw refusal('SIGNATURE_BINDING', 'The hidden data of the signature is not a list of reports');
	return { hidden, entries };
}

/** @throws EltError `SIGNATURE_SIGNER` */
function readSigner(user: CertificateWithKey): Signer {
	const name = readOrNull(() => subjectName(user.x509)) ?? [];
	const personnummer = nameValue(name, 'serialNumber') ?? '';
	demand(
		/^\d{12}$/.test(personnummer),
		'SIGNATURE_SIGNER',
		'The certificate of the person has no personnummer',
	);
	return { name: nameValue(name, 'CN') ?? nameValue(name, 'name') ?? '', personnummer };
}

/** The policy that means every policy (RFC 5280 4.2.1.4). */
const ANY_POLICY = '2.5.29.32.0';

function policiesOf({ x509 }: CertificateWithKey): string[] {
	return readOrNull(() => certificatePolicies(x509)) ?? [];
}

/** A policy that only another environment accepts. */
function isForeign(oid: string, policy: SignaturePolicy): boolean {
	return acceptedPolicies('custom').includes(oid) && !policy.policies.includes(oid);
}

/** @throws EltError `SIGNATURE_POLICY` */
function readPolicies({ user, customerCa, bankCa }: ProvenChain, policy: SignaturePolicy): string[] {
	const found = policiesOf(user);
	const accepted = found.filter((oid) => policy.policies.includes(oid));
	demand(
		accepted.length > 0 && !found.some((oid) => isForeign(oid, policy)),
		'SIGNATURE_POLICY',
		`The BankID was issued under ${found.join(', ') || 'no policy'}, which the environment ${policy.environment} does not accept`,
	);
	checkIssuerPolicies('customer CA', customerCa, accepted, policy);
	checkIssuerPolicies('bank CA', bankCa, accepted, policy);
	return accepted;
}

/**
 * An issuer is of the environment too. Which of its policies it names says nothing about the person's: BankID's
 * issuers have that of BankID on file and issue all three kinds. Only where it is critical must it fit.
 *
 * @throws EltError `SIGNATURE_POLICY`
 */
function checkIssuerPolicies(
	role: string,
	issuer: CertificateWithKey,
	accepted: readonly string[],
	policy: SignaturePolicy,
): void {
	const found = policiesOf(issuer);
	demand(
		!found.some((oid) => isForeign(oid, policy)),
		'SIGNATURE_POLICY',
		`The ${role} issues under ${found.join(', ')}, which the environment ${policy.environment} does not accept`,
	);
	const binding = issuer.x509.extensions.get(EXTENSION.certificatePolicies)?.critical === true;
	demand(
		!binding || found.includes(ANY_POLICY) || found.some((oid) => accepted.includes(oid)),
		'SIGNATURE_POLICY',
		`The ${role} issues under ${found.join(', ') || 'no policy'} alone, and the BankID is under ${accepted.join(', ')}`,
	);
}

/** What a signature says, read from its proven bytes. */
export interface SignedContent {
	/** Whose order it was, as BankID writes the name; empty when BankID did not say. */
	readonly relyingParty: string;
	/** The text that was shown, as text. */
	readonly userVisibleData: string;
	/** The hidden data, as text. */
	readonly userNonVisibleData: string;
	/** The SHA-256 of each report that was signed, by its id, in their order. */
	readonly entries: ReadonlyMap<string, string>;
	readonly signer: Signer;
	/** The policies of the person's certificate that were accepted. */
	readonly policies: readonly string[];
}

/**
 * Reads what was signed, and that it is a signature which the policy accepts.
 *
 * @param signedData bankIdSignedData, whose strings are those that were digested and signed
 * @throws EltError `SIGNATURE_PURPOSE`, `…_RELYING_PARTY`, `…_TEXT`, `…_BINDING`, `…_SIGNER` or `…_POLICY`
 */
export function readContent(
	signedData: XmlElement,
	chain: ProvenChain,
	policy: SignaturePolicy,
): SignedContent {
	const parts = readSignedData(signedData);
	checkPurpose(parts);
	const relyingParty = readRelyingParty(parts, policy);
	const userVisibleData = readVisibleText(parts);
	const { hidden, entries } = readHiddenData(parts);
	const signer = readSigner(chain.user);
	const policies = readPolicies(chain, policy);
	return { relyingParty, userVisibleData, userNonVisibleData: hidden, entries, signer, policies };
}

/** What a caller expects a signature to say. */
export interface ExpectedContent {
	/** The report that must have been signed. */
	readonly binding: Binding;
	/** Twelve digits. */
	readonly signer?: string;
	/** The text that must have been shown, as text. */
	readonly userVisibleData?: string;
}

/**
 * Compares what was signed with what is expected.
 *
 * @throws EltError `SIGNATURE_TEXT`, `SIGNATURE_BINDING` or `SIGNATURE_SIGNER`
 */
export function checkContent(content: SignedContent, expected: ExpectedContent): void {
	const { binding, userVisibleData, signer } = expected;
	demand(
		userVisibleData === undefined || content.userVisibleData === userVisibleData,
		'SIGNATURE_TEXT',
		'The text that was shown to the person is not the expected one',
	);
	const sha256 = content.entries.get(binding.id);
	demand(
		sha256 !== undefined,
		'SIGNATURE_BINDING',
		`The signature was given for other reports than ${binding.id}`,
	);
	demand(
		sha256 === binding.sha256,
		'SIGNATURE_BINDING',
		`Report ${binding.id} is not the one that was signed: its SHA-256 begins ${binding.sha256.slice(0, 8)}, the signed one's ${sha256.slice(0, 8)}`,
	);
	const { personnummer } = content.signer;
	demand(
		signer === undefined || personnummer === signer,
		'SIGNATURE_SIGNER',
		`Signed by ${maskPersonnummer(personnummer)}, not by ${maskPersonnummer(signer ?? '')}`,
	);
}
