import type { CodeText } from './code';

/** The codes of what is found in documents, items, settings and certificates. */
export const DOCUMENT_CODES = {
	SCHEMA: {
		levels: ['error'],
		says: 'The document does not follow the schema',
		todo: 'Correct the element that is named.',
	},
	REPORT_SHAPE: {
		levels: ['error'],
		says: 'A complete report does not have the shape of the schema',
		todo: 'Correct the field that is named.',
	},
	FIELD_INVALID: {
		levels: ['error'],
		says: 'A field of an item or a settings file has a value that is not allowed',
		todo: 'Correct the field.',
	},
	FIELD_MISSING: {
		levels: ['error'],
		says: 'A field is missing',
		todo: 'Add the field.',
	},
	FIELD_UNKNOWN: {
		levels: ['error'],
		says: 'A field is not known',
		todo: 'Remove the field, or correct its name.',
	},
	FILE_UNREADABLE: {
		levels: ['error'],
		says: 'A file cannot be opened',
		todo: 'Name a file that can be opened.',
	},
	CERTIFICATE_ALGORITHM: {
		levels: ['warning'],
		says: 'The certificate is signed with an algorithm that servers no longer trust',
		todo: 'Order a certificate signed with SHA-256 or better.',
	},
	CERTIFICATE_CHAIN: {
		levels: ['warning', 'info'],
		says: 'The chain of issuers is incomplete, or an issuer cannot be used',
		todo: 'Add the present issuer to the certificate file.',
	},
	CERTIFICATE_EXPIRES_SOON: {
		levels: ['warning'],
		says: 'The certificate runs out within 60 days',
		todo: 'Order a new one now.',
	},
	CERTIFICATE_KEY_WEAK: {
		levels: ['error'],
		says: 'The key has fewer than 2048 bits',
		todo: 'Order a certificate with a stronger key.',
	},
	CERTIFICATE_SELF_SIGNED: {
		levels: ['warning', 'error'],
		says: 'The certificate signed itself',
		todo: 'Use the certificate from the issuer that was agreed on.',
	},
	CERTIFICATE_USAGE: {
		levels: ['warning', 'error'],
		says: 'The certificate was not issued for this use',
		todo: 'Give the certificate that was issued for the connection.',
	},
} as const satisfies Readonly<Record<string, CodeText>>;
