import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { CERTIFICATE_FORMATS, certificateFields } from './certificateFields';

/** The client certificate a systemleverantör shows to Försäkringskassan's ELT, and which ELT that is. */
export class EltCertificateApi implements ICredentialType {
	name = 'eltCertificateApi';

	displayName = 'Försäkringskassan ELT Certificate API';

	icon = { light: 'file:eltCertificate.svg', dark: 'file:eltCertificate.dark.svg' } as const;

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
					description: 'A simulator, or an address that Försäkringskassan has given you',
				},
				{ name: 'Production', value: 'production', description: 'Real reports, shs.forsakringskassan.se' },
				{
					name: 'Test',
					value: 'test',
					description:
						"Försäkringskassan's test environment, shsext.forsakringskassan.se; for connection tests only",
				},
			],
			default: 'test',
		},
		{
			displayName: 'Address',
			name: 'address',
			type: 'string',
			displayOptions: { show: { environment: ['custom'] } },
			default: '',
			required: true,
			placeholder: 'e.g. https://localhost:8020/shs2/FK.ASE.Tidredovisning.ext',
			description: 'The whole address that receives the SOAP call; https only',
		},
		{
			displayName: 'Certificate Format',
			name: 'format',
			type: 'options',
			options: CERTIFICATE_FORMATS,
			default: 'pkcs12',
			description: 'How the client certificate (servercertifikat from Expisoft) is given',
		},
		...certificateFields,
		{
			displayName: 'CA Certificates',
			name: 'ca',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
			description:
				"Certificates (PEM) that are trusted for the server, in addition to the system's own. Needed when the server's issuer is not a public one.",
		},
	];
}
