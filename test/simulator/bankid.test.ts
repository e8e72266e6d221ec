import { verify as verifySignature, X509Certificate } from 'node:crypto';

import { type BankIdOptions, type BankIdServer, startBankId } from '../../src/simulator/bankid/server';
import type { Pki } from '../../src/simulator/pki/pki';
import { call } from './https';
import { ASSISTENT, base64 } from './tools';
import { sharedPki } from '../world/pki';

let pki: Pki;
let server: BankIdServer;
let nowMs = 0;

const start = (options: Partial<BankIdOptions> = {}) =>
	startBankId({ pki, monotonicMs: () => nowMs, ...options });

beforeAll(async () => {
	pki = await sharedPki();
	server = await start({
		persons: [
			ASSISTENT,
			{ personnummer: '199707199817', givenName: 'Märta', surname: 'Lindqvist', behaviour: 'cancel' },
			{ personnummer: '198108169924', givenName: 'José', surname: 'Öberg', behaviour: 'neverStart' },
			{
				personnummer: '199801239949',
				givenName: 'Anna-Karin',
				surname: 'Lindqvist',
				behaviour: 'wait',
			},
		],
	});
});
afterAll(() => server.close());

const post = async (path: string, body: unknown, to: BankIdServer = server) => {
	const answer = await call(`${to.url}/${path}`, {
		ca: pki.bankIdTls.root.certificatePem,
		client: pki.relyingParty.leaf,
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	});
	return { status: answer.status, body: JSON.parse(answer.body) };
};

const order = (personalNumber?: string) => ({
	endUserIp: '127.0.0.1',
	userVisibleData: base64('Jag intygar att uppgifterna är riktiga.'),
	userNonVisibleData: base64('hidden'),
	...(personalNumber === undefined ? {} : { requirement: { personalNumber } }),
});

const started = async (personalNumber?: string): Promise<string> => {
	const { status, body } = await post('sign', order(personalNumber));
	expect(status).toBe(200);
	return body.orderRef;
};

/** Starts an order that the person opens by its start link at once. */
const opened = async (personalNumber?: string): Promise<string> => {
	const { body } = await post('sign', order(personalNumber));
	server.phones.open({ autoStartToken: body.autoStartToken });
	return body.orderRef;
};

const collects = async (orderRef: string, times: number) => {
	const hints: unknown[] = [];
	for (let i = 0; i < times; i += 1) {
		const { body } = await post('collect', { orderRef });
		hints.push(body.hintCode ?? body.status ?? body.errorCode);
	}
	return hints;
};

describe('an order', () => {
	test('is answered with what the app is started with', async () => {
		const { status, body } = await post('sign', order('197509129859'));
		expect(status).toBe(200);
		expect(Object.keys(body)).toEqual(['orderRef', 'autoStartToken', 'qrStartToken', 'qrStartSecret']);
		await post('cancel', { orderRef: body.orderRef });
	});

	test('by phone is answered with its reference only', async () => {
		const { status, body } = await post('phone/sign', {
			personalNumber: ASSISTENT.personnummer,
			callInitiator: 'RP',
			userVisibleData: base64('text'),
		});
		expect(status).toBe(200);
		expect(Object.keys(body)).toEqual(['orderRef']);
		expect(await collects(body.orderRef, 3)).toEqual(['userCallConfirm', 'userSign', 'complete']);
	});

	test('is signed by the person it is for, and its result collected once', async () => {
		const orderRef = await opened(ASSISTENT.personnummer);
		expect(await collects(orderRef, 2)).toEqual(['started', 'userSign']);
		const { body } = await post('collect', { orderRef });
		expect(body.completionData.user).toEqual({
			personalNumber: ASSISTENT.personnummer,
			name: 'Åsa Sjöö',
			givenName: 'Åsa',
			surname: 'Sjöö',
		});
		const document = Buffer.from(body.completionData.signature, 'base64').toString('utf8');
		expect(document).toContain(
			`<usrVisibleData charset="UTF-8" visible="wysiwys">${order().userVisibleData}</usrVisibleData>`,
		);
		expect(document).toContain(`<usrNonVisibleData>${base64('hidden')}</usrNonVisibleData>`);
		const info = /<SignedInfo.*<\/SignedInfo>/.exec(document)?.[0] ?? '';
		const value = /<SignatureValue>(.*)<\/SignatureValue>/.exec(document)?.[1] ?? '';
		const user = /<X509Certificate>(.*?)<\/X509Certificate>/.exec(document)?.[1] ?? '';
		const { publicKey } = new X509Certificate(Buffer.from(user, 'base64'));
		expect(verifySignature('sha256', Buffer.from(info), publicKey, Buffer.from(value, 'base64'))).toBe(true);
		expect(await post('collect', { orderRef })).toEqual({
			status: 400,
			body: { errorCode: 'invalidParameters', details: 'No such order' },
		});
	});

	test('names the relying party by the certificate that asked', async () => {
		const orderRef = await opened(ASSISTENT.personnummer);
		await collects(orderRef, 2);
		const { body } = await post('collect', { orderRef });
		const document = Buffer.from(body.completionData.signature, 'base64').toString('utf8');
		expect(document).toContain(`<name>${base64(pki.relyingPartyName)}</name>`);
	});

	test('for a valid number that nobody listed is signed by Test Testsson', async () => {
		const orderRef = await opened('197509129859');
		await collects(orderRef, 2);
		const { body } = await post('collect', { orderRef });
		expect(body.completionData.user).toMatchObject({ personalNumber: '197509129859', name: 'Test Testsson' });
	});

	test('that the person declines ends as userCancel', async () => {
		const orderRef = await opened('199707199817');
		expect(await collects(orderRef, 4)).toEqual(['started', 'userSign', 'userCancel', 'invalidParameters']);
	});

	test('that nobody opens ends as startFailed after 30 s, however often it is collected', async () => {
		const orderRef = await started(ASSISTENT.personnummer);
		expect(await collects(orderRef, 3)).toEqual(Array(3).fill('outstandingTransaction'));
		nowMs += 29_999;
		expect(await collects(orderRef, 3)).toEqual(Array(3).fill('noClient'));
		nowMs += 1;
		expect(await collects(orderRef, 1)).toEqual(['startFailed']);
	});

	test('of a person who never opens the app stays as it was, also by phone', async () => {
		const link = await opened('198108169924');
		expect(await collects(link, 1)).toEqual(['outstandingTransaction']);
		await post('cancel', { orderRef: link });
		const { body } = await post('phone/sign', {
			personalNumber: '198108169924',
			callInitiator: 'user',
			userVisibleData: base64('text'),
		});
		nowMs += 30_000;
		expect(await collects(body.orderRef, 1)).toEqual(['startFailed']);
	});

	test('that is opened and left ends as expiredTransaction after 3 min', async () => {
		const orderRef = await opened('199801239949');
		nowMs += 179_999;
		expect(await collects(orderRef, 4)).toEqual(['started', 'userSign', 'userSign', 'userSign']);
		nowMs += 1;
		expect(await collects(orderRef, 1)).toEqual(['expiredTransaction']);
	});

	test('for a person with one under way is refused, and the one under way aborted', async () => {
		const first = await started(ASSISTENT.personnummer);
		expect(await post('sign', order(ASSISTENT.personnummer))).toEqual({
			status: 400,
			body: { errorCode: 'alreadyInProgress', details: 'Order already in progress for pno' },
		});
		expect(await collects(first, 2)).toEqual(['cancelled', 'invalidParameters']);
	});

	test('that was cancelled is forgotten', async () => {
		const orderRef = await started(ASSISTENT.personnummer);
		expect(await post('cancel', { orderRef })).toEqual({ status: 200, body: {} });
		expect(await collects(orderRef, 1)).toEqual(['invalidParameters']);
	});

	test('that nobody collects is forgotten after a while', async () => {
		const before = server.orders.list().length;
		await started();
		expect(server.orders.list().length).toBe(before + 1);
		nowMs += 400_000;
		await collects(await opened(), 3);
		expect(server.orders.list().length).toBe(0);
	});
});

describe('a request', () => {
	const refused = (details: string) => ({ status: 400, body: { errorCode: 'invalidParameters', details } });

	test.each([
		['an address that is none', { endUserIp: '127.0.0' }, 'Invalid parameter: endUserIp'],
		['no address', { endUserIp: undefined }, 'Invalid parameter: endUserIp'],
		['no visible text', { userVisibleData: undefined }, 'Invalid parameter: userVisibleData'],
		['an empty visible text', { userVisibleData: '' }, 'Invalid parameter: userVisibleData'],
		['a text that is not base64', { userVisibleData: 'åäö' }, 'Invalid parameter: userVisibleData'],
		['a text that is not UTF-8', { userVisibleData: '/w==' }, 'Invalid parameter: userVisibleData'],
		[
			'30 001 bytes of text',
			{ userVisibleData: base64('a'.repeat(30_001)) },
			'Invalid parameter: userVisibleData',
		],
		[
			'too much hidden data',
			{ userNonVisibleData: base64('a'.repeat(150_001)) },
			'Invalid parameter: userNonVisibleData',
		],
		[
			'a wrong check digit',
			{ requirement: { personalNumber: '198911079931' } },
			'Invalid parameter: requirement',
		],
		['an unknown requirement', { requirement: { age: 18 } }, 'Invalid parameter: requirement'],
		['an unknown format', { userVisibleDataFormat: 'html' }, 'Invalid parameter: userVisibleDataFormat'],
		['an unknown parameter', { colour: 'red' }, 'Unrecognized parameter: colour'],
	])('with %s is refused', async (_name, change, details) => {
		expect(await post('sign', { ...order(), ...change })).toEqual(refused(details));
	});

	test('with 30 000 bytes of text and 150 000 hidden is taken', async () => {
		const { status, body } = await post('sign', {
			...order('197509129859'),
			userVisibleData: base64('a'.repeat(30_000)),
			userNonVisibleData: base64('a'.repeat(150_000)),
		});
		expect(status).toBe(200);
		await post('cancel', { orderRef: body.orderRef });
	});

	test.each([
		['is not a POST', { method: 'GET' }, 'sign', 405, 'methodNotAllowed'],
		[
			'names a charset',
			{ headers: { 'Content-Type': 'application/json; charset=utf-8' } },
			'sign',
			415,
			'unsupportedMediaType',
		],
		['goes elsewhere', {}, 'unknown', 404, 'notFound'],
		['is not JSON', { body: '{' }, 'sign', 400, 'invalidParameters'],
	])('that %s is refused', async (_name, change, path, status, errorCode) => {
		const answer = await call(`${server.url}/${path}`, {
			ca: pki.bankIdTls.root.certificatePem,
			client: pki.relyingParty.leaf,
			headers: { 'Content-Type': 'application/json' },
			...change,
		});
		expect({ status: answer.status, ...JSON.parse(answer.body) }).toMatchObject({ status, errorCode });
	});

	test('whose body does not come is refused with 408', async () => {
		const impatient = await start({ bodyTimeoutMs: 20 });
		const answer = await call(`${impatient.url}/sign`, {
			ca: pki.bankIdTls.root.certificatePem,
			client: pki.relyingParty.leaf,
			headers: { 'Content-Type': 'application/json', 'Content-Length': '100' },
			body: '{',
		});
		expect(answer.status).toBe(408);
		expect(JSON.parse(answer.body)).toMatchObject({ errorCode: 'requestTimeout' });
		await impatient.close();
	});

	test.each([401, 403, 429, 500, 503])('is answered with %s when that is asked for, once', async (status) => {
		server.force({ endpoint: 'sign', status, errorCode: 'aCode', details: 'Some details' });
		expect(await post('sign', order('197509129859'))).toEqual({
			status,
			body: { errorCode: 'aCode', details: 'Some details' },
		});
		await post('cancel', { orderRef: await started('197509129859') });
	});
});

describe('a connection', () => {
	const attempt = (client: Parameters<typeof call>[1]['client'], ca: string) =>
		call(`${server.url}/sign`, { ca, ...(client === undefined ? {} : { client }) });

	test('without a client certificate is refused in the handshake', async () => {
		await expect(attempt(undefined, pki.bankIdTls.root.certificatePem)).rejects.toMatchObject({
			code: expect.stringMatching(/^(ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED|ECONNRESET|EPIPE)$/),
		});
	});

	test('with a certificate from another authority is refused in the handshake', async () => {
		await expect(attempt(pki.eltClient.leaf, pki.bankIdTls.root.certificatePem)).rejects.toMatchObject({
			code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/),
		});
	});

	test('is not trusted by a client that knows another root', async () => {
		await expect(attempt(pki.relyingParty.leaf, pki.eltTls.root.certificatePem)).rejects.toMatchObject({
			code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		});
	});
});
