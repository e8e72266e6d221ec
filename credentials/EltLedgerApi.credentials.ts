import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** The PostgreSQL database in which several workflows, workers and machines remember together what was sent. */
export class EltLedgerApi implements ICredentialType {
	name = 'eltLedgerApi';

	displayName = 'ELT Ledger (PostgreSQL) API';

	icon = { light: 'file:eltCertificate.svg', dark: 'file:eltCertificate.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-forsakringskassan-elt/n8n-nodes-forsakringskassan-elt/blob/main/docs/ledger.md';

	properties: INodeProperties[] = [
		{ displayName: 'Host', name: 'host', type: 'string', default: 'localhost', required: true },
		{ displayName: 'Port', name: 'port', type: 'number', default: 5432 },
		{
			displayName: 'Database',
			name: 'database',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. elt',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. elt',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Also protects the stored receipts and signatures: they cannot be opened with another one',
		},
		{
			displayName: 'Schema',
			name: 'schema',
			type: 'string',
			default: 'elt_ledger',
			description: 'Created on first use; a user that may only use this schema is enough',
		},
		{
			displayName: 'TLS',
			name: 'tls',
			type: 'boolean',
			default: true,
			description: "Whether to encrypt the connection; the server's certificate is verified",
		},
	];
}
