import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { gzipSync } from 'node:zlib';

import { eltEndpoint } from '../../src/elt/environments';
import type { Submission } from '../../src/ledger/submitOnce';
import { World } from './world';

const TID = 'urn:shs:emottagning:SkickaTidredovisning:1';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const TX = '4a8db4b8-bc29-4406-901c-3f69298cabe3';
const LATIN1 = '<?xml version="1.0" encoding="ISO-8859-1"?>';

const envelope = (content: string) =>
	`<s:Envelope xmlns:s="${SOAP}"><s:Body>${content}</s:Body></s:Envelope>`;
const receipt = (txId = TX) =>
	envelope(
		`<SkickaTidredovisningResponse xmlns="${TID}"><tx-id>${txId}</tx-id></SkickaTidredovisningResponse>`,
	);
const fault = (message: string) =>
	envelope(
		`<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><XmlValidationError xmlns="${TID}"><message>${message}</message></XmlValidationError></detail></s:Fault>`,
	);

let world: World;

beforeAll(async () => {
	world = await World.start();
});
afterAll(() => world.close());

/** Sends one report to a server that answers as it likes; tells how often it was called. */
async function sendTo(
	onRequest: RequestListener,
	timeoutMs = 20_000,
): Promise<Submission & { calls: number }> {
	const { leaf } = world.pki.eltTls;
	let calls = 0;
	const tls = { key: leaf.keyPem, cert: [leaf.certificatePem, ...leaf.chainPem].join('') };
	const server = createServer(tls, (request, response) => {
		calls += 1;
		request.resume().on('end', () => onRequest(request, response));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new TypeError('not listening');
	const endpoint = eltEndpoint('custom', `https://127.0.0.1:${address.port}/x`);
	const client = World.clientFor(world.pki, world.server, { endpoint, timeoutMs });
	try {
		return { ...(await world.submit(await world.report(), { client })), calls };
	} finally {
		client.close();
		server.closeAllConnections();
		server.close();
	}
}

const answer =
	(body: string | Buffer, headers: Record<string, string> = {}, status = 200): RequestListener =>
	(_request, response) => {
		response.writeHead(status, { 'Content-Type': 'text/xml', ...headers }).end(body);
	};

describe('an answer that is', () => {
	it.each<[string, RequestListener, string, string]>([
		['begun by a byte order mark', answer(`\uFEFF${receipt()}`), 'accepted', 'receipt'],
		[
			'in ISO-8859-1',
			answer(Buffer.from(`${LATIN1}${receipt()}<!-- ö -->`, 'latin1')),
			'accepted',
			'receipt',
		],
		[
			'packed though nobody asked',
			answer(gzipSync(receipt()), { 'Content-Encoding': 'gzip' }),
			'accepted',
			'receipt',
		],
		[
			'packed and a thousand times as large',
			answer(gzipSync(Buffer.alloc(50_000_000, 32)), { 'Content-Encoding': 'gzip' }),
			'unknown',
			'answerTooLarge',
		],
		[
			'packed, says its head, and is not',
			answer(receipt(), { 'Content-Encoding': 'gzip' }),
			'unknown',
			'answerHalf',
		],
		[
			'a receipt behind a DOCTYPE',
			answer(`<!DOCTYPE s:Envelope [<!ENTITY a "${TX}">]>${receipt('&a;')}`),
			'unknown',
			'answerNotSoap',
		],
		[
			'a receipt of another namespace',
			answer(receipt().replace(TID, 'urn:other')),
			'unknown',
			'answerOtherSoap',
		],
		[
			'SOAP 1.2',
			answer(receipt().replace(SOAP, 'http://www.w3.org/2003/05/soap-envelope')),
			'unknown',
			'answerNotSoap',
		],
		[
			'a way to elsewhere that keeps the method',
			answer('', { Location: '/y' }, 307),
			'notSent',
			'httpRefused',
		],
		['a way to elsewhere that does not', answer('', { Location: '/y' }, 302), 'unknown', 'httpOther'],
	])('%s: one call, and its outcome', async (_, onRequest, outcome, cause) => {
		const sent = await sendTo(onRequest);
		expect([sent.receipt.outcome, sent.explanation.cause]).toEqual([outcome, cause]);
		expect(sent.calls).toBe(1);
	});

	it('given a byte at a time is unknown when the time for the whole is over', async () => {
		const sent = await sendTo((_request, response) => {
			const text = receipt();
			let at = 0;
			const timer = setInterval(() => response.write(text.charAt(at++)), 100);
			response.on('close', () => clearInterval(timer));
		}, 1500);
		expect(sent.explanation).toMatchObject({ cause: 'timeout', code: 'ELT_TIMEOUT', outcome: 'unknown' });
		expect(receipt().startsWith(sent.receipt.response ?? 'nothing')).toBe(true);
	});
});

describe("a fault's words in the message", () => {
	it('keep their letters, and the receipt keeps all', async () => {
		const body = fault('Åsa Sjöö 🙂: rad 7');
		const { explanation, receipt: kept } = await sendTo(answer(body));
		expect(explanation.message).toBe(
			'Försäkringskassan rejected the document (XmlValidationError): Åsa Sjöö 🙂: rad 7',
		);
		expect(kept.response).toBe(body);
	});

	it('show no personnummer, no signature and no more than can be read', async () => {
		const sha256 = 'ab'.repeat(32);
		const signature = Buffer.alloc(600, 'signature').toString('base64');
		const lines = signature.replace(/.{64}/g, '$&\n');
		const body = fault(
			`19891107-9930 198911079930 ${sha256} ${signature} ${lines} ${'för lång '.repeat(500)}`,
		);
		const { explanation, receipt: kept } = await sendTo(answer(body));
		expect(explanation.message).toContain(
			`(XmlValidationError): 19891107-**** 19891107-**** ${sha256} [base64] [base64] för lång`,
		);
		expect(explanation.message.length).toBeLessThan(1100);
		expect(kept.response).toBe(body);
	});

	it('nor does a tx-id that is none', async () => {
		const { explanation } = await sendTo(answer(receipt('198911079930')));
		expect(explanation).toMatchObject({ outcome: 'unknown', cause: 'receiptForeignTxId' });
		expect(explanation.message).toContain('"19891107-****"');
	});
});
