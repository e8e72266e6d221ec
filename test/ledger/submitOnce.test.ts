import type { RequestListener } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';

import { EltError } from '../../src/errors';
import { eltEndpoint } from '../../src/elt/environments';
import { createMemoryLedger } from '../../src/ledger/memory';
import type { ReportLedger } from '../../src/ledger/types';
import { createPace } from '../../src/elt/pace';
import type { Progress } from '../../src/elt/calls';
import { receiptCertificate } from '../../src/elt/receipt';
import { World } from '../elt/world';

let world: World;

beforeAll(async () => {
	world = await World.start();
});

afterAll(() => world.close());

beforeEach(async () => {
	await world.server.clearFaults();
	world.server.received.clear();
});

async function rejection(promise: Promise<unknown>): Promise<EltError> {
	const error: unknown = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof EltError) return error;
	throw new TypeError(`not an EltError: ${String(error)}`);
}

function serverTls() {
	const { leaf } = world.pki.eltTls;
	return {
		key: leaf.keyPem,
		cert: [leaf.certificatePem, ...leaf.chainPem].join(''),
		ca: world.pki.eltClient.root.certificatePem,
		requestCert: true,
	};
}

async function listening(options: ServerOptions, onRequest?: RequestListener) {
	const server = createServer(options, onRequest);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new TypeError('not listening');
	return {
		url: `https://127.0.0.1:${address.port}/x`,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}

describe('the receipt', () => {
	it('holds everything support asks for', async () => {
		const report = await world.report();
		const { receipt, ledgerCause } = await world.submit(report);
		expect(receipt).toEqual({
			outcome: 'accepted',
			earlier: false,
			txId: world.server.received.report(report.id)?.txIds[0],
			environment: 'custom',
			endpoint: world.server.url,
			submittedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
			durationMs: expect.any(Number),
			attempts: 1,
			certificate: receiptCertificate(world.pki.eltClient.leaf),
			requestSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
			httpStatus: 200,
			response: expect.stringContaining(String(receipt.txId)),
		});
		expect(receipt.certificate?.sha256).toMatch(/^[0-9a-f]{64}$/);
		expect(receipt.certificate?.subject).toContain('CN=Simulatorns Systemleverantör AB');
		expect(ledgerCause).toBeNull();
	});

	it('keeps the part of an answer that came', async () => {
		await world.server.addFault({ fault: 'half-receipt' });
		const { receipt } = await world.submit(await world.report());
		expect(receipt).toMatchObject({ outcome: 'unknown', txId: null, httpStatus: 200 });
		expect(receipt.response).toMatch(/^<\?xml/);
	});
});

describe('a report that an earlier run settled', () => {
	it('is passed on by default and counts as accepted, with its tx-id where the ledger keeps it', async () => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		const first = await world.submit(report, {}, ledger);
		const { receipt, explanation } = await world.submit(report, {}, ledger);
		expect(explanation.message).toBe('The report was accepted by an earlier call and was not sent again.');
		expect(receipt).toMatchObject({
			...first.receipt,
			earlier: true,
		});
	});

	it('stops the run when asked to', async () => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		await world.submit(report, {}, ledger);
		const error = await rejection(world.submit(report, { alreadySent: 'stop' }, ledger));
		expect(error.code).toBe('ELT_ALREADY_SENT');
		expect(error.message).toBe(
			`Report ${report.id}: The report was accepted by an earlier call and was not sent again.`,
		);
		expect(error.description).toContain("Set 'Already Sent' to Skip");
	});

	it('is sent again when asked to', async () => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		await world.submit(report, {}, ledger);
		await world.submit(report, { alreadySent: 'sendAgain' }, ledger);
		expect(world.server.received.timesReceived(report.id)).toBe(2);
	});

	it('stays accepted when sending it again comes to nothing', async () => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		await world.submit(report, {}, ledger);
		await world.server.addFault({ fault: 'unknown-ca' });
		await world.submit(report, { alreadySent: 'sendAgain' }, ledger);
		const { explanation } = await world.submit(report, {}, ledger);
		expect(explanation.cause).toBe('earlierAccepted');
	});

	it('may go out again after a rejection once it is signed anew, under its id', async () => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		await world.server.addFault({ fault: 'signature-validation-error', times: 1 });
		await world.submit(report, {}, ledger);
		const { explanation } = await world.submit(report, {}, ledger);
		expect(explanation).toMatchObject({ cause: 'earlierRejected', code: 'ELT_REJECTED_BEFORE' });
		const again = await world.submit(
			{ ...report, envelope: Buffer.concat([report.envelope, Buffer.from('\n')]) },
			{},
			ledger,
		);
		expect(again.receipt.outcome).toBe('accepted');
	});
});

describe('a report of which nobody knows whether it was received', () => {
	it('goes out again only when that is said of it', async () => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		await world.server.addFault({ fault: 'close-after-body', times: 1, received: false });
		await world.submit(report, {}, ledger);
		const kept = await world.submit(report, { alreadySent: 'sendAgain' }, ledger);
		expect(kept.explanation).toMatchObject({
			cause: 'earlierUnknown',
			code: 'ELT_UNKNOWN_BEFORE',
			outcome: 'unknown',
		});
		const sent = await world.submit(report, { resendUnknown: true }, ledger);
		expect(sent.receipt.outcome).toBe('accepted');
		expect(world.server.received.timesReceived(report.id)).toBe(1);
	});

	it('stays unknown when sending it again is cut off before the first byte', async () => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		await world.server.addFault({ fault: 'close-after-body', times: 1 });
		await world.submit(report, {}, ledger);
		await world.server.addFault({ fault: 'unknown-ca' });
		await world.submit(report, { resendUnknown: true }, ledger);
		expect((await world.submit(report, {}, ledger)).explanation.cause).toBe('earlierUnknown');
	});

	it('is what a run that died in the middle leaves behind', async () => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		const dead: ReportLedger = {
			...ledger,
			record: () => Promise.reject(new Error('killed')),
		};
		const first = await world.submit(report, {}, dead);
		expect(first.receipt.outcome).toBe('accepted');
		expect(first.ledgerCause).toEqual(new Error('killed'));
		expect((await world.submit(report, {}, ledger)).explanation.cause).toBe('earlierUnknown');
		expect(world.server.received.timesReceived(report.id)).toBe(1);
	});
});

describe('the ledger', () => {
	it('that can not be read keeps the report at home', async () => {
		const report = await world.report();
		const broken: ReportLedger = {
			advice: 'Mend the database.',
			look: () => Promise.reject(new Error('database is locked')),
			claim: () => Promise.reject(new Error('database is locked')),
			record: () => Promise.resolve(),
		};
		const error = await rejection(world.submit(report, {}, broken));
		expect(error.code).toBe('ELT_LEDGER');
		expect(error.message).toBe(`It could not be looked up whether report ${report.id} was sent before`);
		expect(error.description).toBe('Mend the database. Nothing was sent.');
		expect(world.server.received.totals().calls).toBe(0);
	});

	it('is asked by one at a time for one report: twice at once goes out once', async () => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		const outcomes = await Promise.all([1, 2, 3].map(() => world.submit(report, {}, ledger)));
		expect(outcomes.map(({ explanation }) => explanation.cause).sort()).toEqual([
			'earlierAccepted',
			'earlierAccepted',
			'receipt',
		]);
		expect(world.server.received.timesReceived(report.id)).toBe(1);
	});
});

describe('trying again', () => {
	it('sends the same bytes again when the server listens again', async () => {
		const report = await world.report();
		await world.server.addFault({ fault: 'refuse-connection', ms: 300 });
		const progress: Progress[] = [];
		const { receipt } = await world.submit(report, {
			retry: { attempts: 5, firstWaitMs: 400, longestWaitMs: 5000 },
			onProgress: (step) => progress.push(step),
		});
		expect(receipt).toMatchObject({ outcome: 'accepted', attempts: 2 });
		expect(progress.map((step) => (step.kind === 'waiting' ? step.waitMs : step.kind))).toEqual([
			...['attempt', 'ended', 400, 'attempt', 'ended'],
		]);
	});

	it.each(['1', '3600', undefined])(
		'never sends again after a received report and a 503 with Retry-After %s',
		async (retryAfter) => {
			const report = await world.report();
			await world.server.addFault({ fault: 'http-503-received', retryAfter });
			const retry = { attempts: 5, firstWaitMs: 1, longestWaitMs: 5000 };
			const { receipt, explanation } = await world.submit(report, { retry });
			expect(receipt).toMatchObject({ outcome: 'unknown', attempts: 1, httpStatus: 503 });
			expect(explanation.code).toBe('ELT_BUSY');
			expect(world.server.received.timesReceived(report.id)).toBe(1);
		},
	);

	it('ends after the attempts allowed', async () => {
		await world.server.addFault({ fault: 'refuse-connection' });
		const retry = { attempts: 3, firstWaitMs: 1, longestWaitMs: 5000 };
		const { receipt, explanation } = await world.submit(await world.report(), { retry });
		expect(receipt).toMatchObject({ outcome: 'notSent', attempts: 3, httpStatus: null, response: null });
		expect(explanation.message).toBe(`127.0.0.1 port ${world.server.port} refused the connection.`);
	});
});

describe('cancelling', () => {
	it('before anything happens leaves the report unclaimed', async () => {
		const report = await world.report();
		const ledger = createMemoryLedger();
		const { receipt, explanation } = await world.submit(report, { signal: AbortSignal.abort() }, ledger);
		expect(receipt).toMatchObject({ outcome: 'notSent', attempts: 0 });
		expect(explanation.code).toBe('ELT_CANCELLED');
		expect(explanation.message).toBe('The run was cancelled before the report was sent.');
		expect((await world.submit(report, {}, ledger)).receipt.outcome).toBe('accepted');
	});

	it('while waiting for the turn is notSent, and the next one in line gets it', async () => {
		const ledger = createMemoryLedger();
		const pace = createPace(world.client.endpoint, 300);
		const turn = await pace.next();
		const cancel = new AbortController();
		const [first, second] = [await world.report(), await world.report()];
		const cancelled = world.submit(first, { pace, signal: cancel.signal }, ledger);
		const next = world.submit(second, { pace }, ledger);
		cancel.abort();
		expect((await cancelled).receipt).toMatchObject({ outcome: 'notSent', attempts: 0 });
		turn.release();
		expect((await next).receipt.outcome).toBe('accepted');
		expect((await world.submit(first, {}, ledger)).receipt.outcome).toBe('accepted');
	});

	it('while the answer is waited for is unknown', async () => {
		await world.server.addFault({ fault: 'stall-answer' });
		const cancel = new AbortController();
		const submitted = world.submit(await world.report(), { signal: cancel.signal });
		while (world.server.received.totals().received === 0)
			await new Promise((resolve) => setTimeout(resolve, 10));
		cancel.abort();
		const { receipt, explanation } = await submitted;
		expect(receipt.outcome).toBe('unknown');
		expect(explanation.code).toBe('ELT_CANCELLED_UNDERWAY');
		expect(explanation.message).toContain('cancelled while 127.0.0.1 was being waited for');
	});

	it('in the pause before the next attempt ends with the last outcome', async () => {
		await world.server.addFault({ fault: 'refuse-connection' });
		const cancel = new AbortController();
		const { receipt, explanation } = await world.submit(await world.report(), {
			retry: { attempts: 5, firstWaitMs: 60_000, longestWaitMs: 60_000 },
			signal: cancel.signal,
			onProgress: ({ kind }) => (kind === 'waiting' ? cancel.abort() : undefined),
		});
		expect(receipt).toMatchObject({ outcome: 'notSent', attempts: 1 });
		expect(explanation.code).toBe('ELT_CONNECT_REFUSED');
	});
});

describe('connections', () => {
	it('are kept and used again from report to report, and let go when the client is closed', async () => {
		const client = World.clientFor(world.pki, world.server);
		for (let sent = 0; sent < 5; sent += 1) {
			const { receipt } = await world.submit(await world.report(), { client });
			expect(receipt.outcome).toBe('accepted');
			expect(world.server.connections()).toBe(1);
		}
		client.close();
		while (world.server.connections() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
	});
});

describe('answers that HTTP gives by itself', () => {
	const answered = async (
		status: number,
		headers: Record<string, string> = {},
		body: string | Buffer = '',
	) => {
		let calls = 0;
		const server = await listening({ ...serverTls(), rejectUnauthorized: true }, (request, response) => {
			calls += 1;
			request.resume().on('end', () => response.writeHead(status, headers).end(body));
		});
		const client = World.clientFor(world.pki, { ...world.server, url: server.url });
		const { receipt, explanation } = await world.submit(await world.report(), { client });
		client.close();
		server.close();
		return { outcome: receipt.outcome, code: explanation.code, message: explanation.message, calls };
	};

	it.each([
		[302, { Location: 'https://127.0.0.1:1/' }, 'unknown', 'ELT_HTTP_STATUS'],
		[307, { Location: 'https://127.0.0.1:1/' }, 'notSent', 'ELT_HTTP_REFUSED'],
		[400, {}, 'notSent', 'ELT_HTTP_REFUSED'],
		[403, {}, 'notSent', 'ELT_HTTP_REFUSED'],
		[404, {}, 'notSent', 'ELT_HTTP_REFUSED'],
		[409, {}, 'unknown', 'ELT_HTTP_STATUS'],
		[406, {}, 'unknown', 'ELT_HTTP_STATUS'],
		[429, { 'Retry-After': '7' }, 'unknown', 'ELT_TOO_MANY'],
		[429, {}, 'unknown', 'ELT_TOO_MANY'],
		[503, {}, 'unknown', 'ELT_BUSY'],
		[503, { 'Retry-After': '7' }, 'unknown', 'ELT_BUSY'],
		[504, { 'Retry-After': '7' }, 'unknown', 'ELT_HTTP_STATUS'],
		[204, {}, 'unknown', 'ELT_ANSWER_EMPTY'],
	])('%d', async (status, headers, outcome, code) => {
		const given = await answered(status, { ...headers });
		expect(given).toMatchObject({ outcome, code, calls: 1 });
		if (status !== 204) expect(given.message).toContain(`HTTP ${status}`);
	});

	it('larger than a receipt can be', async () => {
		const given = await answered(200, {}, Buffer.alloc(3_000_000, 0x20));
		expect(given).toMatchObject({ outcome: 'unknown', code: 'ELT_ANSWER_TOO_LARGE' });
		expect(given.message).toContain('larger than a receipt can be');
	});
});

describe('TLS', () => {
	it('refuses a server that only the own CA would vouch for when there is no own CA', async () => {
		const client = World.clientFor(world.pki, world.server, { ca: [] });
		const { explanation } = await world.submit(await world.report(), { client });
		client.close();
		expect(explanation).toMatchObject({ outcome: 'notSent', code: 'ELT_SERVER_UNTRUSTED' });
		expect(explanation.description).toContain("'CA Certificates'");
	});

	it.each(['TLSv1.2', 'TLSv1.3'] as const)(
		'a server that closes on a client certificate from a foreign CA got nothing (%s)',
		async (maxVersion) => {
			const server = await listening({ ...serverTls(), rejectUnauthorized: true, maxVersion });
			const foreign = await world.pki.client({ issuer: await world.pki.foreignRoot('Foreign CA') });
			const client = World.clientFor(
				world.pki,
				{ ...world.server, url: server.url },
				{ certificate: foreign },
			);
			const { explanation } = await world.submit(await world.report(), { client });
			client.close();
			server.close();
			expect(explanation).toMatchObject({ outcome: 'notSent', code: 'ELT_TLS' });
			expect(explanation.description).toContain(
				'some servers just close the connection on one they do not accept',
			);
		},
	);

	it('refuses to talk below TLS 1.2', async () => {
		const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
		const server = await listening({ ...serverTls(), ...old });
		const client = World.clientFor(world.pki, { ...world.server, url: server.url });
		const { explanation } = await world.submit(await world.report(), { client });
		client.close();
		server.close();
		expect(explanation).toMatchObject({ outcome: 'notSent', code: 'ELT_TLS' });
		expect(explanation.description).toContain('TLS 1.2');
	});

	it('says that certificate and key do not fit before anything is connected', () => {
		const { leaf } = world.pki.eltClient;
		const certificate = { ...leaf, keyPem: world.pki.eltTls.leaf.keyPem };
		expect(() => World.clientFor(world.pki, world.server, { certificate })).toThrow(
			expect.objectContaining({
				code: 'CERTIFICATE_UNREADABLE',
				message: 'The certificate, its key and the own CA could not be used together for a TLS connection.',
			}),
		);
	});

	it('a name that does not exist is notSent', async () => {
		const endpoint = eltEndpoint('custom', 'https://elt.invalid:8020/x');
		const client = World.clientFor(world.pki, { ...world.server, url: endpoint.url });
		const { explanation } = await world.submit(await world.report(), { client });
		client.close();
		expect(explanation).toMatchObject({
			outcome: 'notSent',
			code: 'ELT_NAME_UNKNOWN',
			message: 'The name elt.invalid could not be looked up.',
		});
	});
});
