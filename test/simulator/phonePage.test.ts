import { createBankIdClient, type BankIdClient } from '../../src/bankid/client';
import type { Simulator } from '../../src/simulator';
import { startSharedSimulator } from '../world/pki';
import { ASSISTENT, base64 } from './tools';

const OTHER = { personnummer: '199707199817', givenName: 'Märta', surname: 'Lind<b>qvist' };

let simulator: Simulator;
let client: BankIdClient;

beforeAll(async () => {
	simulator = await startSharedSimulator({ persons: [ASSISTENT, OTHER], behaviour: 'wait' });
	const { relyingParty, bankIdTls } = simulator.pki;
	client = createBankIdClient({
		baseUrl: simulator.bankIdUrl,
		certificate: relyingParty.leaf,
		ca: [bankIdTls.root.certificatePem],
		connectTimeoutMs: 20_000,
		environment: {},
	});
});
afterAll(async () => {
	client.close();
	await simulator.close();
});

const at = (path: string): string => new URL(path, simulator.pageUrl).href;

async function json(path: string, body?: object) {
	const response = await fetch(at(path), body && { method: 'POST', body: JSON.stringify(body) });
	return { status: response.status, body: await response.json() };
}

/** Sends a form of the page, as a browser does. */
async function submit(path: string, fields: Record<string, string>) {
	const headers = { Origin: new URL(simulator.pageUrl).origin };
	const body = new URLSearchParams(fields);
	const response = await fetch(at(path), { method: 'POST', headers, body, redirect: 'manual' });
	return { status: response.status, location: response.headers.get('location'), text: await response.text() };
}

function order(personalNumber: string, more: object = {}) {
	return client.sign({
		endUserIp: '192.0.2.1',
		userVisibleData: base64('Jag <intygar>.'),
		requirement: { personalNumber },
		...more,
	});
}

describe('as JSON', () => {
	test('a person opens an order by its start link and signs it', async () => {
		const { orderRef, autoStartToken } = await order(ASSISTENT.personnummer, {
			returnUrl: 'https://n8n.example.se/webhook/sign?nonce=1',
		});
		const opened = await json('/phone/open', { autoStartToken });
		expect(opened).toEqual({
			status: 200,
			body: {
				orderRef,
				kind: 'sign',
				signer: { name: 'Åsa Sjöö', personnummer: '19891107-****' },
				openedBy: { name: 'Åsa Sjöö', personnummer: '19891107-****' },
				status: 'open',
				outcome: null,
				text: 'Jag <intygar>.',
				ageSeconds: 0,
				returnUrl: 'https://n8n.example.se/webhook/sign?nonce=1',
			},
		});
		expect(await json('/phone/sign', { orderRef })).toMatchObject({ body: { outcome: 'complete' } });
		expect(await client.collect(orderRef)).toMatchObject({ status: 'complete' });
	});

	test('what a phone cannot do is answered with 409 and a sentence, what nobody understands with 400', async () => {
		const { orderRef } = await order(ASSISTENT.personnummer);
		expect(await json('/phone/sign', { orderRef })).toEqual({
			status: 409,
			body: { message: 'The order has not been opened in an app' },
		});
		expect(await json('/phone/open', { qr: 'bankid.x' })).toMatchObject({ status: 409 });
		expect(await json('/phone/open', {})).toMatchObject({ status: 400 });
		expect(await json('/phone/cancel', {})).toEqual({
			status: 400,
			body: { message: 'orderRef is missing' },
		});
		await client.cancel(orderRef);
	});

	test('the list of orders has neither start link nor QR code nor a whole personnummer', async () => {
		const started = await order(ASSISTENT.personnummer);
		const { body } = await json('/phone/orders');
		expect(body).toEqual([expect.objectContaining({ orderRef: started.orderRef, status: 'notOpened' })]);
		const text = JSON.stringify(body);
		for (const secret of [started.autoStartToken, started.qrStartToken, started.qrStartSecret]) {
			expect(text).not.toContain(secret);
		}
		expect(text).not.toContain(ASSISTENT.personnummer);
		await client.cancel(started.orderRef);
	});

	test('persons are told what to do while it runs, and how they are called', async () => {
		const { personnummer } = OTHER;
		const told = await json('/persons', { personnummer, behaviour: 'cancel', surname: 'Lindqvist' });
		expect(told.body).toEqual([
			{ name: 'Åsa Sjöö', personnummer: '19891107-****', behaviour: 'wait' },
			{ name: 'Märta Lindqvist', personnummer: '19970719-****', behaviour: 'cancel' },
		]);
		const { orderRef, autoStartToken } = await order(personnummer);
		await json('/phone/open', { autoStartToken });
		const hints = [];
		for (let i = 0; i < 3; i += 1) hints.push(await client.collect(orderRef));
		expect(hints.map((result) => 'hintCode' in result && result.hintCode)).toEqual([
			'started',
			'userSign',
			'userCancel',
		]);
		expect(await json('/persons', { behaviour: 'sleep' })).toMatchObject({
			status: 400,
			body: { message: expect.stringMatching(/^behaviour is not one of sign, cancel, wait, /) },
		});
		await json('/persons', { ...OTHER, behaviour: 'wait' });
	});
});

describe('the phone page', () => {
	test('shows orders and persons, what is theirs escaped and nobody’s whole personnummer', async () => {
		const { orderRef } = await order(OTHER.personnummer);
		const page = await (await fetch(at('/phone'))).text();
		expect(page).toContain('Jag &lt;intygar&gt;.');
		expect(page).toContain('Märta Lind&lt;b&gt;qvist');
		expect(page).not.toMatch(/(?<![\da-f-])(?:19|20)\d{10}(?![\da-f-])/);
		await client.cancel(orderRef);
	});

	test('allows its own script and forms, and nothing from elsewhere', async () => {
		const { headers } = await fetch(at('/phone'));
		expect(headers.get('content-security-policy')).toMatch(
			/^default-src 'none'; script-src 'sha256-[\w+/=]{44}'; connect-src 'self'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
		);
		expect(headers.get('cache-control')).toBe('no-store');
	});

	test('opens and signs an order by its forms, which lead back to the page', async () => {
		const { orderRef, autoStartToken } = await order(ASSISTENT.personnummer);
		const back = { status: 303, location: '/phone' };
		const start = `bankid:///?autostarttoken=${autoStartToken}`;
		expect(await submit('/phone/open', { start, person: '' })).toMatchObject(back);
		expect(await submit('/phone/sign', { orderRef })).toMatchObject(back);
		expect(await client.collect(orderRef)).toMatchObject({ status: 'complete' });
	});

	test('opens an order on the phone of another person, by the place in its list', async () => {
		const { orderRef, autoStartToken } = await order(ASSISTENT.personnummer);
		await submit('/phone/open', {
			start: `https://app.bankid.com/?autostarttoken=${autoStartToken}`,
			person: '1',
		});
		expect(await client.collect(orderRef)).toMatchObject({ status: 'pending', hintCode: 'started' });
		const page = await (await fetch(at('/phone?orders'))).text();
		expect(page).toContain('no BankID for it on this phone');
		await client.cancel(orderRef);
	});

	test('says in place why something was not done', async () => {
		const { status, text } = await submit('/phone/open', { start: 'bankid:///?autostarttoken=<i>' });
		expect(status).toBe(409);
		expect(text).toContain('<p role="alert" class="refused">There is no order with this start link.</p>');
	});

	test('takes no form from a page of somebody else', async () => {
		const headers = { Origin: 'https://page.example' };
		const body = new URLSearchParams({ behaviour: 'cancel' });
		expect((await fetch(at('/persons'), { method: 'POST', headers, body })).status).toBe(403);
		const unknown = { Origin: 'null' };
		expect((await fetch(at('/persons'), { method: 'POST', headers: unknown, body })).status).toBe(403);
	});
});
