/**
 * The public surface for programmers: build, sign, verify and submit tidredovisningar without n8n.
 */

export type { Environment } from './environments';
export { ERROR_CODES, EltError, type ErrorCode, type Level, type Problem } from './errors';

export type { ItemSignature, ReportItem, SignerRole } from './report/item/item';
export type {
	Assistansanordnare,
	Assistent,
	Berakningsperiod,
	Deadline,
	Hours,
	PersonSomHarAssistans,
	ProviderDefaults,
	RapportRad,
	Tidredovisning,
	Tidstyp,
} from './tidredovisning/types';

export { type BuildInput, buildReports, type BuildResult, type BuiltReport } from './report/build/build';
export type { BuildReportsOptions } from './report/build/types';
export { readProviderDefaults } from './report/build/providerDefaults';
export { OpenReport } from './report/item/openReport';
export { validateDocument, type ValidateOptions } from './report/item/validate';
export { previewOf } from './report/item/preview';

export { type OrderPlan, planOrders, type PlanOptions, type SignPlan } from './report/sign/plan';
export { attachSignature, type AttachOptions, type SignatureEvidence } from './report/sign/attach';
export { type SignedReport, signReports, type SignReportsOptions } from './report/sign/sign';
export { type ItemVerdict, type SignatureVerdict, verifyReport, verifyReports } from './report/sign/verify';
export { partsOf, type PartVerdict, type ReportParts } from './report/sign/parts';
export { type SignaturePolicy, signaturePolicy, type SignaturePolicyOptions } from './signature/policy';

export { type SubmittedReport, submitReports, type SubmitReportsOptions } from './report/submit/submit';
export { type Evidence, readEvidence, writeEvidence } from './report/evidence/evidence';
export type { Outcome, Receipt } from './elt/receipt';
export type { Known, LedgerEntry, OrderLedger, ReportLedger } from './ledger/types';

export { type BankIdClient, type BankIdClientOptions, createBankIdClient } from './bankid/client';
export { bankIdBaseUrl } from './bankid/environments';
export { qrSvg, type QrStart, qrText } from './bankid/qr';
export { type StartLinks, startLinks } from './bankid/startLinks';
export { createEltClient, type EltClient, type EltClientOptions } from './elt/client';
export { eltEndpoint, type EltEndpoint } from './elt/environments';
export { createMemoryLedger } from './ledger/memory';
export { createPace, type Pace } from './elt/pace';

export { type Certificate, type CertificateInput, loadCertificate } from './certificate/load';
export { type CertificateReport, inspectCertificate } from './certificate/inspect';
