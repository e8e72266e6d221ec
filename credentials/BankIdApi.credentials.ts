import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { CERTIFICATE_FORMATS, certificateFields } from './certificateFields';

/** A relying party's certificate for BankID, and the roots that BankID's servers and signatures are held against. */
export class BankIdApi implements ICredentialType {
	name = 'bankIdApi';

	displayName = 'BankID API';

	icon = { light: 'file:bankId.svg', dark: 'file:bankId.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-forsakringskassan-elt/n8n-nodes-forsakringskassan-elt#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{
					name: 'Custom Address',
					value: 'custom',
					description: 'A simulator, with roots of its own',
				},
				{ name: 'Production', value: 'production', description: 'Real signatures, appapi2.bankid.com' },
				{ name: 'Test', value: 'test', description: 'Test BankID, appapi2.test.bankid.com' },
			],
			default: 'test',
		},
		{
			displayName: 'Address',
			name: 'address',
			type: 'string',
			displayOptions: { show: { environment: ['custom'] } },
			default: '',
			placeholder: 'e.g. https://localhost:8021/rp/v6.0/',
			description:
				'Base address of the relying-party API, version 6.0; https only. Needed for orders, not for verifying.',
		},
		{
			displayName: 'Signature Roots',
			name: 'signatureRoots',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			required: true,
			placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
			description:
				'Root certificate (PEM) that signatures are verified against: <i>BankID Root CA v1</i> in production, <i>Test BankID Root CA v1 Test</i> in test. BankID hands it out to its customers; any other one is refused there.',
		},
		{
			displayName: 'Certificate Format',
			name: 'format',
			type: 'options',
			options: [
				{
					name: 'None',
					value: 'none',
					description: 'Signatures come from a system of your own: they are only verified here',
				},
				...CERTIFICATE_FORMATS,
			],
			default: 'pkcs12',
			description: "How the relying party's certificate is given",
		},
		...certificateFields,
		{
			displayName: 'TLS Root Certificates',
			name: 'tlsRoots',
			type: 'string',
			typeOptions: { rows: 4 },
			displayOptions: { show: { format: ['pem', 'pkcs12'] } },
			default: '',
			required: true,
			placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
			description:
				"Root certificate (PEM) of BankID's servers: <i>BankID SSL Root CA v1</i> in production, <i>Test BankID SSL Root CA v1 Test</i> in test. It is BankID's own and not among the system's.",
		},
		{
			displayName: 'Relying Party',
			name: 'relyingParty',
			type: 'string',
			default: '',
			placeholder: 'e.g. 5547165067',
			description:
				"Whose orders count: the relying party's organisationsnummer, or its whole name as BankID writes it (<code>cn=…,serialNumber=…</code>). Left empty, the certificate above decides; without one anybody's count, and in production none.",
		},
	];
}
