import type { IExecuteFunctions } from 'n8n-workflow';

import type { Certificate, LoadOptions } from '../../../src/certificate/load';
import { createEltClient, type EltClient } from '../../../src/elt/client';
import { type EltEndpoint, eltEndpoint } from '../../../src/elt/environments';
import { demandCertificate, readCertificateCredential, rootsOf } from './certificate';
import { warnOfExpiry } from './expiry';

/** Where reports go and with which certificate, as the credential says. */
export interface EltConnection {
	readonly endpoint: EltEndpoint;
	readonly certificate: Certificate;
	/** Trusted for the server in addition to the system's roots, PEM. */
	readonly ca: readonly string[];
}

/**
 * Reads the credential for ELT; warns when its certificate soon runs out.
 *
 * @param use which of several certificates is taken; default: for TLS
 * @throws EltError for a certificate that can't be opened or an address that can't be used
 */
export async function readEltConnection(
	context: IExecuteFunctions,
	use?: LoadOptions['use'],
): Promise<EltConnection> {
	const credential = await context.getCredentials('eltCertificateApi');
	const read = await readCertificateCredential(credential, use);
	const certificate = demandCertificate(read, 'Försäkringskassan ELT Certificate API');
	warnOfExpiry(context, certificate, 'ELT');
	return {
		endpoint: eltEndpoint(read.environment, read.address),
		certificate,
		ca: rootsOf(credential, 'ca'),
	};
}

/** Keeps connections to ELT for as long as the work lasts. */
export async function withEltClient<T>(
	{ endpoint, certificate, ca }: EltConnection,
	work: (client: EltClient) => Promise<T>,
): Promise<T> {
	const client = createEltClient({ endpoint, certificate, ca });
	try {
		return await work(client);
	} finally {
		client.close();
	}
}
