import { summaryOf } from '../../src/signingPage/summary';
import { forgetLink } from '../../src/signingPage/linkOrder';
import { orderRequestOf } from '../../src/signingPage/orderRequest';
import { planOfSession } from '../../src/signingPage/session';
import { seal, sealingKey } from '../../src/signingPage/seal';
import { COMPUTER, type Link, PHONE, type PageWorld, startPageWorld, stateOf } from './world';

let world: PageWorld;
beforeAll(async () => void (world = await startPageWorld()));
afterAll(async () => await world.close());

/** Each test has its own assistent: BankID knows one order per person. */
let next = 0;
async function linkOfNext(changes?: Parameters<PageWorld['link']>[1]): Promise<Link> {
	const report = world.reports[next];
	if (!report) throw new TypeError('no report is left');
	next += 1;
	return await world.link([report], changes);
}

const tokenIn = (body: string) => /autostarttoken=([\w-]+)/.exec(body)?.[1] ?? '';
const orderOf = (personnummer: string) =>
	world.simulator.bankId.orders.list().filter(({ personalNumber }) => personalNumber === personnummer);

/** The signer opens the link in the app and signs. */
async function sign(body: string): Promise<void> {
	const { orderRef } = world.simulator.bankId.phones.open({ autoStartToken: tokenIn(body) });
	world.simulator.bankId.phones.answer(orderRef, 'sign');
}

describe('what a GET does', () => {
	test('it shows what is to be signed and starts nothing, as often as link previews ask', async () => {
		const { visitor, session } = await linkOfNext();
		for (let time = 0; time < 3; time += 1) {
			const page = await visitor().get();
			expect(page.status).toBe(200);
			expect(stateOf(page)).toBe('ready');
			expect(page.body).toContain('Oktober 2026'.toLowerCase());
		}
		await visitor().get({ action: 'start-link' });
		expect(orderOf(session.signer)).toHaveLength(0);
	});

	test('no page keeps, frames, refers or lets anything run but its own script', async () => {
		const { headers, body } = await (await linkOfNext()).visitor().get();
		expect(headers).toMatchObject({
			'Cache-Control': 'no-store',
			'Referrer-Policy': 'no-referrer',
			'X-Frame-Options': 'DENY',
			'X-Content-Type-Options': 'nosniff',
		});
		const policy = headers['Content-Security-Policy'] ?? '';
		expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; script-src 'nonce-[\w-]+'; /);
		expect(policy).toContain("frame-ancestors 'none'");
		expect(policy).not.toContain('unsafe');
		expect(body).not.toMatch(/<script(?![^>]* src=)/);
		expect(body).not.toMatch(/ on\w+=| style=/);
		expect(Buffer.byteLength(body)).toBeLessThan(100_000);
	});

	test('an address has no personnummer, and the page shows none in full', async () => {
		const { visitor, session } = await linkOfNext();
		const { body } = await visitor().get();
		expect(session.url).not.toContain(session.signer);
		expect(body.replace(/\D/g, ' ')).not.toContain(session.signer);
		expect(body).not.toContain(session.signer.slice(-4) + '<');
	});

	test('a page over a thousand reports stays below 100 kB and leads to all of them', async () => {
		const [first] = world.reports;
		if (!first) throw new TypeError('no report');
		const readReports = async () => Array.from({ length: 1000 }, () => first);
		const { visitor } = await world.link([first], { surroundings: { readReports } });
		const starts = ['0', '150', '900', '5000'];
		const pages = await Promise.all(starts.map((from) => visitor().get({ from })));
		for (const { body } of pages) expect(Buffer.byteLength(body)).toBeLessThan(100_000);
		const shown = pages.map(({ body }) => /(\d+–\d+) \/ 1000/.exec(body)?.[1]);
		expect(shown).toEqual(['1–150', '151–300', '901–1000', '1–150']);
	});

	test('a TEST banner is on the page in every environment but production', async () => {
		const { visitor } = await linkOfNext();
		expect((await visitor().get()).body).toContain('class="banner"');
		const production = await linkOfNext({ surroundings: { isProduction: true } });
		expect((await production.visitor().get()).body).not.toContain('class="banner"');
	});

	test("the page speaks the browser's language until the visitor chooses the other", async () => {
		const { visitor } = await linkOfNext();
		const english = visitor({ headers: { 'accept-language': 'en-GB,en;q=0.9,sv;q=0.8' } });
		expect((await english.get()).body).toContain('<html lang="en">');
		expect((await english.get({ lang: 'sv' })).body).toContain('<html lang="sv">');
		expect((await visitor({ headers: { 'accept-language': 'de' } }).get()).body).toContain(
			'<html lang="sv">',
		);
	});
});

describe('a visitor without the right link', () => {
	test.each([undefined, '', 'x', ['a', 'b'], {}, 'A'.repeat(43), '\u0000'])(
		'sees nothing and starts nothing (case %#)',
		async (nonce) => {
			const link = await world.link(world.reports.slice(0, 1));
			const visitor = link.visitor();
			for (const answer of [
				await visitor.get({ nonce }),
				await visitor.get({ nonce, report: '1' }, 'report'),
				await visitor.get({ nonce }, 'script'),
				await visitor.post({ action: 'start-qr' }, { nonce }),
				await visitor.post({ action: 'decline', reason: 'no' }, { nonce }),
			]) {
				expect(answer.status).toBe(404);
				expect(answer.body).not.toContain(world.reports[0]?.item.assistent.namn);
			}
			expect(link.outcomes).toEqual([]);
		},
	);
});

describe('hostile requests', () => {
	const bodies = [
		{},
		{ action: 'toString' },
		{ action: '__proto__' },
		{ action: ['start-qr'] },
		{ action: { $gt: '' } },
		{ action: 'done' },
		{ action: 'cancel' },
		{ action: 'hand-over' },
		{ action: 'hand-over', sealed: 'A'.repeat(10_000) },
		{ action: 'hand-over', sealed: { length: 1 } },
		{ action: 'hand-over', sealed: seal({ signature: 'QQ==' }, sealingKey('mine'), 'result') },
		{ action: 'decline' },
		{ action: 'decline', reason: '   ' },
		{ action: 'decline', reason: ['x'] },
		{ action: 'look', lang: { toString: 'x' }, fragment: ['1'] },
	];

	test.each(bodies.map((body) => [body]))('%j is answered and reaches no execution', async (body) => {
		const link = await world.link(world.reports.slice(0, 1));
		const answer = await link
			.visitor({ headers: { cookie: `elt-signing-order=${'x'.repeat(500)}` } })
			.post(body);
		expect([200, 303]).toContain(answer.status);
		expect(link.outcomes).toEqual([]);
	});

	test.each(['0', '-1', '99999999', '1e3', '__proto__', '../1'])(
		'there is no report %s to look at',
		async (report) => {
			const link = await world.link(world.reports.slice(0, 1));
			expect((await link.visitor().get({ report }, 'report')).status).toBe(404);
		},
	);

	test('a failure on the server is a page that says so, and not an exception that would end the execution', async () => {
		const broken = async () => await Promise.reject(new Error('disk on fire'));
		const link = await world.link(world.reports.slice(0, 1), {
			surroundings: { readReports: broken, connect: broken },
		});
		for (const answer of [await link.visitor().get(), await link.visitor().post({ action: 'start-qr' })]) {
			expect(answer.status).toBe(500);
			expect(stateOf(answer)).toBe('trouble');
			expect(answer.body).not.toContain('fire');
		}
	});

	test('a name that is markup is shown as text', () => {
		const [report] = world.reports;
		if (!report) throw new TypeError('no report');
		const item = { ...report.item, assistent: { ...report.item.assistent, namn: '<img src=x>' } };
		const options = {
			role: 'anordnare',
			language: 'sv',
			from: 0,
			reportLink: () => '"><script>',
			listLink: () => '',
		} as const;
		for (const items of [[item], [item, report.item]]) {
			const summary = summaryOf(items, options).toString();
			expect(summary).toContain('&lt;img src=x&gt;');
			expect(summary).not.toMatch(/<img|<script/);
		}
	});
});

describe('an order', () => {
	test('is signed on this device: the link opens the app, and the execution gets the signed report once', async () => {
		const link = await linkOfNext();
		const phone = link.visitor({ userAgent: PHONE });
		const started = await phone.post({ action: 'start-link' });
		expect(stateOf(started)).toBe('link');
		expect(started.body).toContain('href="https://app.bankid.com/?autostarttoken=');
		await sign(started.body);
		const signed = await phone.until('signed');
		expect(signed.body).toContain('Undertecknad av');
		await phone.post({ action: 'done' });
		await phone.post({ action: 'done' });
		expect(link.outcomes).toHaveLength(1);
		expect(link.outcomes).toMatchObject([
			{ status: 'signed', signed: { risk: 'low', reports: [{ error: null }] } },
		]);
	});

	test('is signed by the QR code of the moment, which is another each second', async () => {
		const link = await linkOfNext();
		const computer = link.visitor();
		const first = await computer.post({ action: 'start-qr' });
		expect(stateOf(first)).toBe('qr');
		await new Promise((resolve) => setTimeout(resolve, 1100));
		const second = await computer.post({ action: 'look' });
		const codeIn = ({ body }: { body: string }) => /<svg[^]*<\/svg>/.exec(body)?.[0];
		expect(codeIn(second)).not.toBe(codeIn(first));
		const [order] = orderOf(link.session.signer);
		for (const { body, headers } of [first, second]) {
			const everything = `${body}${JSON.stringify(headers)}`;
			expect(everything).not.toContain(order?.start?.qrStartSecret);
		}
		await computer.post({ action: 'cancel' });
	});

	test('the start that a browser carries has no QR secret in it, sealed or not', async () => {
		const link = await linkOfNext();
		const { headers } = await link.visitor().post({ action: 'start-qr' });
		const cookie = headers['Set-Cookie'] ?? '';
		expect(cookie).toMatch(/; Path=\/webhook-waiting\/7\/sign; Max-Age=300; HttpOnly; SameSite=Lax; Secure$/);
		expect(cookie).not.toContain(link.session.signer);
		expect(cookie.length).toBeLessThan(1000);
		const [order] = orderOf(link.session.signer);
		expect(cookie).not.toContain(order?.orderRef);
	});

	test('there is one at a time, however often and from wherever the button is pressed', async () => {
		const link = await linkOfNext();
		const [one, other] = [link.visitor(), link.visitor({ userAgent: PHONE })];
		await Promise.all([
			one.post({ action: 'start-qr' }),
			one.post({ action: 'start-qr' }),
			other.post({ action: 'start-link' }),
		]);
		expect(orderOf(link.session.signer)).toHaveLength(1);
	});

	test('another browser sees neither its QR code nor its link, and cannot end it', async () => {
		const link = await linkOfNext();
		const owner = link.visitor();
		await owner.post({ action: 'start-qr' });
		const other = link.visitor();
		for (const answer of [
			await other.get(),
			await other.post({ action: 'look' }),
			await other.post({ action: 'cancel' }),
			await other.post({ action: 'decline', reason: 'because' }),
		]) {
			expect(stateOf(answer)).toBe('busy');
			expect(answer.body).not.toMatch(/<svg|autostarttoken/);
		}
		expect(stateOf(await owner.get())).toBe('qr');
		expect(link.outcomes).toEqual([]);
	});

	test('another browser that sees the signature first does not end the link before the signer has seen it', async () => {
		const link = await linkOfNext();
		const phone = link.visitor({ userAgent: PHONE });
		await sign((await phone.post({ action: 'start-link' })).body);
		const other = link.visitor();
		await other.until('signed');
		await other.post({ action: 'done' });
		expect(link.outcomes).toEqual([]);
		expect(stateOf(await phone.post({ action: 'look' }))).toBe('signed');
		await phone.post({ action: 'done' });
		expect(link.outcomes).toHaveLength(1);
	});

	test('a reload in the browser that started it goes on with it', async () => {
		const link = await linkOfNext();
		const phone = link.visitor({ userAgent: PHONE });
		const { body } = await phone.post({ action: 'start-link' });
		const reloaded = await phone.get();
		expect(tokenIn(reloaded.body)).toBe(tokenIn(body));
		expect(orderOf(link.session.signer)).toHaveLength(1);
	});

	test('the app leads back to it with a nonce, also in another browser; another nonce shows nothing', async () => {
		const link = await linkOfNext();
		await link.visitor({ userAgent: PHONE }).post({ action: 'start-link' });
		const [order] = orderOf(link.session.signer);
		const returned = new URL(order?.returnUrl ?? '').searchParams.get('return');
		expect(stateOf(await link.visitor({ userAgent: PHONE }).get({ return: 'A'.repeat(43) }))).toBe('busy');
		expect(stateOf(await link.visitor({ userAgent: PHONE }).get({ return: returned }))).toBe('link');
	});

	test('after a cancel in the app or on the page it can be tried again', async () => {
		const link = await linkOfNext();
		const visitor = link.visitor({ userAgent: PHONE });
		const started = await visitor.post({ action: 'start-link' });
		const { orderRef } = world.simulator.bankId.phones.open({ autoStartToken: tokenIn(started.body) });
		world.simulator.bankId.phones.answer(orderRef, 'cancel');
		const failed = await visitor.until('failed');
		expect(failed.body).toContain('Åtgärden avbröts.');
		const again = await visitor.post({ action: 'start-link' });
		expect(stateOf(again)).toBe('link');
		expect(stateOf(await visitor.post({ action: 'cancel' }))).toBe('failed');
		expect(link.outcomes).toEqual([]);
	});

	test('the BankID of another person does not sign it', async () => {
		const link = await linkOfNext();
		const visitor = link.visitor({ userAgent: PHONE });
		const { body } = await visitor.post({ action: 'start-link' });
		const { orderRef } = world.simulator.bankId.phones.open(
			{ autoStartToken: tokenIn(body) },
			'198107239835',
		);
		expect(() => world.simulator.bankId.phones.answer(orderRef, 'sign')).toThrow('another person');
		await visitor.post({ action: 'cancel' });
		expect(link.outcomes).toEqual([]);
	});

	test('reports that are not those of the link cannot be signed with it', async () => {
		const [one, other] = world.reports;
		if (!one || !other) throw new TypeError('no reports');
		const link = await world.link([one], { surroundings: { readReports: async () => [other] } });
		const answer = await link.visitor().post({ action: 'start-qr' });
		expect(stateOf(answer)).toBe('trouble');
		expect(orderOf(other.item.assistent.personnummer)).toHaveLength(0);
	});
});

describe('the end of a link', () => {
	test('declining passes the reason on, short and without control characters', async () => {
		const link = await linkOfNext();
		const answer = await link
			.visitor()
			.post({ action: 'decline', reason: `Fel\u0000 tid\n${'x'.repeat(900)}` });
		expect(stateOf(answer)).toBe('declined');
		expect(link.outcomes).toMatchObject([
			{ status: 'declined', reason: expect.stringMatching(/^Fel tid x{491,}/) },
		]);
		expect(link.outcomes[0]).toHaveProperty('reason.length', 500);
	});

	test('after its time nothing can be started', async () => {
		const link = await linkOfNext({ session: { expiresAt: new Date(Date.now() - 1000).toISOString() } });
		const visitor = link.visitor();
		expect((await visitor.get()).status).toBe(410);
		const answer = await visitor.post({ action: 'start-qr' });
		expect([answer.status, stateOf(answer)]).toEqual([410, 'expired']);
		expect(orderOf(link.session.signer)).toHaveLength(0);
	});

	test('a signature reaches the execution though the page was closed, through any process', async () => {
		const link = await linkOfNext({ surroundings: { pause: async () => undefined } });
		const phone = link.visitor({ userAgent: PHONE });
		await sign((await phone.post({ action: 'start-link' })).body);
		while (link.posted.length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
		const [form] = link.posted;
		expect(form?.['action']).toBe('hand-over');
		// The link is forgotten here by now, as in a process that never knew it.
		await link.visitor().post({ ...form });
		expect(link.outcomes).toMatchObject([{ status: 'signed', signed: { reports: [{ error: null }] } }]);
		const other = await linkOfNext();
		await other.visitor().post({ ...form });
		expect(other.outcomes).toEqual([]);
	});

	test('an order that another process started is gone on with, by what the browser carries', async () => {
		const link = await linkOfNext();
		const phone = link.visitor({ userAgent: PHONE });
		const { body } = await phone.post({ action: 'start-link' });
		forgetLink(link.session.nonce);
		expect(stateOf(await phone.get())).toBe('link');
		await sign(body);
		await phone.until('signed');
	});
});

describe('what BankID is told of the visitor', () => {
	test('is the address, the page, the browser without odd characters, and that a risk is wanted', async () => {
		const { session } = await linkOfNext();
		const plan = planOfSession(session, world.reports.slice(next - 1, next));
		const request = {
			method: 'POST',
			route: 'page',
			query: {},
			body: {},
			headers: { 'user-agent': `${PHONE}\u0007å${'x'.repeat(500)}` },
			ip: '::ffff:192.0.2.7',
		} as const;
		const order = orderRequestOf({ request, session, language: 'en' }, plan, 'link', 'n0nce');
		expect(order).toMatchObject({
			endUserIp: '192.0.2.7',
			returnRisk: true,
			requirement: { personalNumber: session.signer },
			web: { referringDomain: 'n8n.example', userAgent: expect.stringMatching(/^Mozilla[\x20-\x7e]+$/) },
		});
		expect(order.web?.userAgent).toHaveLength(256);
		expect(order.web?.deviceIdentifier).toMatch(/^[0-9a-f]{64}$/);
		expect(order.returnUrl).toBe(`${session.url}&lang=en&return=n0nce`);
		const onComputer = { ...request, headers: { 'user-agent': COMPUTER } };
		const elsewhere = orderRequestOf({ request: onComputer, session, language: 'en' }, plan, 'link', 'n0nce');
		expect(elsewhere.returnUrl).toBeUndefined();
	});
});
