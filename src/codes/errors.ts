import type { ErrorText } from './code';

/** The codes of errors; those of a call to ELT are in the table of judgements. */
export const ERROR_TEXTS: Readonly<Record<string, ErrorText>> = {
	INPUT_INVALID: {
		says: 'A parameter, an option or an input file is not as it must be',
		todo: 'Correct what the message names.',
	},
	ITEM_INVALID: {
		says: 'An item is not a report as the nodes hand it on',
		todo: 'Connect the node behind Build Tidredovisning, and pass its items on unchanged.',
	},
	REPORT_INVALID: {
		says: 'A report has errors',
		todo: 'Correct the problems that are listed, and build the report again.',
	},
	DOCUMENT_CHANGED: {
		says: 'The document is no longer the one that was built or signed',
		todo: 'Use the item as the node before handed it on, or build and sign again.',
	},
	ENVIRONMENT_MIXED: {
		says: 'Test and production are mixed',
		todo: 'Choose the same environment for ELT, its certificate and BankID.',
	},
	XML_MALFORMED: { says: 'The XML cannot be read', todo: 'Use the file as it was written.' },
	XML_UNSAFE: { says: 'The XML has a document type', todo: 'Remove the DOCTYPE.' },
	XML_TOO_LARGE: { says: 'The XML is larger than what is read', todo: 'Use a file of one report.' },
	XML_ENCODING: { says: 'The XML has an encoding that is not read', todo: 'Save it as UTF-8.' },
	CERTIFICATE_UNREADABLE: {
		says: 'The certificate, or what should contain it, cannot be read',
		todo: 'Give a PKCS#12 file, or the whole PEM.',
	},
	CERTIFICATE_PASSPHRASE: {
		says: 'The passphrase does not open the private key',
		todo: 'Enter the passphrase that came with the certificate.',
	},
	CERTIFICATE_KEY_MISSING: {
		says: 'The certificate came without its private key',
		todo: 'Export it together with its key.',
	},
	CERTIFICATE_KEY_MISMATCH: {
		says: 'The private key does not belong to the certificate',
		todo: 'Give the key that was made together with the certificate request.',
	},
	CERTIFICATE_EXPIRED: { says: 'The certificate ran out', todo: 'Order a new one.' },
	CERTIFICATE_NOT_YET_VALID: {
		says: 'The certificate is not valid yet',
		todo: "Use the one that is valid today, or check this machine's clock.",
	},
	CERTIFICATE_ROOT_UNKNOWN: {
		says: "The root given is not the environment's",
		todo: 'Give the root of the BankID environment that the credential is for.',
	},
	SIGNATURE_MALFORMED: {
		says: 'The signature cannot be read',
		todo: 'Take both strings byte for byte as BankID gave them.',
	},
	SIGNATURE_STRUCTURE: {
		says: 'The signature is not built as BankID builds it',
		todo: 'Do not trust the document; let the person sign again.',
	},
	SIGNATURE_ALGORITHM: {
		says: 'The signature uses an algorithm that is not allowed',
		todo: 'Do not trust the document; let the person sign again.',
	},
	SIGNATURE_DIGEST: {
		says: 'A digest in the signature is not that of its content',
		todo: 'Do not trust the document; let the person sign again.',
	},
	SIGNATURE_CHAIN: {
		says: "The signer's certificate does not chain to the trusted root",
		todo: 'Check that the root of the right BankID environment is given.',
	},
	SIGNATURE_VALUE: {
		says: 'The signature value is wrong',
		todo: 'Do not trust the document; let the person sign again.',
	},
	SIGNATURE_PURPOSE: {
		says: 'The signature is an identification, not a signature',
		todo: 'Start a signing order (sign) instead of an identification (auth).',
	},
	SIGNATURE_RELYING_PARTY: {
		says: 'The signature was ordered by another relying party',
		todo: 'Use a signature that was ordered with the certificate in your BankID credential.',
	},
	SIGNATURE_TEXT: {
		says: 'The text that was signed is another one',
		todo: 'Let the person sign again, with the text that belongs to the report.',
	},
	SIGNATURE_BINDING: {
		says: 'The signature belongs to another document',
		todo: 'Let the person sign the report as it is now.',
	},
	SIGNATURE_SIGNER: { says: 'Another person signed', todo: 'Let the person named in the report sign.' },
	SIGNATURE_POLICY: {
		says: 'The signature is of another BankID environment, or nothing says which counts',
		todo: 'Let the person sign with a BankID of the environment that the credential is for.',
	},
	SIGNATURE_REUSED: {
		says: "The same signature is used where a person's own is needed",
		todo: 'Let each assistent sign the own report.',
	},
	SIGNATURE_MISSING: {
		says: 'A signature is missing',
		todo: 'Let the person sign before the report goes on.',
	},
	SIGNATURE_ORDER: {
		says: 'The provider signed before the assistent',
		todo: 'Let the assistent sign first.',
	},
	OCSP_MALFORMED: {
		says: 'The OCSP response cannot be read',
		todo: 'Take it byte for byte as BankID gave it.',
	},
	OCSP_STATUS: { says: 'The OCSP response has no answer', todo: 'Take it byte for byte as BankID gave it.' },
	OCSP_ALGORITHM: {
		says: 'The OCSP response uses an algorithm that is not allowed',
		todo: 'Do not trust the document; let the person sign again.',
	},
	OCSP_RESPONDER: {
		says: 'The OCSP response is not from the right responder',
		todo: 'Do not trust the document; let the person sign again.',
	},
	OCSP_SIGNATURE: {
		says: 'The signature of the OCSP response is wrong',
		todo: 'Do not trust the document; let the person sign again.',
	},
	OCSP_CERT_ID: {
		says: 'The OCSP response is about another certificate',
		todo: 'Take it byte for byte as BankID gave it.',
	},
	OCSP_REVOKED: {
		says: 'The BankID was blocked when it signed',
		todo: 'Let the person sign with a BankID that is valid.',
	},
	OCSP_UNKNOWN: {
		says: 'The issuer does not know this BankID',
		todo: 'Let the person sign with a BankID that is valid.',
	},
	OCSP_TIME: {
		says: 'The times of the OCSP response do not fit together',
		todo: 'Do not trust the document; let the person sign again.',
	},
	OCSP_STALE: {
		says: 'The OCSP response is too old, or from the future',
		todo: "Check this machine's clock, and attach a signature while it is new.",
	},
	OCSP_NONCE: {
		says: 'The OCSP response belongs to another signature',
		todo: 'Take both strings byte for byte as BankID gave them.',
	},
	SEAL_MALFORMED: { says: 'The seal cannot be read', todo: 'Seal the document again.' },
	SEAL_STRUCTURE: {
		says: 'The seal is not built as this package builds it',
		todo: 'Seal the document again.',
	},
	SEAL_DIGEST: {
		says: 'The document is not the one that was sealed',
		todo: 'Do not trust the seal; seal the document again.',
	},
	SEAL_CERTIFICATE: {
		says: 'The certificate is not one that seals',
		todo: 'Seal with a certificate for signing that is valid, with an RSA key of at least 2048 bits.',
	},
	SEAL_VALUE: {
		says: 'The value of the seal is wrong',
		todo: 'Do not trust the seal; seal the document again.',
	},
	SEAL_TIME: { says: 'The seal is from the future', todo: "Check this machine's clock." },
	SEAL_UNTRUSTED: {
		says: 'The seal does not chain to a trusted certificate',
		todo: "Give the vendor's root in 'Seal Root Certificates' or --seal-root, or do not trust the seal.",
	},
	EVIDENCE_INVALID: {
		says: 'The evidence file is not complete, or was changed',
		todo: 'Use the file as it was written.',
	},
	ELT_ADDRESS: {
		says: 'The address of ELT cannot be used',
		todo: 'Correct the address in the credential or after --endpoint.',
	},
	ELT_ALREADY_SENT: {
		says: 'The report was sent already, and such reports are to stop',
		todo: 'Do nothing, or choose what happens to reports that were sent already.',
	},
	ELT_LEDGER: {
		says: 'The ledger cannot be read or written',
		todo: 'Check the ledger; nothing is sent without it.',
	},
	LEDGER_UNREACHABLE: {
		says: 'The database of the ledger cannot be used',
		todo: 'Check that PostgreSQL runs, and host, port and database of the credential.',
	},
	LEDGER_PASSWORD: {
		says: 'The database of the ledger does not accept the user or the password',
		todo: 'Correct user and password in the credential.',
	},
	LEDGER_RIGHTS: {
		says: 'The user of the database may not do what the ledger needs',
		todo: 'Let an administrator create the schema for the user: CREATE SCHEMA … AUTHORIZATION user.',
	},
	LEDGER_SCHEMA: {
		says: 'The schema of the database is not one that the ledger can use',
		todo: 'Use the version of this package that wrote it, or give the ledger a schema of its own.',
	},
	LEDGER_KEY: {
		says: 'The ledger was encrypted with another password',
		todo: 'Give the password that the ledger was made with.',
	},
	BANKID_ADDRESS: {
		says: 'The address of BankID cannot be used',
		todo: 'Correct the address in the credential.',
	},
	BANKID_UNREACHABLE: { says: 'BankID cannot be reached', todo: 'Check the network and try again.' },
	BANKID_SERVER_UNTRUSTED: {
		says: "BankID's server has a certificate that is not trusted",
		todo: "Give BankID's TLS root in the credential.",
	},
	BANKID_CERTIFICATE_REFUSED: {
		says: 'BankID refused the relying-party certificate',
		todo: 'Check that the credential has the certificate for this environment.',
	},
	BANKID_BROKEN: {
		says: 'The connection to BankID broke off',
		todo: 'Try again; an order may have been started.',
	},
	BANKID_ANSWER: {
		says: 'BankID answered in a form that is not known',
		todo: 'Try again; if it stays so, report it to the maintainers of this package.',
	},
	BANKID_ALREADY_IN_PROGRESS: {
		says: 'BankID already had an order for this person, and ended it',
		todo: 'Start one new order.',
	},
	BANKID_INVALID_PARAMETERS: {
		says: 'BankID does not accept the order',
		todo: 'Correct the parameter that is named.',
	},
	BANKID_UNAUTHORIZED: {
		says: 'BankID does not accept the certificate for this service',
		todo: 'Check the certificate and that the agreement covers signing.',
	},
	BANKID_NOT_FOUND: {
		says: 'BankID has nothing at the address',
		todo: "Check the base address: it ends in '/rp/v6.0/'.",
	},
	BANKID_METHOD: {
		says: 'BankID does not accept the HTTP method',
		todo: 'Check the address, and that no proxy rewrites the call.',
	},
	BANKID_MEDIA_TYPE: {
		says: 'BankID does not accept the content type',
		todo: 'Check that no proxy rewrites the header Content-Type.',
	},
	BANKID_TIMEOUT: { says: 'BankID did not get the whole request in time', todo: 'Try again.' },
	BANKID_TOO_MANY: { says: 'BankID got too many calls', todo: 'Wait, and call less often.' },
	BANKID_INTERNAL: { says: 'BankID has a technical fault', todo: 'Wait and try again.' },
	BANKID_MAINTENANCE: { says: 'BankID is closed for maintenance', todo: 'Wait and try again.' },
	BANKID_UNKNOWN: {
		says: 'BankID refused in a way that is not known',
		todo: 'Read the details, and try again.',
	},
	BANKID_ORDER_FAILED: {
		says: 'The order ended without a signature',
		todo: 'Start a new order when the person is ready.',
	},
	BANKID_ORDER_NOT_KEPT: {
		says: 'A BankID order could not be kept, so it was not started or was ended',
		todo: 'Make room on the disk and let n8n write to its user folder, or check the ledger; delete a file that was changed.',
	},
	BANKID_ORDER_RUNNING: {
		says: 'An order for this person is still open',
		todo: 'Wait for it, or cancel it.',
	},
	BANKID_LIMIT: {
		says: 'More reports were to be signed at once than BankID takes',
		todo: 'Sign fewer reports at a time.',
	},
	BANKID_CANCELLED: { says: 'Signing was cancelled', todo: 'Start it again.' },
	BANKID_TEXT: {
		says: 'The text to sign is too long, or has characters that BankID does not show',
		todo: 'Shorten or correct the text.',
	},
	BANKID_START_LINK: {
		says: 'The start link could not be sent to its address',
		todo: 'Check the address and what it answers.',
	},
	BANKID_ENTRIES: {
		says: 'The reports to sign do not fit into one order',
		todo: 'Sign fewer reports at a time.',
	},
	UNEXPECTED: {
		says: 'Something unforeseen happened',
		todo: 'Run again; if it stays so, report it to the maintainers of this package.',
	},
};
