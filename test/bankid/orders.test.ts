import { EltError } from '../../src/errors';
import type { FinalResult, PendingResult, StartedOrder } from '../../src/bankid/answers';
import {
	createBankIdClient,
	type BankIdClient,
	type BankIdClientOptions,
	type SignRequest,
} from '../../src/bankid/client';
import { collectUntilDone, orderFailed } from '../../src/bankid/collect';
import {
	cancelOrder,
	collectOrder,
	finishOrder,
	signAndWait,
	startOrder,
	startPhoneOrder,
} from '../../src/bankid/orders';
import { signaturePolicy } from '../../src/signature/policy';
import { verifyBankIdSignature } from '../../src/signature/bankidSignature';
import { startBankId, type BankIdServer } from '../../src/simulator/bankid/server';
import type { Pki } from '../../src/simulator/pki/pki';
import { sharedPki } from '../world/pki';

const SIGNER = '198911079930';
const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const ENTRY = { id: '4a8db4b8-bc29-4406-901c-3f69298cabe3', sha256: 'a'.repeat(64) };

const request = (personalNumber?: string): SignRequest => ({
	endUserIp: '192.0.2.1',
	userVisibleData: base64('Tidredovisning'),
	userNonVisibleData: base64(`${ENTRY.id},${ENTRY.sha256}`),
	...(personalNumber === undefined ? {} : { requirement: { personalNumber } }),
});

let pki: Pki;
let server: BankIdServer;
let client: BankIdClient;

const clientWith = (options: Partial<BankIdClientOptions> = {}) =>
	createBankIdClient({
		baseUrl: server.url,
		certificate: pki.relyingParty.leaf,
		ca: [pki.bankIdTls.root.certificatePem],
		connectTimeoutMs: 20_000,
		environment: {},
		...options,
	});

const paths = () => server.calls().map(({ path }) => path);
const fast = { intervalMs: 1 };

/** The person opens the app with what the started order gives. */
const open = (order: StartedOrder) => void server.phones.open(order);
const opened = { ...fast, onStarted: open };

/** Starts an order that the person opens at once. */
async function startOpened(): Promise<StartedOrder> {
	const order = await startOrder(client, request());
	open(order);
	return order;
}

async function rejection(promise: Promise<unknown>): Promise<EltError> {
	const error: unknown = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof EltError) return error;
	throw new TypeError(`not an EltError: ${String(error)}`);
}

beforeAll(async () => {
	pki = await sharedPki();
});

beforeEach(async () => {
	server = await startBankId({ pki });
	client = clientWith();
});

afterEach(async () => {
	client.close();
	await server.close();
});

describe('signing', () => {
	it('starts, collects and gives a signature that holds', async () => {
		const started: StartedOrder[] = [];
		const pending: PendingResult[] = [];
		const saved: FinalResult[] = [];
		const result = await signAndWait(client, request(SIGNER), {
			...fast,
			onStarted: (order) => {
				started.push(order);
				open(order);
			},
			onPending: (state) => pending.push(state),
			saveFinal: (final) => void saved.push(final),
		});
		if (result.status !== 'complete') throw new TypeError(result.hintCode);
		expect(saved).toEqual([result]);
		expect(started[0]?.orderRef).toBe(result.orderRef);
		expect(pending.map(({ hintCode }) => hintCode)).toEqual(['started', 'userSign']);
		const { signature, ocspResponse } = result.completionData;
		const policy = signaturePolicy({ environment: 'custom', roots: [pki.signatures.root.certificatePem] });
		const proven = await verifyBankIdSignature({ signature, ocspResponse }, policy, {
			binding: ENTRY,
			signer: SIGNER,
			now: new Date(),
		});
		expect(proven.signer.personnummer).toBe(SIGNER);
	});

	it.each([
		['cancel', 'userCancel', 'The action was cancelled.', 'RFA6'],
		['certificateErr', 'certificateErr', 'Your BankID is blocked or too old.', 'RFA16'],
		['unknownHint', 'aNewFailedHint', 'Something went wrong. Please try again.', 'RFA22'],
	] as const)(
		'a person who does "%s" gives a failed result and a text for it',
		async (behaviour, hint, says, rfa) => {
			server.persons.set({ personnummer: SIGNER, givenName: 'Åsa', surname: 'Sjöö', behaviour });
			const result = await signAndWait(client, request(SIGNER), opened);
			if (result.status !== 'failed') throw new TypeError(result.status);
			const error = orderFailed(result);
			expect(error.code).toBe('BANKID_ORDER_FAILED');
			expect(error.message).toContain(`(${hint}): ${says}`);
			expect(error.description).toMatch(new RegExp(`^${rfa}: `));
		},
	);

	it('an order that nobody opens fails, with a text that says so', async () => {
		const impatient = await startBankId({ pki, startLimitMs: 30 });
		const own = clientWith({ baseUrl: impatient.url });
		const result = await signAndWait(own, request(SIGNER), fast);
		expect(result).toMatchObject({ status: 'failed', hintCode: 'startFailed' });
		own.close();
		await impatient.close();
	});

	it('on the telephone works the same', async () => {
		const { userVisibleData, userNonVisibleData = '' } = request();
		const shown = { userVisibleData, userNonVisibleData };
		const { orderRef } = await startPhoneOrder(client, {
			...shown,
			personalNumber: SIGNER,
			callInitiator: 'RP',
		});
		expect((await finishOrder(client, orderRef, fast)).status).toBe('complete');
	});
});

describe('one order per signer', () => {
	it('a second one of the same signer waits for the first; others run side by side', async () => {
		const other = '197802219811';
		const finished = await Promise.all([
			signAndWait(client, request(SIGNER), opened),
			signAndWait(client, request(SIGNER), opened),
			signAndWait(client, request(SIGNER), opened),
			signAndWait(client, request(other), opened),
		]);
		expect(finished.map(({ status }) => status)).toEqual(Array(4).fill('complete'));
		expect(server.calls().filter(({ errorCode }) => errorCode === 'alreadyInProgress')).toEqual([]);
	});

	it('an order that was left running is not joined by a second one, until it is collected or cancelled', async () => {
		server.persons.set({ personnummer: SIGNER, givenName: 'Åsa', surname: 'Sjöö', behaviour: 'neverStart' });
		const { orderRef } = await startOrder(client, request(SIGNER));
		const error = await rejection(startOrder(client, request(SIGNER)));
		expect(error.code).toBe('BANKID_ORDER_RUNNING');
		expect(error.message).toBe('An order for 19891107-**** is under way already.');
		expect(await collectOrder(client, orderRef)).toMatchObject({ status: 'pending' });
		await cancelOrder(client, orderRef);
		const second = await startOrder(client, request(SIGNER));
		await cancelOrder(client, second.orderRef);
	});

	it('an order whose start link cannot be handed out is ended, and a new one can be started', async () => {
		const onStarted = () => Promise.reject(new Error('no way to the person'));
		await expect(signAndWait(client, request(SIGNER), { ...fast, onStarted })).rejects.toThrow('no way');
		expect(paths()).toEqual(['sign', 'cancel']);
		expect((await signAndWait(client, request(SIGNER), opened)).status).toBe('complete');
	});

	it('an order that BankID refused leaves the way free', async () => {
		server.force({ status: 503, errorCode: 'Maintenance', details: '', endpoint: 'sign' });
		expect((await rejection(signAndWait(client, request(SIGNER), opened))).code).toBe('BANKID_MAINTENANCE');
		expect((await signAndWait(client, request(SIGNER), opened)).status).toBe('complete');
	});
});

describe('the final result', () => {
	it('is saved before anything else, and a store that fails stops everything', async () => {
		const error = signAndWait(client, request(SIGNER), {
			...opened,
			saveFinal: () => Promise.reject(new Error('disk full')),
		});
		await expect(error).rejects.toThrow('disk full');
	});

	it('is collected once', async () => {
		await signAndWait(client, request(SIGNER), opened);
		expect(paths().filter((path) => path === 'collect')).toHaveLength(3);
	});

	it('is kept, and given again to whoever asks again, without asking BankID', async () => {
		const { orderRef } = await startOpened();
		const result = await finishOrder(client, orderRef, fast);
		const collects = paths().length;
		expect(await collectOrder(client, orderRef)).toEqual(result);
		expect(await finishOrder(client, orderRef, fast)).toEqual(result);
		expect(paths()).toHaveLength(collects);
	});

	it('is kept also when the store of the caller fails', async () => {
		const { orderRef } = await startOpened();
		const saveFinal = () => Promise.reject(new Error('disk full'));
		await expect(finishOrder(client, orderRef, { ...fast, saveFinal })).rejects.toThrow('disk full');
		expect((await collectOrder(client, orderRef)).status).toBe('complete');
	});

	it('is given to both of two who ask at the same time', async () => {
		const { orderRef } = await startOpened();
		const [one, other] = await Promise.all([
			finishOrder(client, orderRef, fast),
			finishOrder(client, orderRef, fast),
		]);
		expect(one.status).toBe('complete');
		expect(other).toEqual(one);
	});

	it('that somebody else has collected is gone', async () => {
		const { orderRef } = await startOpened();
		await collectUntilDone(client, orderRef, fast);
		const error = await rejection(collectOrder(client, orderRef));
		expect(error.code).toBe('BANKID_INVALID_PARAMETERS');
		expect(error.message).toMatch(/^BankID does not accept the order \(HTTP 400, invalidParameters, /);
	});
});

describe('leaving', () => {
	beforeEach(() => {
		server.persons.set({ personnummer: SIGNER, givenName: 'Åsa', surname: 'Sjöö', behaviour: 'neverStart' });
	});

	it('cancels the order at BankID', async () => {
		const cancel = new AbortController();
		const signing = signAndWait(client, request(SIGNER), {
			...fast,
			signal: cancel.signal,
			onPending: () => cancel.abort(),
		});
		const error = await rejection(signing);
		expect(error.code).toBe('BANKID_CANCELLED');
		expect(error.message).toBe('The run was cancelled; the BankID order was ended.');
		expect(paths().at(-1)).toBe('cancel');
		expect(server.orders.list().length).toBe(0);
	});

	it('after the time limit does the same', async () => {
		const error = await rejection(signAndWait(client, request(SIGNER), { ...fast, limitMs: 30 }));
		expect(error.code).toBe('BANKID_LIMIT');
		expect(error.message).toBe('Nobody signed within the time given; the BankID order was ended.');
		expect(server.orders.list().length).toBe(0);
	});

	it('while an earlier order of the signer is waited for starts nothing', async () => {
		const first = await startOrder(client, request(SIGNER));
		const cancel = new AbortController();
		const second = signAndWait(client, request(SIGNER), { ...fast, signal: cancel.signal });
		cancel.abort();
		expect((await rejection(second)).code).toBe('BANKID_CANCELLED');
		expect(paths()).toEqual(['sign']);
		await cancelOrder(client, first.orderRef);
	});
});

describe('an order that BankID no longer has', () => {
	/** Starts an order and ends it behind the back of this process. */
	async function startLost(): Promise<string> {
		const { orderRef } = await startOrder(client, request(SIGNER));
		await client.cancel(orderRef);
		expect((await rejection(startOrder(client, request(SIGNER)))).code).toBe('BANKID_ORDER_RUNNING');
		return orderRef;
	}

	it('is over for who cancels it, and leaves the way free', async () => {
		await cancelOrder(client, await startLost());
		expect((await startOrder(client, request(SIGNER))).orderRef).not.toBe('');
	});

	it('can not be collected, and leaves the way free', async () => {
		const error = await rejection(collectOrder(client, await startLost()));
		expect(error.code).toBe('BANKID_INVALID_PARAMETERS');
		expect((await startOrder(client, request(SIGNER))).orderRef).not.toBe('');
	});
});

describe('refusals', () => {
	it.each([
		[400, 'alreadyInProgress', 'BANKID_ALREADY_IN_PROGRESS'],
		[400, 'invalidParameters', 'BANKID_INVALID_PARAMETERS'],
		[401, 'unauthorized', 'BANKID_UNAUTHORIZED'],
		[403, 'unauthorized', 'BANKID_UNAUTHORIZED'],
		[403, '', 'BANKID_UNAUTHORIZED'],
		[404, 'notFound', 'BANKID_NOT_FOUND'],
		[405, '', 'BANKID_METHOD'],
		[408, 'requestTimeout', 'BANKID_TIMEOUT'],
		[415, 'unsupportedMediaType', 'BANKID_MEDIA_TYPE'],
		[429, '', 'BANKID_TOO_MANY'],
		[500, 'internalError', 'BANKID_INTERNAL'],
		[503, 'Maintenance', 'BANKID_MAINTENANCE'],
		[418, 'somethingNew', 'BANKID_UNKNOWN'],
		[400, 'constructor', 'BANKID_UNKNOWN'],
	])('%d %s is %s', async (status, errorCode, code) => {
		server.force({ status, errorCode, details: 'for 198911079930' });
		const error = await rejection(client.sign(request()));
		expect(error.code).toBe(code);
		expect(error.message).toContain(`HTTP ${status}`);
		if (errorCode !== '') expect(error.message).toContain(errorCode);
		expect(error.message).toContain('19891107-****');
		expect(error.description).not.toBe('');
	});

	it('a call is sent as application/json and nothing more', async () => {
		await client.sign(request());
		expect(server.calls().map(({ status }) => status)).toEqual([200]);
	});
});

describe('the connection', () => {
	it('is tried three times when it never comes to be, and nothing was sent', async () => {
		await server.close();
		const error = await rejection(client.sign(request()));
		expect(error.code).toBe('BANKID_UNREACHABLE');
		expect(error.message).toBe('BankID could not be reached; nothing was sent.');
		server = await startBankId({ pki });
	});

	it('comes to be at the second try', async () => {
		const { port } = server;
		await server.close();
		const signing = client.sign(request());
		server = await startBankId({ pki, port });
		expect((await signing).orderRef).not.toBe('');
	});

	it("trusts BankID's own root and no other", async () => {
		const foreign = clientWith({ ca: [pki.eltTls.root.certificatePem] });
		const error = await rejection(foreign.sign(request()));
		foreign.close();
		expect(error.code).toBe('BANKID_SERVER_UNTRUSTED');
		expect(error.message).toContain('does not come from the configured TLS root');
	});

	it('says that it never was when the run is cancelled first', async () => {
		const error = await rejection(client.sign(request(), { signal: AbortSignal.abort() }));
		expect(error.code).toBe('BANKID_CANCELLED');
		expect(paths()).toEqual([]);
	});

	it('that breaks after a collect was sent is not the end of the order', async () => {
		const { orderRef } = await startOpened();
		let breaks = 0;
		const shaky: BankIdClient = {
			...client,
			collect: (ref, options) => {
				breaks += 1;
				return breaks <= 2
					? Promise.reject(new EltError('BANKID_BROKEN', 'broke', 'wait'))
					: client.collect(ref, options);
			},
		};
		expect((await collectUntilDone(shaky, orderRef, fast)).status).toBe('complete');
	});
});
