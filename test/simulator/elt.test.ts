import { createPki, type Pki } from '../../src/simulator/pki';
import { type EltServer, startElt } from '../../src/simulator/elt';
import { type Answer, call, type Call } from './https';
import { ANORDNARE, reportNumber, requestFor } from './reports';

let pki: Pki;
let elt: EltServer;
beforeAll(async () => {
	pki = await createPki();
	elt = await startElt({ pki });
});
afterAll(() => elt.close());
beforeEach(() => elt.received.clear());

const ACTION = 'urn:shs:emottagning:SkickaTidredovisningResponder:1:SkickaTidredovisning';
const UUID = /<tx-id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}<\/tx-id>/;

const send = (body: Uint8Array | string, changes: Partial<Call> = {}, url = elt.url): Promise<Answer> =>
	call(url, {
		ca: pki.eltTls.root.certificatePem,
		client: pki.eltClient.leaf,
		headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: `"${ACTION}"` },
		body,
		...changes,
	});

describe('a right request', () => {
	test('is answered with a receipt and kept', async () => {
		const answer = await send(await requestFor(pki, reportNumber(1)));
		expect(answer.body).toMatch(UUID);
		expect(answer.status).toBe(200);
		expect(elt.received.totals()).toEqual({ calls: 1, received: 1, ids: 1, duplicates: 0 });
		expect(elt.received.reports()).toMatchObject([
			{ id: reportNumber(1).id, times: 1, signers: { assistent: 'Åsa Sjöö', anordnare: 'Märta Lindqvist' } },
		]);
	});

	test('sent twice is received twice, and counted as a duplicate', async () => {
		const request = await requestFor(pki, reportNumber(1));
		const [one, other] = [await send(request), await send(request)];
		expect(one.body).not.toBe(other.body);
		expect(elt.received.totals()).toEqual({ calls: 2, received: 2, ids: 1, duplicates: 1 });
		expect(elt.received.reports()).toMatchObject([{ times: 2 }]);
		expect(elt.received.calls().map(({ number, verdict }) => [number, verdict])).toEqual([
			[1, 'received'],
			[2, 'received'],
		]);
	});
});

describe('a request whose signatures don’t hold', () => {
	test.each([
		['the assistent’s is another person’s', { signer: ANORDNARE }, /assistent-signatur: SIGNATURE_SIGNER/],
		[
			'the hidden data is another report’s',
			{ hidden: Buffer.from(`${reportNumber(2).id},${'0'.repeat(64)}`).toString('base64') },
			/SIGNATURE_BINDING/,
		],
		[
			'the day is another',
			{ datumForSignatur: '2026-10-31' },
			/datumForSignatur is 2026-10-31, but it was signed on/,
		],
	])('since %s is refused', async (_name, changes, expected) => {
		const answer = await send(await requestFor(pki, reportNumber(1), changes));
		expect(answer.status).toBe(500);
		expect(answer.body).toContain('<SignatureValidationError');
		expect(answer.body).toMatch(expected);
		expect(elt.received.totals().received).toBe(0);
	});

	test('since the document was changed is refused', async () => {
		const { document } = { document: Buffer.from('x') };
		const answer = await send(await requestFor(pki, reportNumber(1), { document }));
		expect(answer.body).toContain('<XmlValidationError');
	});
});
