import type { IncomingHttpHeaders } from 'node:http';
import type { Language } from '../bankid/messages';
import type { OpenReport } from '../report/item/openReport';
import { languageOf } from './texts';
import type { Connection, LinkState, SignedOrder } from './linkOrder';
import { PAGE_PATH, type SigningSession } from './session';

/** The addresses below a link. */
export const ROUTES = ['page', 'script', 'report'] as const;

/** What is asked for. */
export type Route = (typeof ROUTES)[number];

/** The last part of each route's address. */
export const ROUTE_PATHS: Readonly<Record<Route, string>> = {
	page: PAGE_PATH,
	script: `${PAGE_PATH}-script`,
	report: `${PAGE_PATH}-report`,
};

/** A request as it came from a browser: nothing in it can be trusted. */
export interface PageRequest {
	readonly method: 'GET' | 'POST';
	readonly route: Route;
	readonly query: Readonly<Record<string, unknown>>;
	readonly body: Readonly<Record<string, unknown>>;
	readonly headers: IncomingHttpHeaders;
	/** The visitor's address. */
	readonly ip: string;
}

/** What came of a link, for the execution that waits. */
export type LinkOutcome =
	| { readonly status: 'signed'; readonly signed: SignedOrder }
	| { readonly status: 'declined'; readonly reason: string; readonly at: string };

/** What a browser is answered, and what goes to the execution, which then continues. */
export interface PageAnswer {
	readonly status: number;
	/** Those that are undefined are not sent. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: string;
	readonly outcome?: LinkOutcome;
}

/** What the page needs of its surroundings. */
export interface Surroundings {
	readonly session: SigningSession;
	/** Whether signatures count for real. */
	readonly isProduction: boolean;
	readonly now: () => Date;
	/** Reads the link's reports, each compared with its document. */
	readonly readReports: () => Promise<readonly OpenReport[]>;
	readonly connect: () => Promise<Connection>;
	/** Posts a form to the link, so that the execution continues though no page is open; gives the HTTP status. */
	readonly post: (url: string, form: Readonly<Record<string, string>>) => Promise<number>;
	/** Waits, in milliseconds. */
	readonly pause: (ms: number) => Promise<void>;
}

/** One request with all that is known of its link. */
export interface Visit extends Surroundings {
	readonly request: PageRequest;
	readonly link: LinkState;
	readonly language: Language;
	/** Lets the page's script run; new for each answer. */
	readonly scriptNonce: string;
}

/** One header as text; undefined where it is missing or sent twice. */
export function headerOf({ headers }: PageRequest, name: string): string | undefined {
	const value = headers[name];
	return typeof value === 'string' ? value : undefined;
}

/** The language that the visitor chose or the browser prefers. */
export function languageOfRequest(request: PageRequest): Language {
	return languageOf(request.body['lang'] ?? request.query['lang'], headerOf(request, 'accept-language'));
}

/** An address below the link. @param parameters are added to its query */
export function addressOf(
	{ url }: SigningSession,
	route: Route,
	parameters: Readonly<Record<string, string>> = {},
): string {
	const address = new URL(url);
	address.pathname = address.pathname.replace(/[^/]+$/, ROUTE_PATHS[route]);
	for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
	return address.href;
}
