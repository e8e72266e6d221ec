import type { Problem } from '../../errors';
import type { Receipt } from '../../elt/receipt';
import type { Deadline, Hours, RapportRad, SchemaVersion } from '../../tidredovisning/types';

/** Who signs: the assistent who worked, then the provider (anordnare). */
export const SIGNER_ROLES = ['assistent', 'anordnare'] as const;

/** The role in which a signature was given. */
export type SignerRole = (typeof SIGNER_ROLES)[number];

/** One verified signature as the item carries it. */
export interface ItemSignature {
	/** Base64, byte for byte as BankID gave it. */
	readonly signature: string;
	/** Base64, byte for byte as BankID gave it. */
	readonly ocspResponse: string;
	/** The Swedish calendar day of the signature, `YYYY-MM-DD`. */
	readonly datumForSignatur: string;
	readonly signer: { readonly name: string; readonly personnummer: string };
	/** The text as it was shown to the signer. */
	readonly userVisibleData: string;
	/** When this package verified it: ISO instant with offset. */
	readonly verifiedAt: string;
}

/** What has come of a signing link: `requested` until somebody has signed or declined, also after its time is up. */
export const SIGNING_STATUSES = ['requested', 'signed', 'declined', 'unproven'] as const;

/** How the signing link of a report stands. It is no proof of a signature: `signatures` is. */
export interface Signing {
	readonly status: (typeof SIGNING_STATUSES)[number];
	/** The link for the signer; absent once it is used. */
	readonly url?: string;
	/** ISO instant after which the link is dead. */
	readonly expiresAt: string;
	/** Who is to sign; 12 digits. */
	readonly signer: { readonly role: SignerRole; readonly personnummer: string };
	/** ISO instant at which somebody signed or declined. */
	readonly at?: string;
	/** Why the signer declined, in the signer's words. */
	readonly reason?: string;
	/** How risky BankID considers the signature: `low`, `moderate`, `high` or a new word. */
	readonly risk?: string;
	/** Why a signature could not be proven, and the signature: *Attach Signature* takes it once the cause is fixed. */
	readonly unproven?: {
		readonly code: string;
		readonly message: string;
		readonly description: string;
		readonly signature: string;
		readonly ocspResponse: string;
	};
}

/**
 * A report on its way: what the nodes hand to each other and the command line writes as JSON.
 * Built → signed by the assistent → signed by the anordnare → submitted.
 */
export interface ReportItem {
	readonly id: string;
	readonly redovisningsmanad: string;
	readonly schemaVersion: SchemaVersion;
	readonly assistent: { readonly namn: string; readonly personnummer: string };
	readonly personSomHarAssistans: { readonly namn: string; readonly personnummer: string };
	readonly anordnare: { readonly namn: string; readonly organisationsnummer: string } | null;
	/** The document: an XML declaration and canonical XML, never rebuilt. Its UTF-8 bytes are what is sent. */
	readonly xml: string;
	/** The digest that is signed: lower-case hex SHA-256 of the document's canonical form, which has no declaration. */
	readonly sha256: string;
	readonly rows: readonly RapportRad[];
	readonly hours: Hours;
	readonly deadline: Deadline;
	readonly problems: readonly Problem[];
	readonly signatures: Readonly<Partial<Record<SignerRole, ItemSignature>>>;
	readonly receipt?: Receipt;
	/** Where a signing link was made for the report. */
	readonly signing?: Signing;
}
