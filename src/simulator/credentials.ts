import type { Simulator } from './types';

/** A credential as `n8n import:credentials` takes it. */
export interface N8nCredential {
	readonly id: string;
	readonly name: string;
	readonly type: 'bankIdApi' | 'eltCertificateApi';
	/** Its fields, as they are filled in the panel. */
	readonly data: Readonly<Record<string, string>>;
}

/** Both credentials for n8n, with the ids that the example workflow names. */
export function n8nCredentials(simulator: Simulator): N8nCredential[] {
	const { client, relyingParty } = simulator;
	return [
		{
			id: 'simulatorElt',
			name: 'ELT (simulator)',
			type: 'eltCertificateApi',
			data: {
				environment: 'custom',
				address: simulator.eltUrl,
				format: 'pkcs12',
				pkcs12: client.p12.toString('base64'),
				passphrase: client.passphrase,
				ca: simulator.ca,
			},
		},
		{
			id: 'simulatorBankId',
			name: 'BankID (simulator)',
			type: 'bankIdApi',
			data: {
				environment: 'custom',
				address: simulator.bankIdUrl,
				signatureRoots: simulator.bankIdRoot,
				format: 'pkcs12',
				pkcs12: relyingParty.p12.toString('base64'),
				passphrase: relyingParty.passphrase,
				tlsRoots: simulator.bankIdTlsCa,
			},
		},
	];
}
