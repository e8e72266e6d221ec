import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { type CertificateReport, inspectCertificate } from '../../../src/certificate/inspect';
import type { Certificate } from '../../../src/certificate/load';
import { bankIdBaseUrl } from '../../../src/bankid/environments';
import { eltEndpoint } from '../../../src/elt/environments';
import { EltError } from '../../../src/errors';
import { demandRelyingParty } from '../../../src/report/sign/bankIdGuards';
import { readCertificateCredential, rootsOf } from './certificate';
import { openDatabase } from '../../../src/ledger/postgres/database';
import { bankIdPolicy } from './bankId';
import { ledgerDatabaseOf } from './memory';

type Credentials = ICredentialsDecrypted<ICredentialDataDecryptedObject>;

/** Opens the certificate for ELT and says whose it is and until when; asks no network. */
export async function eltCertificateApiTest(
	this: ICredentialTestFunctions,
	credential: Credentials,
): Promise<INodeCredentialTestResult> {
	return await testResult(async () => {
		const { environment, address, certificate } = await readCertificateCredential(credential.data ?? {});
		const endpoint = eltEndpoint(environment, address);
		rootsOf(credential.data ?? {}, 'ca');
		return [certificateText(certificate), `Reports go to ${endpoint.host} (${environment}).`];
	});
}

/** Opens the relying party's certificate and says whose it is; knows BankID's roots and address; asks no network. */
export async function bankIdApiTest(
	this: ICredentialTestFunctions,
	credential: Credentials,
): Promise<INodeCredentialTestResult> {
	return await testResult(async () => {
		const data = credential.data ?? {};
		const { environment, address, certificate } = await readCertificateCredential(data);
		const policy = await bankIdPolicy(data);
		if (certificate) {
			bankIdBaseUrl(environment, address);
			demandRelyingParty({ environment, x509: certificate.x509, tlsRoots: rootsOf(data, 'tlsRoots') });
		}
		return [
			certificateText(certificate),
			`Signatures are verified against ${policy.roots.length} root(s) (${policy.environment}).`,
		];
	});
}

/** Opens the ledger's database, and creates its schema on first use. */
export async function eltLedgerApiTest(
	this: ICredentialTestFunctions,
	credential: Credentials,
): Promise<INodeCredentialTestResult> {
	return await testResult(async () => {
		const database = await openDatabase(ledgerDatabaseOf(credential.data ?? {}));
		await database.close();
		return ['The ledger can be used.'];
	});
}

function certificateText(certificate: Certificate | null): string {
	if (!certificate) return 'No certificate: signatures are verified, orders are not possible.';
	const report = inspectCertificate(certificate, { now: new Date() });
	refuseErrors(report);
	const warnings = report.problems
		.filter(({ level }) => level === 'warning')
		.map(({ message }) => `${message}.`);
	const number = report.organisationsnummer === null ? '' : ` (${report.organisationsnummer})`;
	const until = report.validTo.slice(0, 10);
	const who = report.commonName ?? report.subject;
	return [
		`Certificate for ${who}${number}, valid until ${until}, ${report.daysLeft} days left.`,
		...warnings,
	].join(' ');
}

function refuseErrors({ problems }: CertificateReport): void {
	const first = problems.find(({ level }) => level === 'error');
	if (first) throw new EltError('CERTIFICATE_UNREADABLE', first.message, first.description, { problems });
}

async function testResult(read: () => Promise<string[]>): Promise<INodeCredentialTestResult> {
	try {
		return { status: 'OK', message: (await read()).join(' ') };
	} catch (error) {
		const what =
			error instanceof EltError ? `${error.message.replace(/\.$/, '')}. ${error.description}` : String(error);
		return { status: 'Error', message: what };
	}
}
