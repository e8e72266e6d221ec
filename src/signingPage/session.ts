import { type Environment, ENVIRONMENTS } from '../environments';
import { EltError } from '../errors';
import { Fields, isRecord, TEXT } from '../report/item/fields';
import { SIGNER_ROLES, type SignerRole } from '../report/item/item';
import type { OpenReport } from '../report/item/openReport';
import type { OrderPlan } from '../report/sign/plan';
import { bindingEntry, userNonVisibleData } from '../binding';

/** One signing link: who signs what, until when. The execution keeps it; a visitor never sees it whole. */
export interface SigningSession {
	/** What a visitor must show, 256 bits, base64url. */
	readonly nonce: string;
	/** The link, with the nonce. */
	readonly url: string;
	/** ISO instant. */
	readonly createdAt: string;
	/** ISO instant after which nothing can be signed. */
	readonly expiresAt: string;
	/** Of the BankID credential that the link was made with: another one must not sign with it. */
	readonly environment: Environment;
	readonly role: SignerRole;
	/** 12 digits: the only person who can sign. */
	readonly signer: string;
	/** As it is shown in the app, not base64. */
	readonly visibleText: string;
	readonly format: OrderPlan['format'];
	/** The bindings of all reports, base64. */
	readonly userNonVisibleData: string;
}

/** So long after a link's time an order that was started within it can still be signed, milliseconds. */
const GRACE_MS = 300_000;

/** Until when the execution waits: longer than the link works, so that no signature comes too late. */
export function waitsUntil({ expiresAt }: Pick<SigningSession, 'expiresAt'>): Date {
	return new Date(Date.parse(expiresAt) + GRACE_MS);
}

/** The path of the page, after the address at which n8n resumes the execution. */
export const PAGE_PATH = 'sign';

/** The name of the nonce in the link. */
export const NONCE_PARAMETER = 'nonce';

/**
 * The link of a session.
 * @param resumeUrl where n8n resumes the execution; newer versions of n8n put a token into its query
 */
export function linkOf(resumeUrl: string, nonce: string): string {
	const url = new URL(resumeUrl);
	url.pathname = `${url.pathname.replace(/\/$/, '')}/${PAGE_PATH}`;
	url.searchParams.set(NONCE_PARAMETER, nonce);
	return url.href;
}

/**
 * Reads the session that an execution has kept.
 * @throws EltError `ITEM_INVALID` for anything else
 */
export function readSession(json: unknown): SigningSession {
	if (!isRecord(json)) throw noSession();
	const fields = new Fields(json, 'session');
	const session: SigningSession = {
		nonce: fields.text('nonce', TEXT.filled),
		url: fields.text('url', TEXT.filled),
		createdAt: fields.text('createdAt', TEXT.instant),
		expiresAt: fields.text('expiresAt', TEXT.instant),
		environment: fields.oneOf('environment', ENVIRONMENTS),
		role: fields.oneOf('role', SIGNER_ROLES),
		signer: fields.text('signer', TEXT.personnummer),
		visibleText: fields.text('visibleText', TEXT.filled),
		format: fields.oneOf('format', ['plaintext', 'simpleMarkdownV1']),
		userNonVisibleData: fields.text('userNonVisibleData', TEXT.base64),
	};
	if (fields.problems.length > 0) throw noSession();
	return session;
}

function noSession(): EltError {
	return new EltError(
		'ITEM_INVALID',
		'The execution has no signing link',
		"Put a node with the operation 'Create Signing Link' before 'Wait for Signature', in the same workflow.",
	);
}

/**
 * The order of a session, over exactly the reports that its link was made for.
 * @throws EltError `DOCUMENT_CHANGED` when the reports are others now
 */
export function planOfSession(session: SigningSession, reports: readonly OpenReport[]): OrderPlan {
	const { role, signer, visibleText, format } = session;
	const [first, ...others] = reports;
	if (
		!first ||
		userNonVisibleData(reports.map(({ item }) => bindingEntry(item))) !== session.userNonVisibleData
	) {
		throw new EltError(
			'DOCUMENT_CHANGED',
			'The reports are not the ones that the signing link was made for',
			"Pass the items from 'Create Signing Link' on to 'Wait for Signature' unchanged, all of them and in the same order.",
		);
	}
	return {
		role,
		signer,
		visibleText,
		format,
		userNonVisibleData: session.userNonVisibleData,
		reports: [first, ...others],
	};
}
