import { EltError, type ErrorCode } from '../errors';
import { BROKE_BEFORE_SENDING, type Broke } from '../https/broke';
import { maskPersonnummerIn } from '../identity/masking';

/** What BankID answered in place of a result. */
export interface Refusal {
	readonly status: number;
	/** BankID's `errorCode`; empty when the answer carried none. */
	readonly errorCode: string;
	/** BankID's `details`: for developers, not for users. */
	readonly details: string;
}

interface Told {
	readonly code: ErrorCode;
	readonly message: string;
	readonly description: string;
}

const TRY_AGAIN = 'Wait a little and try again.';

/** BankID's error codes. */
const BY_ERROR_CODE: Readonly<Record<string, Told>> = {
	alreadyInProgress: {
		code: 'BANKID_ALREADY_IN_PROGRESS',
		message: 'BankID has an order for this person under way already, and ended it.',
		description:
			'Start one new order (RFA4): En identifiering eller underskrift pågår redan för ditt personnummer. Försök igen.',
	},
	invalidParameters: {
		code: 'BANKID_INVALID_PARAMETERS',
		message: 'BankID does not accept the order',
		description:
			'Mend the parameter that is named. An order that is over, or was collected to its end, is not known any more.',
	},
	unauthorized: {
		code: 'BANKID_UNAUTHORIZED',
		message: 'BankID does not accept the relying-party certificate for this service.',
		description:
			'Check that the credential has the certificate for this environment and that the agreement covers signing.',
	},
	requestTimeout: {
		code: 'BANKID_TIMEOUT',
		message: 'BankID did not get the whole request in time.',
		description: TRY_AGAIN,
	},
	internalError: {
		code: 'BANKID_INTERNAL',
		message: 'BankID has a technical fault.',
		description: `${TRY_AGAIN} (RFA5)`,
	},
	Maintenance: {
		code: 'BANKID_MAINTENANCE',
		message: 'BankID is closed for maintenance.',
		description: `${TRY_AGAIN} (RFA5)`,
	},
};

/** For answers whose error code is missing or new. */
const BY_STATUS: Readonly<Record<number, Told>> = {
	401: BY_ERROR_CODE['unauthorized'] ?? unknownRefusal(),
	403: BY_ERROR_CODE['unauthorized'] ?? unknownRefusal(),
	404: {
		code: 'BANKID_NOT_FOUND',
		message: 'BankID has nothing at the address called.',
		description: "Check the base address: it ends in '/rp/v6.0/'.",
	},
	405: {
		code: 'BANKID_METHOD',
		message: 'BankID does not take the HTTP method.',
		description: 'Check the base address, and that no proxy rewrites the call.',
	},
	408: BY_ERROR_CODE['requestTimeout'] ?? unknownRefusal(),
	415: {
		code: 'BANKID_MEDIA_TYPE',
		message: 'BankID does not take the content type.',
		description:
			'Check that no proxy rewrites the header Content-Type: it must be application/json and nothing more.',
	},
	429: {
		code: 'BANKID_TOO_MANY',
		message: 'BankID got too many calls.',
		description: TRY_AGAIN,
	},
	500: BY_ERROR_CODE['internalError'] ?? unknownRefusal(),
	503: BY_ERROR_CODE['Maintenance'] ?? unknownRefusal(),
};

function unknownRefusal(): Told {
	return {
		code: 'BANKID_UNKNOWN',
		message: 'BankID refused the call.',
		description: "Try again; if it stays, look the code up in BankID's documentation.",
	};
}

/** BankID's answer as an error; its own words are kept, without personnummer. */
export function refused(refusal: Refusal): EltError {
	const { status, errorCode, details } = refusal;
	const known = Object.hasOwn(BY_ERROR_CODE, errorCode) ? BY_ERROR_CODE[errorCode] : undefined;
	const { code, message, description } = known ?? BY_STATUS[status] ?? unknownRefusal();
	const words = [`HTTP ${status}`, errorCode, maskPersonnummerIn(details)].filter((part) => part !== '');
	return new EltError(code, `${message.replace(/\.$/, '')} (${words.join(', ')}).`, description, {
		cause: { status, errorCode },
	});
}

const BEFORE: ReadonlySet<string> = new Set(BROKE_BEFORE_SENDING);

const BROKEN: Readonly<Partial<Record<Broke, Told>>> = {
	serverUntrusted: {
		code: 'BANKID_SERVER_UNTRUSTED',
		message: "BankID's server shows a certificate that does not come from the configured TLS root.",
		description: "Check the credential's TLS root: BankID's own, and the one of this environment.",
	},
	serverExpired: {
		code: 'BANKID_SERVER_UNTRUSTED',
		message: "The certificate of BankID's server is not valid at this time.",
		description: "Check this machine's clock.",
	},
	serverName: {
		code: 'BANKID_SERVER_UNTRUSTED',
		message: "The server shows a certificate for another name than BankID's address.",
		description: 'Check the base address: this may not be the server it should be.',
	},
	clientRefused: {
		code: 'BANKID_CERTIFICATE_REFUSED',
		message: 'BankID did not accept the relying-party certificate.',
		description: 'Check that the certificate is for this environment, valid, and that its chain is complete.',
	},
	cancelledBefore: {
		code: 'BANKID_CANCELLED',
		message: 'The run was cancelled before BankID was called.',
		description: 'Run it again when you want to sign.',
	},
	cancelledAfter: {
		code: 'BANKID_CANCELLED',
		message: 'The run was cancelled while BankID was being waited for.',
		description:
			'Run it again when you want to sign; an order that was started runs out by itself within 3 minutes.',
	},
};

/** A call that broke on its way as an error. */
export function broken(at: Broke, cause: unknown): EltError {
	const told = BROKEN[at] ?? {
		code: BEFORE.has(at) ? ('BANKID_UNREACHABLE' as const) : ('BANKID_BROKEN' as const),
		message: BEFORE.has(at)
			? 'BankID could not be reached; nothing was sent.'
			: 'The connection to BankID broke before its answer was there.',
		description: BEFORE.has(at)
			? 'Check the network, the firewall and, where there is one, HTTPS_PROXY.'
			: 'An order that may have been started runs out by itself within 3 minutes. Then start a new one.',
	};
	return new EltError(told.code, told.message, told.description, { cause });
}

/** An answer that is not in the form BankID promises. */
export function unreadable(what: string, cause?: unknown): EltError {
	return new EltError(
		'BANKID_ANSWER',
		`BankID's answer can't be read: ${what}.`,
		"Try again; check that the address is BankID's and that no proxy answers in its place.",
		{ cause },
	);
}
