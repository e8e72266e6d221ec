import { createHash } from 'node:crypto';

import {
	type Attribute,
	type CertificateRequest,
	distinguishedName,
	type ExtendedKeyUsage,
	type Issued,
	issueCertificate,
	type KeyUsage,
} from './certificate';
import { KeptCertificates } from './kept';

/** Who can sign with the simulator's BankID. */
export interface Person {
	/** 12 digits. */
	readonly personnummer: string;
	readonly givenName: string;
	readonly surname: string;
}

/** The policies of BankID's test environment: on file, on card, in a phone. */
export const TEST_POLICIES = { file: '1.2.3.4.5', card: '1.2.3.4.10', mobile: '1.2.3.4.25' } as const;

/** The policies of BankID's production environment, for what must be refused or told apart. */
export const PRODUCTION_POLICIES = {
	file: '1.2.752.78.1.1',
	card: '1.2.752.78.1.2',
	mobile: '1.2.752.78.1.5',
} as const;

/** The policies that BankID's issuers name: of BankID on file and of Mobile BankID. */
export interface IssuerPolicies {
	readonly file: string;
	readonly mobile: string;
}

/** What a fresh set of authorities may be made with. */
export interface PkiOptions {
	/** Those of the test environment by default. */
	readonly issuerPolicies?: IssuerPolicies;
	/** When it is made: certificates are valid around this instant. Now by default. */
	readonly now?: Date;
	/** RSA bits of every key; 2048 by default. */
	readonly keyBits?: number;
	/** 10 digits: whose the ELT and relying-party certificates are. A fictitious company's by default. */
	readonly organisationsnummer?: string;
	/** Folder in which authorities and persons keep their keys from one start to the next; by default nothing is kept. */
	readonly kept?: string;
}

/** How a person's certificate differs from the usual one. */
export type PersonVariant = Partial<
	Pick<
		CertificateRequest,
		| 'subject'
		| 'issuer'
		| 'key'
		| 'keyBits'
		| 'validFrom'
		| 'validTo'
		| 'keyUsage'
		| 'extendedKeyUsage'
		| 'policies'
		| 'ca'
		| 'serialNumber'
	>
>;

/** How a server's or client's certificate differs from the usual one. */
export type EndVariant = Partial<
	Pick<CertificateRequest, 'subject' | 'issuer' | 'key' | 'validFrom' | 'validTo' | 'hosts'>
>;

/** The BankID side of signatures: root, bank, customer CA and its OCSP responder. */
export interface SignatureAuthorities {
	readonly root: Issued;
	readonly bankCa: Issued;
	readonly customerCa: Issued;
	readonly ocspResponder: Issued;
}

/** An authority and the one certificate it issued at the start. */
export interface RootAndLeaf {
	readonly root: Issued;
	readonly leaf: Issued;
}

/** Every authority the simulator needs, made at run time. */
export interface Pki {
	readonly now: Date;
	readonly signatures: SignatureAuthorities;
	/** BankID's private root for TLS and its server's certificate. */
	readonly bankIdTls: RootAndLeaf;
	/** The authority of relying parties and one relying party (RP). */
	readonly relyingParty: RootAndLeaf;
	/** The RP's name as BankID writes it in `srvInfo/name`. */
	readonly relyingPartyName: string;
	/** The authority of ELT's server and that server's certificate. */
	readonly eltTls: RootAndLeaf;
	/** The authority whose client certificates ELT accepts and one client's. */
	readonly eltClient: RootAndLeaf;
	/** A person's certificate: made once, then the same again; a variant is made anew with the same key. */
	person(person: Person, variant?: PersonVariant): Promise<Issued>;
	/** A server certificate for 127.0.0.1 and localhost from ELT's authority, or as the variant says. */
	server(variant?: EndVariant): Promise<Issued>;
	/** A client certificate from the authority that ELT accepts, or as the variant says. */
	client(variant?: EndVariant): Promise<Issued>;
	/** A root that nobody trusts, with the name given. */
	foreignRoot(commonName: string): Promise<Issued>;
	/** Any certificate at all, valid as long as a person's unless told otherwise. */
	issue(
		request: Omit<CertificateRequest, 'validFrom' | 'validTo'> & Partial<CertificateRequest>,
	): Promise<Issued>;
}

const DAY_MS = 86_400_000;
/** A fictitious company with a right check digit. */
const ORGANISATIONSNUMMER = '5599990008';
const VENDOR = 'Simulatorns Systemleverantör AB';
const BANK = 'Simulatorbanken AB (publ)';
/** As BankID's test bank has it: nobody's number. */
const BANK_NUMBER = '111111111111';
/** Where a person's certificate says that its issuer answers; nothing is there. */
const OCSP_URL = 'http://revocationstatus.invalid';
/** Where the simulator's servers are reached; its certificates are for these names. */
export const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost'] as const;

const AUTHORITY = { ca: true, keyUsage: ['keyCertSign', 'cRLSign'] } satisfies {
	ca: boolean;
	keyUsage: readonly KeyUsage[];
};
const END_USAGES: readonly KeyUsage[] = ['digitalSignature', 'keyEncipherment'];

/** The names in a person's certificate, in the order of BankID's own. */
export function personSubject({ personnummer, givenName, surname }: Person, now: Date): Attribute[] {
	const issued = now.toISOString();
	return [
		['c', 'SE'],
		['o', BANK],
		['sn', surname],
		['givenName', givenName],
		['serialNumber', personnummer],
		[
			'name',
			`(${issued.slice(2, 10).replaceAll('-', '')} ${issued.slice(11, 16).replace(':', '.')}) ${givenName} ${surname} - Mobilt BankID`,
		],
		['cn', `${givenName} ${surname}`],
	];
}

/** How long certificates of each kind are valid around `now`. */
function validity(now: Date, days: number): { validFrom: Date; validTo: Date } {
	return {
		validFrom: new Date(now.getTime() - 2 * DAY_MS),
		validTo: new Date(now.getTime() + days * DAY_MS),
	};
}

/** Issues with validity and key size filled in. */
class Issuer {
	readonly #kept: KeptCertificates | undefined;

	constructor(
		readonly now: Date,
		readonly keyBits: number,
		kept: string | undefined,
	) {
		this.#kept = kept === undefined ? undefined : new KeptCertificates(kept);
	}

	/** @param keepAs the name under which it is kept from one start to the next; by default it is not */
	issue(
		request: Omit<CertificateRequest, 'validFrom' | 'validTo'> & Partial<CertificateRequest>,
		keepAs?: string,
	): Promise<Issued> {
		const days = request.ca === true ? 3650 : 730;
		const make = () => issueCertificate({ keyBits: this.keyBits, ...validity(this.now, days), ...request });
		return keepAs === undefined || this.#kept === undefined
			? make()
			: this.#kept.get(keepAs, request.issuer, make);
	}

	root(cn: string, keepAs?: string): Promise<Issued> {
		return this.issue({ subject: authorityName(cn), ...AUTHORITY }, keepAs);
	}

	end(
		request: { subject: readonly Attribute[]; issuer: Issued },
		usage: ExtendedKeyUsage,
		variant: EndVariant = {},
		keepAs?: string,
	): Promise<Issued> {
		return this.issue({ ...request, keyUsage: END_USAGES, extendedKeyUsage: [usage], ...variant }, keepAs);
	}
}

const authorityName = (cn: string): Attribute[] => [
	['c', 'SE'],
	['o', 'Simulator'],
	['cn', cn],
];

const organisation = (cn: string, serialNumber: string): Attribute[] => [
	['c', 'SE'],
	['o', VENDOR],
	['serialNumber', serialNumber],
	['cn', cn],
];

/** The bank's name for its issuers, as BankID's banks write theirs. */
const bankName = (cn: string): Attribute[] => [
	['c', 'SE'],
	['o', BANK],
	['serialNumber', BANK_NUMBER],
	['cn', cn],
];

async function signatureAuthorities(issuer: Issuer, policies: IssuerPolicies): Promise<SignatureAuthorities> {
	const subject: Attribute[] = [
		['o', 'Simulator'],
		['ou', 'Simulator BankID Member Banks CA'],
		['cn', 'Simulator BankID Root CA v1'],
	];
	const root = await issuer.issue({ subject, digest: 'sha512', ...AUTHORITY }, 'bankid-root');
	const authority = (cn: string, issuedBy: Issued, policy: string, keepAs: string) =>
		issuer.issue(
			{ subject: bankName(cn), issuer: issuedBy, policies: [policy], digest: 'sha512', ...AUTHORITY },
			keepAs,
		);
	const bankCa = await authority('Simulator Bank CA v1 for BankID', root, policies.file, 'bankid-bank');
	const name = 'Simulator Customer CA3 v1 for BankID';
	const customerCa = await authority(name, bankCa, policies.mobile, 'bankid-customer');
	const ocspResponder = await issuer.issue(
		{
			subject: bankName(`${name} OCSP Signing`),
			issuer: customerCa,
			policies: [policies.file],
			keyUsage: ['nonRepudiation'],
			extendedKeyUsage: ['ocspSigning'],
			ocspNoCheck: true,
		},
		'bankid-ocsp',
	);
	return { root, bankCa, customerCa, ocspResponder };
}

async function rootAndLeaf(
	issuer: Issuer,
	name: { readonly root: string; readonly keepAs: string },
	usage: ExtendedKeyUsage,
	subject: Attribute[],
): Promise<RootAndLeaf> {
	const root = await issuer.root(name.root, `${name.keepAs}-root`);
	const variant = usage === 'serverAuth' ? { hosts: LOOPBACK_HOSTS } : {};
	const leaf = await issuer.end({ subject, issuer: root }, usage, variant, name.keepAs);
	return { root, leaf };
}

/** Gives each person one certificate, however many ask for it at once. */
function personCertificates(issuer: Issuer, authorities: SignatureAuthorities): Pki['person'] {
	const issued = new Map<string, Promise<Issued>>();
	const usual = (person: Person): Promise<Issued> => {
		const id = [person.personnummer, person.givenName, person.surname].join('\n');
		const before = issued.get(id);
		if (before !== undefined) return before;
		const keepAs = `person-${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
		const certificate = issuer.issue(personRequest(person, issuer.now, authorities), keepAs);
		issued.set(id, certificate);
		return certificate;
	};
	return async (person, variant) => {
		const certificate = await usual(person);
		if (variant === undefined) return certificate;
		return issuer.issue({
			...personRequest(person, issuer.now, authorities),
			...(variant.keyBits === undefined ? { key: certificate.key } : {}),
			...variant,
		});
	};
}

function personRequest(
	person: Person,
	now: Date,
	{ customerCa }: SignatureAuthorities,
): Pick<CertificateRequest, 'subject' | 'issuer' | 'keyUsage' | 'policies' | 'ocspUrl'> {
	return {
		subject: personSubject(person, now),
		issuer: customerCa,
		keyUsage: ['nonRepudiation'],
		policies: [TEST_POLICIES.mobile],
		ocspUrl: OCSP_URL,
	};
}

/**
 * Makes every authority and certificate, or takes those that are kept; takes about a second.
 * @see reference of BankID's certificates: a user's certificate has keyUsage nonRepudiation only
 */
export async function createPki(options: PkiOptions = {}): Promise<Pki> {
	const { now = new Date(), keyBits = 2048, organisationsnummer = ORGANISATIONSNUMMER, kept } = options;
	const issuer = new Issuer(now, keyBits, kept);
	const rpSubject: Attribute[] = [
		['c', 'SE'],
		['o', BANK],
		['serialNumber', organisationsnummer],
		['name', VENDOR],
		['cn', 'Simulator RP 1'],
	];
	const serverName = organisation(LOOPBACK_HOSTS[0], '162021005521');
	const clientName = organisation(VENDOR, `16${organisationsnummer}`);
	const [signatures, bankIdTls, relyingParty, eltTls, eltClient] = await Promise.all([
		signatureAuthorities(issuer, options.issuerPolicies ?? TEST_POLICIES),
		rootAndLeaf(
			issuer,
			{ root: 'Simulator BankID SSL Root CA v1', keepAs: 'bankid-tls' },
			'serverAuth',
			serverName,
		),
		rootAndLeaf(
			issuer,
			{ root: 'Simulator BankID RP CA v1', keepAs: 'relying-party' },
			'clientAuth',
			rpSubject,
		),
		rootAndLeaf(issuer, { root: 'Simulator ELT Server CA', keepAs: 'elt-tls' }, 'serverAuth', serverName),
		rootAndLeaf(issuer, { root: 'Simulator ELT Client CA', keepAs: 'elt-client' }, 'clientAuth', clientName),
	]);
	return {
		now,
		signatures,
		bankIdTls,
		relyingParty,
		relyingPartyName: distinguishedName(rpSubject),
		eltTls,
		eltClient,
		person: personCertificates(issuer, signatures),
		server: (variant) =>
			issuer.end({ subject: serverName, issuer: eltTls.root }, 'serverAuth', {
				hosts: LOOPBACK_HOSTS,
				...variant,
			}),
		client: (variant) => issuer.end({ subject: clientName, issuer: eltClient.root }, 'clientAuth', variant),
		foreignRoot: (commonName) => issuer.root(commonName),
		issue: (request) => issuer.issue(request),
	};
}
