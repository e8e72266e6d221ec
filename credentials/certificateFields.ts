import type { INodeProperties } from 'n8n-workflow';

/** Where the certificate of a credential is written: one container, or two texts. */
export const CERTIFICATE_FORMATS = [
	{ name: 'PEM', value: 'pem', description: 'Certificate and private key as two texts' },
	{
		name: 'PKCS#12',
		value: 'pkcs12',
		description: 'One container (.p12 or .pfx) with certificate and private key',
	},
];

/**
 * The fields both credentials share: a client certificate as PKCS#12 or PEM. The texts may have lost their line
 * breaks on the way in; the loader puts them back.
 */
export const certificateFields: INodeProperties[] = [
	{
		displayName: 'PKCS#12 Container',
		name: 'pkcs12',
		type: 'string',
		typeOptions: { password: true, rows: 4 },
		displayOptions: { show: { format: ['pkcs12'] } },
		default: '',
		required: true,
		placeholder: 'e.g. MIIKQQIBAzCC…',
		description:
			'The .p12 or .pfx file as base64 (<code>base64 -w0 file.p12</code>). White space and a <code>data:</code> prefix do no harm; containers with the older RC2 and 3DES ciphers open too.',
	},
	{
		displayName: 'Certificate',
		name: 'certificate',
		type: 'string',
		typeOptions: { rows: 4 },
		displayOptions: { show: { format: ['pem'] } },
		default: '',
		required: true,
		placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
		description: 'The certificate as PEM, followed by the certificates of its chain if there are any',
	},
	{
		displayName: 'Private Key',
		name: 'privateKey',
		type: 'string',
		typeOptions: { password: true, rows: 4 },
		displayOptions: { show: { format: ['pem'] } },
		default: '',
		required: true,
		placeholder: 'e.g. -----BEGIN PRIVATE KEY-----',
		description: 'The private key of the certificate as PEM',
	},
	{
		displayName: 'Passphrase',
		name: 'passphrase',
		type: 'string',
		typeOptions: { password: true },
		displayOptions: { show: { format: ['pem', 'pkcs12'] } },
		default: '',
		description: 'What opens the container or the private key. Leave empty if it has none.',
	},
];
