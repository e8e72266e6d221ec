import { createBankIdClient } from '../../src/bankid/client';
import { loadCertificate } from '../../src/certificate/load';
import { exampleCsv, generateExample } from '../../src/export/example';
import { buildReports } from '../../src/report/build/build';
import { readProviderDefaults } from '../../src/report/build/providerDefaults';
import { OpenReport } from '../../src/report/item/openReport';
import { planOrders } from '../../src/report/sign/plan';
import { startSimulator, type Simulator } from '../../src/simulator';
import { answerVisitor } from '../../src/signingPage/answer';
import { cancelLinkOrder, linkState } from '../../src/signingPage/linkOrder';
import { newNonce } from '../../src/signingPage/nonce';
import { sealingKey } from '../../src/signingPage/seal';
import { linkOf, type SigningSession } from '../../src/signingPage/session';
import type { LinkOutcome, PageAnswer, PageRequest, Surroundings } from '../../src/signingPage/visit';
import { signaturePolicy } from '../../src/signature/policy';
import { keepSecret } from '../secrets/lines';
import { ANORDNARE, TODAY } from '../report/world';

/** A phone's browser, as it names itself. */
export const PHONE =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';

/** A computer's browser, as it names itself. */
export const COMPUTER =
	'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0';

/** One browser: it keeps its cookie, and remembers what came to the execution. */
export interface Visitor {
	get(query?: Readonly<Record<string, unknown>>, route?: PageRequest['route']): Promise<PageAnswer>;
	post(
		body: Readonly<Record<string, unknown>>,
		query?: Readonly<Record<string, unknown>>,
	): Promise<PageAnswer>;
	/** Asks until the page is in one of the states. */
	until(...states: readonly string[]): Promise<PageAnswer>;
}

/** One link and everything around it that a test may steer. */
export interface Link {
	readonly session: SigningSession;
	readonly surroundings: Surroundings;
	/** What has come to the execution, in order. */
	readonly outcomes: LinkOutcome[];
	/** What the server has sent to its own link. */
	readonly posted: Readonly<Record<string, string>>[];
	visitor(options?: { readonly userAgent?: string; readonly headers?: PageRequest['headers'] }): Visitor;
}

/** A simulator of BankID, and links over its reports. */
export interface PageWorld {
	readonly simulator: Simulator;
	/** Unsigned reports of different assistenter. */
	readonly reports: readonly OpenReport[];
	/** Makes a link for one report of its assistent, or for all reports of the anordnare. */
	link(reports: readonly OpenReport[], changes?: Partial<LinkChanges>): Promise<Link>;
	close(): Promise<void>;
}

/** What may differ from an ordinary link. */
export interface LinkChanges {
	readonly role: SigningSession['role'];
	readonly session: Partial<SigningSession>;
	readonly surroundings: Partial<Surroundings>;
}

/** The state that a page or a part of it is in. */
export function stateOf({ body }: PageAnswer): string {
	return /data-state="(\w+)"/.exec(body)?.[1] ?? '';
}

/** Starts a simulator whose persons wait until the test lets them sign. */
export async function startPageWorld(): Promise<PageWorld> {
	const simulator = await startSimulator({ behaviour: 'wait', bankId: { pendingCollects: 0 } });
	const { relyingParty } = simulator;
	keepSecret(relyingParty.passphrase);
	const certificate = await loadCertificate({
		pkcs12: relyingParty.p12,
		passphrase: relyingParty.passphrase,
	});
	const policy = signaturePolicy({ environment: 'custom', roots: [simulator.bankIdRoot] });
	const key = sealingKey(certificate.keyPem);
	const example = generateExample({ month: '2026-10', assistants: 40 });
	const file = Buffer.from(exampleCsv(example.rows));
	const defaults = readProviderDefaults(example.anordnare);
	const built = await buildReports({ file }, { today: TODAY, month: '2026-10', defaults });
	const reports: OpenReport[] = [];
	for (const [from, { item }] of built.reports.entries()) reports.push(await OpenReport.read(item, from));
	const connect = async () => {
		const client = createBankIdClient({
			baseUrl: simulator.bankIdUrl,
			certificate,
			ca: [simulator.bankIdTlsCa],
		});
		return { client, policy, key, close: () => client.close() };
	};
	const sessions: SigningSession[] = [];
	const link: PageWorld['link'] = async (items, changes = {}) => {
		const role = changes.role ?? 'assistent';
		const plan = await planOrders(items, {
			role,
			policy,
			today: TODAY,
			now: () => new Date(),
			signer: ANORDNARE,
		});
		const [order] = plan.orders;
		if (!order?.signer) throw plan.refused[0]?.error ?? new TypeError('nothing to sign');
		const nonce = newNonce();
		const session: SigningSession = {
			nonce,
			url: linkOf('https://n8n.example/webhook-waiting/7?signature=abc', nonce),
			createdAt: new Date().toISOString(),
			expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
			environment: 'custom',
			role,
			signer: order.signer,
			visibleText: order.visibleText,
			format: order.format,
			userNonVisibleData: order.userNonVisibleData,
			...changes.session,
		};
		sessions.push(session);
		const posted: Readonly<Record<string, string>>[] = [];
		const surroundings: Surroundings = {
			session,
			isProduction: false,
			now: () => new Date(),
			readReports: async () => items,
			connect,
			post: async (_url, form) => {
				posted.push(form);
				return 409;
			},
			pause: () => new Promise(() => {}),
			...changes.surroundings,
		};
		const outcomes: LinkOutcome[] = [];
		return {
			session,
			surroundings,
			outcomes,
			posted,
			visitor: (options) => visitorOf(surroundings, outcomes, options),
		};
	};
	const close = async () => {
		for (const { nonce } of sessions) await cancelLinkOrder(linkState(nonce, 0, 0), connect);
		await simulator.close();
	};
	return { simulator, reports, link, close };
}

function visitorOf(
	surroundings: Surroundings,
	outcomes: LinkOutcome[],
	{ userAgent = COMPUTER, headers = {} }: Parameters<Link['visitor']>[0] = {},
): Visitor {
	let cookie: string | undefined;
	const send = async (
		request: Pick<PageRequest, 'method' | 'route' | 'query' | 'body'>,
	): Promise<PageAnswer> => {
		const answer = await answerVisitor(
			{ ...request, headers: { 'user-agent': userAgent, cookie, ...headers }, ip: '::ffff:192.0.2.7' },
			surroundings,
		);
		cookie = answer.headers['Set-Cookie']?.split(';')[0] ?? cookie;
		if (answer.outcome) outcomes.push(answer.outcome);
		return answer;
	};
	const { nonce } = surroundings.session;
	const visitor: Visitor = {
		get: async (query = {}, route = 'page') =>
			await send({ method: 'GET', route, query: { nonce, ...query }, body: {} }),
		post: async (body, query = {}) =>
			await send({
				method: 'POST',
				route: 'page',
				query: { nonce, ...query },
				body: { fragment: '1', ...body },
			}),
		until: async (...states) => {
			for (;;) {
				const answer = await visitor.post({ action: 'look' });
				if (states.includes(stateOf(answer))) return answer;
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
		},
	};
	return visitor;
}
