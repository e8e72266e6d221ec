import { bodyText } from '../../src/elt/bodyText';
import { readResponse, retryAfterMs } from '../../src/elt/response';
import { JUDGEMENTS } from '../../src/elt/judgements';
import { explain } from '../../src/elt/outcome';
import { BROKE_AFTER_SENDING, BROKE_BEFORE_SENDING } from '../../src/https/broke';

const NOW = new Date('2026-11-23T12:00:00Z');
const TID = 'urn:shs:emottagning:SkickaTidredovisning:1';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const TX = '4a8db4b8-bc29-4406-901c-3f69298cabe3';

const envelope = (content: string, prefix = 's') =>
	`<${prefix}:Envelope xmlns:${prefix}="${SOAP}"><${prefix}:Body>${content}</${prefix}:Body></${prefix}:Envelope>`;
const receipt = (content: string) =>
	envelope(`<SkickaTidredovisningResponse xmlns="${TID}">${content}</SkickaTidredovisningResponse>`);
const fault = (code: string, detail: string) =>
	envelope(`<s:Fault><faultcode>${code}</faultcode><faultstring>Words</faultstring>${detail}</s:Fault>`);

const read = (body: string | Uint8Array, status = 200, headers: Record<string, string> = {}) =>
	readResponse({ status, headers, body: typeof body === 'string' ? Buffer.from(body, 'utf8') : body }, NOW);

describe('a receipt', () => {
	it.each([
		['as the contract writes it', receipt(`<tx-id>${TX}</tx-id>`)],
		[
			'with other prefixes, white space, and elements from elsewhere',
			`<?xml version="1.0" encoding="UTF-8"?>\n<e:Envelope xmlns:e="${SOAP}" xmlns:t="${TID}">\n<e:Header/>\n<e:Body>\n <t:SkickaTidredovisningResponse>\n<t:tx-id> ${TX} </t:tx-id><x xmlns="urn:other"><tx-id xmlns="${TID}">${TX}</tx-id></x></t:SkickaTidredovisningResponse></e:Body></e:Envelope>`,
		],
	])('%s', async (_, body) => {
		expect(await read(body)).toMatchObject({ cause: 'receipt', txId: TX, status: 200, text: body });
	});

	it.each([
		['without tx-id', receipt(''), 'receiptWithoutTxId'],
		['with an empty tx-id', receipt('<tx-id> </tx-id>'), 'receiptWithoutTxId'],
		['with two', receipt(`<tx-id>${TX}</tx-id><tx-id>${TX}</tx-id>`), 'receiptWithoutTxId'],
		[
			'with a tx-id from another namespace',
			receipt(`<tx-id xmlns="urn:other">${TX}</tx-id>`),
			'receiptWithoutTxId',
		],
		['with a tx-id that is no UUID', receipt('<tx-id>17</tx-id>'), 'receiptForeignTxId'],
	])('%s is no proof', async (_, body, cause) => {
		expect(await read(body)).toMatchObject({ cause });
	});

	it('with a status that contradicts it is no proof', async () => {
		expect(await read(receipt(`<tx-id>${TX}</tx-id>`), 500)).toMatchObject({
			cause: 'receiptWithStatus',
			txId: TX,
		});
	});
});

describe('a fault', () => {
	const named = (name: string, message = '<message>Rad 7: tomTid</message>') =>
		`<detail><${name} xmlns="${TID}">${message}</${name}></detail>`;

	it.each([
		[
			'XmlValidationError',
			fault('s:Server', named('XmlValidationError')),
			'faultXmlValidation',
			'Rad 7: tomTid',
		],
		[
			'SignatureValidationError',
			fault('s:Client', named('SignatureValidationError')),
			'faultSignatureValidation',
			'Rad 7: tomTid',
		],
		[
			'one of the two without a message',
			fault('s:Server', named('XmlValidationError', '')),
			'faultXmlValidation',
			'Words',
		],
		[
			'a name from another namespace',
			fault('s:Server', '<detail><XmlValidationError xmlns="urn:other"/></detail>'),
			'faultOther',
			'Server: Words',
		],
		['an unknown name', fault('s:Server', named('Other')), 'faultOther', 'Server: Words'],
		['no detail, the server at fault', fault('s:Server', ''), 'faultOther', 'Server: Words'],
		['no detail, the request at fault', fault('s:Client', ''), 'faultClient', 'Client: Words'],
		['a header not understood', fault('s:MustUnderstand', ''), 'faultClient', 'MustUnderstand: Words'],
	])('%s', async (_, body, cause, words) => {
		for (const status of [200, 500]) {
			expect(await read(body, status)).toMatchObject({ cause, fault: words, txId: null });
		}
	});

	it('of SOAP 1.2 is not of this contract', async () => {
		const body =
			'<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault/></e:Body></e:Envelope>';
		expect(await read(body, 500)).toMatchObject({ cause: 'httpOther' });
	});
});

describe('what is not an answer of the contract', () => {
	it.each([
		['nothing', '', 'answerEmpty'],
		['a page', '<!DOCTYPE html><html></html>', 'answerNotSoap'],
		['half a receipt', receipt(`<tx-id>${TX}</tx-id>`).slice(0, -20), 'answerNotSoap'],
		['JSON', '{"tx-id":"x"}', 'answerNotSoap'],
		['an empty body', envelope(''), 'answerOtherSoap'],
		[
			'two answers',
			envelope(
				`<SkickaTidredovisningResponse xmlns="${TID}"><tx-id>${TX}</tx-id></SkickaTidredovisningResponse>`.repeat(
					2,
				),
			),
			'answerOtherSoap',
		],
		['another service', envelope('<Other xmlns="urn:other"/>'), 'answerOtherSoap'],
		[
			'a document type before a receipt',
			`<!DOCTYPE x [<!ENTITY a "${TX}">]>${receipt('<tx-id>&a;</tx-id>')}`,
			'answerNotSoap',
		],
	])('%s', async (_, body, cause) => {
		expect(await read(body)).toMatchObject({ cause, txId: null });
	});

	it.each([
		[503, {}, 'httpBusy'],
		[503, { 'retry-after': '30' }, 'httpBusy'],
		[503, { 'retry-after': 'soon' }, 'httpBusy'],
		[429, {}, 'httpTooMany'],
		[500, { 'retry-after': '30' }, 'httpOther'],
		[502, {}, 'httpOther'],
		[403, {}, 'httpRefused'],
		[301, {}, 'httpOther'],
		[308, {}, 'httpRefused'],
	])('status %d %j', async (status, headers, cause) => {
		expect(await read('<html></html>', status, { ...headers })).toMatchObject({ cause, status });
	});
});

describe('a fault in another encoding is read as the fault it is', () => {
	const fault = (declaration: string) =>
		`${declaration}<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><XmlValidationError xmlns="${TID}"><message>Månaden är fel</message></XmlValidationError></detail></s:Fault></s:Body></s:Envelope>`;
	const declared = (encoding: string) => fault(`<?xml version="1.0" encoding="${encoding}"?>`);
	const wide = (text: string) => Buffer.from(text, 'utf16le');

	it.each<[string, Buffer, string]>([
		['ISO-8859-1, by HTTP', Buffer.from(fault(''), 'latin1'), 'text/xml; charset=ISO-8859-1'],
		['ISO-8859-1, declared', Buffer.from(declared('ISO-8859-1'), 'latin1'), 'text/xml'],
		['windows-1252', Buffer.from(declared('windows-1252'), 'latin1'), 'text/xml'],
		['ISO-8859-15', Buffer.from(declared('ISO-8859-15'), 'latin1'), 'text/xml'],
		['US-ASCII', Buffer.from(declared('US-ASCII').replace('Månaden är', 'M&#229;naden &#228;r')), 'text/xml'],
		['UTF-16 with its mark', wide(`\uFEFF${declared('UTF-16')}`), 'text/xml'],
		['UTF-16 without', wide(declared('UTF-16')), 'text/xml'],
		['UTF-16, the other way round', wide(`\uFEFF${declared('UTF-16')}`).swap16(), 'text/xml'],
		['UTF-8 that HTTP calls something unknown', Buffer.from(fault('')), 'text/xml; charset=x-none'],
	])('%s', async (_, body, type) => {
		const answer = await read(body, 500, { 'content-type': type });
		expect(answer).toMatchObject({ cause: 'faultXmlValidation', fault: 'Månaden är fel' });
		expect(answer.text).toMatch(/M(å|&#229;)naden/);
	});

	it('and a DOCTYPE is refused in all of them', async () => {
		const text = declared('UTF-16').replace('?>', '?><!DOCTYPE x>');
		expect((await read(wide(`\uFEFF${text}`), 500, {})).cause).toBe('httpOther');
	});
});

it.each([
	['Client', 'faultClient'],
	['Client.Authentication', 'faultClient'],
	['Server.Client', 'faultOther'],
	['Clients', 'faultOther'],
])('the fault code %s counts up to its first dot: %s', async (code, cause) => {
	const body = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:${code}</faultcode><faultstring>no</faultstring></s:Fault></s:Body></s:Envelope>`;
	expect(await read(Buffer.from(body), 500, {})).toMatchObject({ cause, fault: `${code}: no` });
});

describe('an encoding that the bytes contradict is read by the bytes', () => {
	const text = (encoding: string) =>
		`<?xml version="1.0" encoding="${encoding}"?>${fault('s:Server', `<detail><XmlValidationError xmlns="${TID}"><message>Månaden är fel</message></XmlValidationError></detail>`)}`;

	it.each<[string, Buffer, string]>([
		['UTF-8 that calls itself ISO-8859-1', Buffer.from(text('ISO-8859-1')), 'text/xml'],
		['UTF-8 that HTTP calls ISO-8859-1', Buffer.from(text('UTF-8')), 'text/xml; charset=ISO-8859-1'],
		['UTF-8 that calls itself UTF-16', Buffer.from(text('UTF-16')), 'text/xml'],
		['UTF-8 that HTTP calls UTF-16', Buffer.from(text('UTF-8')), 'text/xml; charset="utf-16"'],
		['ISO-8859-1 that calls itself UTF-8', Buffer.from(text('UTF-8'), 'latin1'), 'text/xml'],
		['ISO-8859-1 that HTTP calls UTF-8', Buffer.from(text('UTF-8'), 'latin1'), 'text/xml; charset=utf-8'],
		[
			'ISO-8859-1 that HTTP calls UTF-8 and the declaration calls by its name',
			Buffer.from(text('ISO-8859-1'), 'latin1'),
			'text/xml; charset=utf-8',
		],
		['UTF-16 that calls itself UTF-8', Buffer.from(text('UTF-8'), 'utf16le'), 'text/xml; charset=utf-8'],
		['UTF-16 after a line break', Buffer.from(`\r\n${text('UTF-16')}`, 'utf16le'), 'text/xml'],
	])('%s', async (_, body, type) => {
		expect(await read(body, 500, { 'content-type': type })).toMatchObject({
			cause: 'faultXmlValidation',
			fault: 'Månaden är fel',
		});
	});

	it('text that was cut off within a character is still UTF-8', () => {
		const whole = Buffer.from('Månad å');
		for (const cut of [0, 1]) {
			expect(bodyText('', whole.subarray(0, whole.length - cut))).toMatch(/^Månad/);
		}
	});
});

it.each(['\n', '\r\n\r\n', ' \t', '\ufeff\n'])('%j before the XML declaration is skipped', async (before) => {
	const body = `${before}<?xml version="1.0" encoding="UTF-8"?>${receipt(`<tx-id>${TX}</tx-id>`)}`;
	expect(await read(body)).toMatchObject({ cause: 'receipt', txId: TX, text: body.replace(/^\ufeff/, '') });
});

describe('an answer wrapped as multipart/related is judged as if it stood alone', () => {
	const ROOT = 'Content-Type: application/xop+xml; charset=UTF-8; type="text/xml"\r\nContent-ID: <root@fk>';
	const wrapped = (root: string, head = ROOT) => `\r\n--uuid:1\r\n${head}\r\n\r\n${root}\r\n--uuid:1--\r\n`;
	const type = (more = '') => ({
		'content-type': `multipart/related; type="application/xop+xml"; boundary="uuid:1"${more}`,
	});
	const good = receipt(`<tx-id>${TX}</tx-id>`);
	const other = '--uuid:1\r\nContent-ID: <other>\r\n\r\n<a/>\r\n';

	it.each<[string, string, Record<string, string>]>([
		['MTOM', wrapped(good), type('; start="<root@fk>"; start-info="text/xml"')],
		['without a start, the first part is the root', wrapped(good), type()],
		['a start without brackets', wrapped(good), type('; start="root@fk"')],
		['the root behind another part', `${other}${wrapped(good).slice(2)}`, type('; start="<root@fk>"')],
		['text before the first delimiter', `Preamble\r\n${wrapped(good).slice(2)}`, type()],
		['line feeds alone', wrapped(good).replaceAll('\r\n', '\n'), type()],
		[
			'a boundary without quotes',
			wrapped(good).replaceAll('uuid:1', 'b1'),
			{
				'content-type': 'Multipart/Related; boundary=b1; type="text/xml"',
			},
		],
		['a folded header', wrapped(good, `Content-Type: text/xml;\r\n charset=UTF-8`), type()],
		[
			'the delimiter within a line of the root',
			wrapped(receipt(`<tx-id>${TX}</tx-id><x xmlns="urn:other">a --uuid:1</x>`)),
			type(),
		],
		['no headers', wrapped(good, '').replace('\r\n\r\n\r\n', '\r\n\r\n'), type()],
		['a declaration after a blank line', wrapped(`\r\n<?xml version="1.0"?>${good}`), type()],
		[
			'base64',
			wrapped(
				Buffer.from(good).toString('base64').replace(/.{76}/g, '$&\r\n'),
				`${ROOT}\r\nContent-Transfer-Encoding: base64`,
			),
			type(),
		],
		[
			'quoted-printable',
			wrapped(
				good.replaceAll('=', '=3D').replace('Envelope', 'Enve=\r\nlope'),
				`${ROOT}\r\nContent-Transfer-Encoding: quoted-printable`,
			),
			type(),
		],
	])('%s', async (_, body, headers) => {
		expect(await read(body, 200, headers)).toMatchObject({ cause: 'receipt', txId: TX, text: body });
	});

	it('a fault is the fault it is, by the charset of its part', async () => {
		const body = Buffer.from(
			wrapped(
				fault(
					's:Server',
					`<detail><XmlValidationError xmlns="${TID}"><message>Månaden</message></XmlValidationError></detail>`,
				),
				'Content-Type: text/xml; charset=ISO-8859-1',
			),
			'latin1',
		);
		expect(await read(body, 500, type())).toMatchObject({ cause: 'faultXmlValidation', fault: 'Månaden' });
	});

	it.each<[string, string, number, Record<string, string>, string]>([
		['a receipt with a status that contradicts it', wrapped(good), 500, type(), 'receiptWithStatus'],
		['an empty root', wrapped(''), 200, type(), 'answerEmpty'],
		['a page', wrapped('<html></html>'), 200, type(), 'answerNotSoap'],
		['a root that is not among the parts', wrapped(good), 200, type('; start="<x>"'), 'answerNotSoap'],
		[
			'a boundary that does not occur',
			wrapped(good),
			200,
			{ 'content-type': 'multipart/related; boundary=z' },
			'answerNotSoap',
		],
		['no boundary', wrapped(good), 200, { 'content-type': 'multipart/related' }, 'answerNotSoap'],
		[
			'another kind of multipart',
			wrapped(good),
			200,
			{ 'content-type': 'multipart/mixed; boundary="uuid:1"' },
			'answerNotSoap',
		],
		[
			'a transfer encoding that is not known',
			wrapped(good, `${ROOT}\r\nContent-Transfer-Encoding: x-zip`),
			200,
			type(),
			'answerNotSoap',
		],
		['a root cut off', wrapped(good).slice(0, -40), 200, type(), 'answerNotSoap'],
		['a DOCTYPE in the root', wrapped(`<!DOCTYPE x>${good}`), 200, type(), 'answerNotSoap'],
		[
			'a tx-id in another part',
			`${wrapped(receipt('<tx-id/>')).replace('--uuid:1--', '')}--uuid:1\r\n\r\n${good}\r\n--uuid:1--`,
			200,
			type(),
			'receiptWithoutTxId',
		],
	])('%s', async (_, body, status, headers, cause) => {
		expect(await read(body, status, headers)).toMatchObject({ cause });
	});
});

it('the text is read by the charset declared', async () => {
	const latin1 = Buffer.from('<p>Försäkringskassan</p>', 'latin1');
	expect((await read(latin1, 500, { 'content-type': 'text/html; charset=ISO-8859-1' })).text).toContain(
		'Försäkringskassan',
	);
	expect((await read('<p>Försäkringskassan</p>', 500)).text).toContain('Försäkringskassan');
});

describe('Retry-After', () => {
	it.each([
		['120', 120_000],
		['0', 0],
		['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
		['Mon, 23 Nov 2026 11:00:00 GMT', 0],
		['soon', null],
		['', null],
		[undefined, null],
		['99999999999', 99_999_999_999_000],
		['-5', null],
		['1.5', null],
		['2 seconds', null],
		['x 1', null],
		['2099-10-21', null],
		['Wednesday, 21-Oct-99 07:28:00 GMT', null],
	])('%s', (header, ms) => expect(retryAfterMs(header, NOW)).toBe(ms));
});

describe('the table of judgements', () => {
	it('calls nothing accepted or rejected that broke on the wire, and nothing unknown before the first byte', () => {
		for (const cause of BROKE_BEFORE_SENDING) expect(JUDGEMENTS[cause].outcome).toBe('notSent');
		for (const cause of BROKE_AFTER_SENDING) expect(JUDGEMENTS[cause].outcome).toBe('unknown');
	});

	it('tries nothing again but what was not sent', () => {
		for (const { again, outcome } of Object.values(JUDGEMENTS)) {
			if (again !== 'never') expect(outcome).toBe('notSent');
		}
	});

	it('has a code for all that did not go well, and a sentence and a next step for everything', () => {
		for (const { code, outcome, message, description } of Object.values(JUDGEMENTS)) {
			expect(code === null).toBe(outcome === 'accepted');
			expect(message).toMatch(/^[A-ZÅÄÖ{].*[.}"]$/);
			expect(description).toMatch(/^[A-Z].*\.$/);
			expect(message + description).not.toMatch(/\b(error|failed|failure)\b/);
		}
	});

	it('fills in every fact it names', () => {
		const facts = { host: 'elt.example', port: 8020, status: 500, fault: 'Words', txId: TX, seconds: 60 };
		for (const cause of Object.keys(JUDGEMENTS)) {
			if (!isCause(cause)) throw new TypeError(cause);
			const { message, description } = explain(cause, facts);
			expect(message + description).not.toMatch(/[{}]/);
		}
	});
});

function isCause(name: string): name is keyof typeof JUDGEMENTS {
	return Object.hasOwn(JUDGEMENTS, name);
}
