import { isUtf8 } from 'node:buffer';
import { readOrNull } from '../certificate/der';
import { nameValue } from '../certificate/names';
import { certificatePolicies, EXTENSION, subjectName } from '../certificate/x509';
import { type ProvenChain } from './chain';
import { ENVIRONMENTS, type SignaturePolicy } from './policy';
import { demand, refusal } from './refuse';
import { isPublicTestRelyingParty, isRelyingParty } from './relyingParty';
import { attributeOf, base64Of, childOf, readSignedData, type SignedDataParts, textOf } from './structure';
import { type CertificateWithKey } from './trust';
import { type XmlElement } from './xml';

/** One entry of the hidden data: a report's id and the SHA-256 of its document. */
export interface BindingEntry {
	/** Lower-case UUID. */
	readonly id: string;
	/** 64 lower-case hex digits. */
	readonly sha256: string;
}

/** Who signed, as the certificate names them. */
export interface Signer {
	readonly name: string;
	/** Twelve digits. */
	readonly personnummer: string;
}

/** What a signing order must say to be BankID's `sign`, and not an identification. */
const FUNC_ID = 'Signing';

const ENTRY = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12},[0-9a-f]{64}';
const ENTRIES = new RegExp(`^${ENTRY}(?:;${ENTRY})*$`);
const ENTRY_LENGTH = 101;
const ID_LENGTH = 36;

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
	const found = funcId === null ? '' : textOf(funcId).slice(0, 40);
	demand(
		found === FUNC_ID,
		'SIGNATURE_PURPOSE',
		`The person did not sign: the order says "${found}", not "${FUNC_ID}"`,
	);
}

/** @throws EltError `SIGNATURE_RELYING_PARTY` */
function readRelyingParty({ srvInfo }: SignedDataParts, policy: SignaturePolicy): string {
	const element = childOf(srvInfo, 'name');
	const name =
		element === null ? '' : utf8(base64Of(element), 'SIGNATURE_RELYING_PARTY', "The relying party's name");
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
function readVisibleText({ usrVisibleData }: SignedDataParts, expected: string | undefined): string {
	if (usrVisibleData === null)
		throw refusal('SIGNATURE_TEXT', 'The signature holds no text that was shown to the person');
	const shown =
		attributeOf(usrVisibleData, 'charset') === 'UTF-8' &&
		attributeOf(usrVisibleData, 'visible') === 'wysiwys';
	demand(
		shown,
		'SIGNATURE_TEXT',
		'The signature does not say that its text was shown to the person as UTF-8',
	);
	const text = utf8(base64Of(usrVisibleData), 'SIGNATURE_TEXT', 'The text');
	demand(
		expected === undefined || text === expected,
		'SIGNATURE_TEXT',
		'The text that was shown to the person is another one than expected',
	);
	return text;
}

/**
 * The entries of the hidden data: `<id>,<sha256>`, several joined by `;`, none twice.
 * `null` where the text is anything else.
 */
function readBinding(hidden: string): BindingEntry[] | null {
	if (!ENTRIES.test(hidden)) return null;
	const entries: BindingEntry[] = [];
	for (let at = 0; at < hidden.length; at += ENTRY_LENGTH + 1) {
		const id = hidden.slice(at, at + ID_LENGTH);
		entries.push({ id, sha256: hidden.slice(at + ID_LENGTH + 1, at + ENTRY_LENGTH) });
	}
	return new Set(entries.map(({ id }) => id)).size === entries.length ? entries : null;
}

/** @throws EltError `SIGNATURE_BINDING` */
function readHiddenData(
	{ usrNonVisibleData }: SignedDataParts,
	expected: BindingEntry,
): { hidden: string; entries: BindingEntry[] } {
	const element = usrNonVisibleData;
	if (element === null)
		throw refusal('SIGNATURE_BINDING', 'The signature holds no report: it has no hidden data');
	const hidden = utf8(base64Of(element), 'SIGNATURE_BINDING', 'The hidden data');
	const entries = readBinding(hidden);
	if (entries === null)
		throw refusal('SIGNATURE_BINDING', 'The hidden data of the signature is not a list of reports');
	const entry = entries.find(({ id }) => id === expected.id);
	demand(
		entry !== undefined,
		'SIGNATURE_BINDING',
		`The signature was given for other reports than ${expected.id}`,
	);
	demand(
		entry.sha256 === expected.sha256,
		'SIGNATURE_BINDING',
		`Report ${expected.id} is not the one that was signed: its SHA-256 begins ${expected.sha256.slice(0, 8)}, the signed one's ${entry.sha256.slice(0, 8)}`,
	);
	return { hidden, entries };
}

/** @throws EltError `SIGNATURE_SIGNER` */
function readSigner(user: CertificateWithKey, expected: string | undefined): Signer {
	const name = readOrNull(() => subjectName(user.x509)) ?? [];
	const personnummer = nameValue(name, 'serialNumber') ?? '';
	demand(
		/^\d{12}$/.test(personnummer),
		'SIGNATURE_SIGNER',
		'The certificate of the person has no personnummer',
	);
	demand(
		expected === undefined || personnummer === expected,
		'SIGNATURE_SIGNER',
		`Signed by ${masked(personnummer)}, not by ${masked(expected ?? '')}`,
	);
	return { name: nameValue(name, 'CN') ?? nameValue(name, 'name') ?? '', personnummer };
}

function masked(personnummer: string): string {
	return `${personnummer.slice(0, 8)}-****`;
}

/** The policy that stands for every policy (RFC 5280 4.2.1.4). */
const ANY_POLICY = '2.5.29.32.0';

function policiesOf({ x509 }: CertificateWithKey): string[] {
	return readOrNull(() => certificatePolicies(x509)) ?? [];
}

/** A policy that only another environment accepts. */
function isForeign(oid: string, policy: SignaturePolicy): boolean {
	return ENVIRONMENTS.custom.policies.includes(oid) && !policy.policies.includes(oid);
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
 * issuers have that of BankID on file and issue all three kinds. Only where it is critical must it hold.
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

/** What a caller expects a signature to say. */
export interface ExpectedContent {
	/** The report that must have been signed. */
	readonly binding: BindingEntry;
	/** Twelve digits. */
	readonly signer?: string;
	/** The text that must have been shown, as text. */
	readonly userVisibleData?: string;
}

/** What a signature says, read from its proven bytes. */
export interface SignedContent {
	readonly relyingParty: string;
	readonly userVisibleData: string;
	readonly userNonVisibleData: string;
	readonly entries: readonly BindingEntry[];
	readonly signer: Signer;
	readonly policies: readonly string[];
}

/**
 * Reads what was signed and holds it against what is expected.
 *
 * @param signedData bankIdSignedData, whose strings are those that were digested and signed
 * @throws EltError `SIGNATURE_PURPOSE`, `…_RELYING_PARTY`, `…_TEXT`, `…_BINDING`, `…_SIGNER` or `…_POLICY`
 */
export function readContent(
	signedData: XmlElement,
	chain: ProvenChain,
	policy: SignaturePolicy,
	expected: ExpectedContent,
): SignedContent {
	const parts = readSignedData(signedData);
	checkPurpose(parts);
	const relyingParty = readRelyingParty(parts, policy);
	const userVisibleData = readVisibleText(parts, expected.userVisibleData);
	const { hidden, entries } = readHiddenData(parts, expected.binding);
	const signer = readSigner(chain.user, expected.signer);
	const policies = readPolicies(chain, policy);
	return { relyingParty, userVisibleData, userNonVisibleData: hidden, entries, signer, policies };
}
