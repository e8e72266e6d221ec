import { Agent } from 'node:https';

import { bindingEntry, userNonVisibleData } from '../../src/binding';
import type { Pki } from '../../src/simulator/pki/pki';
import { type EltServer, startElt } from '../../src/simulator/elt/server';
import { type Answer, call, type Call } from './https';
import { digestOfWritten } from '../../src/tidredovisning/digest';
import { writeTidredovisning } from '../../src/tidredovisning/write';
import { ANORDNARE, reportNumber, requestFor } from './reports';
import { ASSISTENT } from './tools';
import { sharedPki } from '../world/pki';

let pki: Pki;
let elt: EltServer;
beforeAll(async () => {
	pki = await sharedPki();
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

const right = (): string => Buffer.from(writeTidredovisning(reportNumber(1))).toString('utf8');

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

describe('one signature of the provider’s for many reports', () => {
	test('goes with each of them', async () => {
		const reports = [1, 2, 3].map(reportNumber);
		const hidden = userNonVisibleData(
			reports.map((report) =>
				bindingEntry({ id: report.id, sha256: digestOfWritten(writeTidredovisning(report)) }),
			),
		);
		for (const report of reports) {
			expect((await send(await requestFor(pki, report, { hidden }))).body).toMatch(UUID);
		}
		expect(elt.received.totals()).toEqual({ calls: 3, received: 3, ids: 3, duplicates: 0 });
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
		expect(answer.body).not.toMatch(new RegExp(`${ASSISTENT.personnummer}|${ANORDNARE.personnummer}`));
		expect(elt.received.totals().received).toBe(0);
	});

	test('since the assistent has a samordningsnummer, which has no BankID, is refused', async () => {
		const { fornamn, efternamn, kollektivavtal } = reportNumber(1).assistent;
		const assistent = { samordningsnummer: '198911679936', fornamn, efternamn, kollektivavtal };
		const report = { ...reportNumber(1), assistent };
		const answer = await send(await requestFor(pki, report));
		expect(answer.body).toMatch(/<SignatureValidationError.*a samordningsnummer has no BankID/);
	});

	test('since the document was changed is refused', async () => {
		const document = writeTidredovisning({ ...reportNumber(1), telefonnummerAnordnare: '08-765 43 21' });
		const answer = await send(await requestFor(pki, reportNumber(1), { document }));
		expect(answer.body).toMatch(/<SignatureValidationError.*assistent-signatur: SIGNATURE_BINDING/);
	});
});

describe('a document that does not follow the schema', () => {
	test.each([
		['is no XML', 'x', /<XmlValidationError.*not well-formed XML/],
		['has a DOCTYPE', '<!DOCTYPE a><a/>', /<XmlValidationError.*DOCTYPE/],
		[
			'is another document',
			'<a/>',
			/<XmlValidationError.*No matching global declaration|<XmlValidationError/,
		],
		['has a time with a colon', right().replace('08.00', '08:00'), /<XmlValidationError.*fromTid/],
	])('since it %s is refused', async (_name, text, expected) => {
		const answer = await send(await requestFor(pki, reportNumber(1), { document: Buffer.from(text) }));
		expect(answer.status).toBe(500);
		expect(answer.body).toMatch(expected);
		expect(elt.received.calls()).toMatchObject([{ verdict: 'refused', faultstring: 'XmlValidationError' }]);
	});
});

describe('an envelope', () => {
	const envelope = async (edit: (xml: string) => string) =>
		send(edit(Buffer.from(await requestFor(pki, reportNumber(1))).toString('utf8')));
	const header = (attribute: string) => (xml: string) =>
		xml.replace(
			/<(\w*:?)Body>/,
			(body, prefix) => `<${prefix}Header><x:h xmlns:x="urn:x" ${attribute}/></${prefix}Header>${body}`,
		);

	test.each([
		['a header', header('')],
		[
			'something from elsewhere after the signatures',
			(xml: string) =>
				xml.replace('</SkickaTidredovisning>', '<x:e xmlns:x="urn:x"/></SkickaTidredovisning>'),
		],
		[
			'a content type on the document',
			(xml: string) =>
				xml.replace(
					'<tidredovisning>',
					'<tidredovisning xmlns:m="http://www.w3.org/2005/05/xmlmime" m:contentType="text/xml">',
				),
		],
		['white space in base64', (xml: string) => xml.replace('<signature>', '<signature>\n  ')],
	])('with %s is taken', async (_name, edit) => {
		expect((await envelope(edit)).body).toMatch(UUID);
	});

	test.each([
		['no SOAP', () => '<a/>', /<faultstring>The root element is a, not the Envelope of SOAP 1.1</],
		['no XML', () => 'x', /<faultstring>The file is not well-formed XML/],
		['a DOCTYPE', (xml: string) => xml.replace('?>', '?><!DOCTYPE a>'), /<faultstring>.*DOCTYPE/],
		[
			'a header to be understood',
			header('s:mustUnderstand="1" xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'),
			/<faultcode>soap:MustUnderstand</,
		],
		[
			'an empty body',
			(xml: string) => xml.replace(/<SkickaTidredovisning.*<\/SkickaTidredovisning>/s, ''),
			/does not have one Body with one element/,
		],
		[
			'another operation',
			(xml: string) =>
				xml.replaceAll('SkickaTidredovisning>', 'Ta>').replace('<SkickaTidredovisning ', '<Ta '),
			/<faultstring>There is no operation Ta</,
		],
		[
			'a signature missing',
			(xml: string) => xml.replace(/<anordnare-signatur>.*<\/anordnare-signatur>/s, ''),
			/<XmlValidationError.*anordnare-signatur/,
		],
		[
			'a day that does not exist',
			(xml: string) => xml.replace(/<datumForSignatur>[^<]*/, '<datumForSignatur>2026-02-30'),
			/<XmlValidationError.*datumForSignatur/,
		],
		[
			'something that is not base64',
			(xml: string) => xml.replace('<tidredovisning>', '<tidredovisning>å'),
			/<XmlValidationError.*tidredovisning/,
		],
	])('with %s is refused', async (_name, edit, expected) => {
		const answer = await envelope(edit);
		expect(answer.status).toBe(500);
		expect(answer.headers['content-type']).toBe('text/xml; charset=utf-8');
		expect(answer.body).toMatch(expected);
		expect(elt.received.totals().received).toBe(0);
	});
});

describe('a call', () => {
	const headers = { 'Content-Type': 'text/xml', SOAPAction: ACTION };

	test.each([
		['goes elsewhere', 404, { headers }, () => new URL('/', elt.url).href],
		['is not a POST', 405, { headers, method: 'GET' }, () => elt.url],
		['is SOAP 1.2', 415, { headers: { ...headers, 'Content-Type': 'application/soap+xml' } }, () => elt.url],
		['names another action', 500, { headers: { ...headers, SOAPAction: '"urn:x"' } }, () => elt.url],
	])('that %s is refused with %d', async (_name, status, changes, url) => {
		expect(await send('', changes, url())).toMatchObject({ status });
		expect(elt.received.calls()).toMatchObject([{ verdict: 'refused' }]);
	});

	test('without a client certificate is refused in the handshake', async () => {
		const { ca, ...rest } = { ca: pki.eltTls.root.certificatePem, headers };
		await expect(call(elt.url, { ca, ...rest })).rejects.toMatchObject({
			code: expect.stringMatching(/^(ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED|ECONNRESET|EPIPE)$/),
		});
		expect(elt.received.totals().calls).toBe(0);
	});

	test('with a certificate of another authority is refused in the handshake', async () => {
		await expect(send('', { client: pki.relyingParty.leaf })).rejects.toMatchObject({
			code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/),
		});
		expect(elt.received.totals().calls).toBe(0);
	});

	test('over one connection kept alive is one of many', async () => {
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		const request = await requestFor(pki, reportNumber(1));
		for (let i = 0; i < 3; i += 1) expect((await send(request, { agent })).status).toBe(200);
		expect(elt.connections()).toBe(1);
		await elt.addFault({ fault: 'unknown-ca', times: 1 });
		await expect(send(request, { agent })).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
		expect((await send(request, { agent })).status).toBe(200);
		agent.destroy();
	});
});
