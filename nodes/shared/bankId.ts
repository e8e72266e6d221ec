import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { type BankIdClient, createBankIdClient } from '../../src/bankid/client';
import { bankIdBaseUrl } from '../../src/bankid/environments';
import { demandOrderable } from '../../src/report/bankIdGuards';
import { type SignaturePolicy, signaturePolicy } from '../../src/signature/policy';
import { demandCertificate, readCertificateCredential, rootsOf, textOf } from './certificate';
import { warnOfExpiry } from './expiry';

/** Which BankID signatures count, and how orders are made. */
export interface BankIdConnection {
	readonly client: BankIdClient;
	readonly policy: SignaturePolicy;
}

/**
 * Which BankID signatures count, as the credential says: the environment's roots, and whose orders.
 *
 * @throws EltError `CERTIFICATE_ROOT_UNKNOWN` for a root that test and production don't know
 */
export async function bankIdPolicy(credential: ICredentialDataDecryptedObject): Promise<SignaturePolicy> {
	const { environment, certificate } = await readCertificateCredential(credential);
	const relyingParty = certificate?.certificatePem ?? textOf(credential, 'relyingParty').trim();
	return signaturePolicy({
		environment,
		roots: rootsOf(credential, 'signatureRoots'),
		...(relyingParty === '' ? {} : { relyingParty }),
	});
}

/**
 * Opens the way to BankID for as long as the work lasts; warns when the relying party's certificate soon runs out.
 *
 * @param textApproved whether the text is the one Försäkringskassan prescribes; demanded in production. Leave it
 *   out where no order is made.
 * @throws EltError when the credential can't be used in its environment
 */
export async function withBankId<T>(
	context: IExecuteFunctions,
	textApproved: boolean,
	work: (connection: BankIdConnection) => Promise<T>,
): Promise<T> {
	const credential = await context.getCredentials('bankIdApi');
	const read = await readCertificateCredential(credential);
	const certificate = demandCertificate(read, 'BankID API');
	const tlsRoots = rootsOf(credential, 'tlsRoots');
	demandOrderable({ environment: read.environment, x509: certificate.x509, tlsRoots, textApproved });
	warnOfExpiry(context, certificate, 'BankID');
	const policy = await bankIdPolicy(credential);
	const client = createBankIdClient({
		baseUrl: bankIdBaseUrl(read.environment, read.address),
		certificate,
		ca: tlsRoots,
	});
	try {
		return await work({ client, policy });
	} finally {
		client.close();
	}
}
