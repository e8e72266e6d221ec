import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { type BankIdClient, createBankIdClient } from '../../../src/bankid/client';
import { bankIdBaseUrl } from '../../../src/bankid/environments';
import type { Environment } from '../../../src/environments';
import type { Certificate } from '../../../src/certificate/load';
import { EltError } from '../../../src/errors';
import { demandRelyingParty } from '../../../src/report/sign/bankIdGuards';
import { type SignaturePolicy, signaturePolicy } from '../../../src/signature/policy';
import {
	type CertificateCredential,
	demandCertificate,
	readCertificateCredential,
	rootsOf,
	textOf,
} from './certificate';
import { warnOfExpiry } from './expiry';

/** Which BankID signatures count, and how orders are made. */
export interface BankIdConnection {
	readonly client: BankIdClient;
	readonly policy: SignaturePolicy;
}

/**
 * Which BankID signatures count, as the credential says: the environment's roots, and whose orders.
 *
 * @throws EltError `CERTIFICATE_ROOT_UNKNOWN` for a root that test and production don't know; `SIGNATURE_POLICY` in
 *   production without a relying party; `INPUT_INVALID` for one that can't be read
 */
export async function bankIdPolicy(credential: ICredentialDataDecryptedObject): Promise<SignaturePolicy> {
	return policyOf(credential, await readCertificateCredential(credential));
}

function policyOf(
	credential: ICredentialDataDecryptedObject,
	{ environment, certificate }: CertificateCredential,
): SignaturePolicy {
	const relyingParty = textOf(credential, 'relyingParty').trim() || certificate?.certificatePem;
	if (relyingParty === undefined && environment === 'production') throw anybodys();
	return signaturePolicy({
		environment,
		roots: rootsOf(credential, 'signatureRoots'),
		...(relyingParty === undefined ? {} : { relyingParty }),
	});
}

function anybodys(): EltError {
	return new EltError(
		'SIGNATURE_POLICY',
		"In production it must be known whose BankID orders count, and the credential 'BankID API' doesn't say",
		"Fill in 'Relying Party': the organisationsnummer of the company that orders the signatures.",
	);
}

/** A connection to BankID, which the caller closes, and what its credential contains. */
export interface OpenBankId extends BankIdConnection {
	readonly environment: Environment;
	/** The relying party's. */
	readonly certificate: Certificate;
}

/**
 * Opens a connection to BankID.
 *
 * @param demand what else must hold in the credential's environment; throws where it doesn't
 * @throws EltError when the credential cannot be used in its environment
 */
export async function openBankId(
	credential: ICredentialDataDecryptedObject,
	demand: (environment: Environment) => void = () => undefined,
): Promise<OpenBankId> {
	const read = await readCertificateCredential(credential);
	const certificate = demandCertificate(read, 'BankID API');
	const tlsRoots = rootsOf(credential, 'tlsRoots');
	demand(read.environment);
	demandRelyingParty({ environment: read.environment, x509: certificate.x509, tlsRoots });
	const policy = policyOf(credential, read);
	const client = createBankIdClient({
		baseUrl: bankIdBaseUrl(read.environment, read.address),
		certificate,
		ca: tlsRoots,
	});
	return { client, policy, environment: read.environment, certificate };
}

/**
 * Opens a connection to BankID for as long as the work lasts; warns when the relying party's certificate soon
 * expires.
 *
 * @param demand what else must hold in the credential's environment; throws where it doesn't
 * @throws EltError when the credential cannot be used in its environment
 */
export async function withBankId<T>(
	context: IExecuteFunctions,
	work: (connection: OpenBankId) => Promise<T>,
	demand?: (environment: Environment) => void,
): Promise<T> {
	const connection = await openBankId(await context.getCredentials('bankIdApi'), demand);
	warnOfExpiry(context, connection.certificate, 'BankID');
	try {
		return await work(connection);
	} finally {
		connection.client.close();
	}
}
