import type { ItemSignature, ReportItem } from '../../src/report/item/item';
import { planOrders, type PlanOptions } from '../../src/report/sign/plan';
import { phoneRequestOf, signReports } from '../../src/report/sign/sign';
import { buildReports } from '../../src/report/build/build';
import {
	ANORDNARE,
	at,
	buildSample,
	DEFAULTS,
	openReports,
	shift,
	startWorld,
	TODAY,
	type World,
} from './world';

let world: World;
let items: readonly ReportItem[];
/** The same, signed by their assistenter. */
let signedByAssistent: readonly ReportItem[];

beforeAll(async () => {
	world = await startWorld();
	items = (await buildSample()).items;
	signedByAssistent = (await signReports(await openReports(items), world.signing('assistent'))).map(
		({ report }) => report.item,
	);
});

afterAll(() => world.close());

/** How orders are planned in these tests. */
function planning<T extends Partial<PlanOptions> & Pick<PlanOptions, 'role'>>(options: T) {
	return { today: TODAY, policy: world.policy, now: () => new Date(), ...options };
}

/** A signature that has the form of one and proves nothing. */
function forged({ assistent }: ReportItem): ItemSignature {
	return {
		signature: 'QUJD',
		ocspResponse: 'QUJD',
		datumForSignatur: '2026-11-02',
		signer: { name: 'Test', personnummer: assistent.personnummer },
		userVisibleData: '',
		verifiedAt: '2026-11-02T08:00:00Z',
	};
}

describe('the plan', () => {
	test('each assistent signs each report with an order of its own', async () => {
		const { orders, refused } = await planOrders(await openReports(items), planning({ role: 'assistent' }));
		expect(refused).toEqual([]);
		expect(orders).toHaveLength(16);
		expect(new Set(orders.map(({ signer }) => signer)).size).toBe(12);
		for (const { reports, userNonVisibleData, signer } of orders) {
			const { item } = at(reports, 0);
			expect(Buffer.from(userNonVisibleData, 'base64').toString()).toBe(`${item.id},${item.sha256}`);
			expect(signer).toBe(item.assistent.personnummer);
		}
	});

	test('the anordnare signs all with one order, with a text that lists them and their sums', async () => {
		const plan = await planOrders(
			await openReports(signedByAssistent),
			planning({ role: 'anordnare', signer: ANORDNARE }),
		);
		expect(plan.orders).toHaveLength(1);
		const { visibleText, userNonVisibleData, signer } = at(plan.orders, 0);
		expect(signer).toBe(ANORDNARE);
		expect(Buffer.from(userNonVisibleData, 'base64').toString().split(';')).toHaveLength(16);
		expect(visibleText).toContain('16 st.');
		for (const { assistent } of items) expect(visibleText).toContain(`2026-10 ${assistent.namn} hos `);
		expect(visibleText).not.toMatch(/\d{12}/);
	});

	test('orders are cut by number and by the length of their text', async () => {
		const options = planning({ role: 'anordnare' });
		const cut = async (more: object) =>
			(await planOrders(await openReports(signedByAssistent), { ...options, ...more })).orders.map(
				({ reports }) => reports.length,
			);
		expect(await cut({ reportsPerOrder: 7 })).toEqual([7, 7, 2]);
		const long = await cut({ template: `${'x'.repeat(29_500)}{reports}` });
		expect(long.length).toBeGreaterThan(1);
		expect(long.reduce((sum, length) => sum + length)).toBe(16);
	});

	test.each([0, 1471, 1.5])('%p reports per order is a mistake of the program', async (reportsPerOrder) => {
		await expect(
			planOrders(await openReports([]), planning({ role: 'anordnare', reportsPerOrder })),
		).rejects.toThrow(
			new TypeError(`reportsPerOrder is ${reportsPerOrder}; it must be a whole number from 1 to 1470`),
		);
	});

	test('what can not be signed now is refused with what to do, and the others go on', async () => {
		const paper = await buildReports(
			{ rows: [shift({ 'Assistent personnummer': '', 'Assistent samordningsnummer': '198911679994' })] },
			{ today: TODAY, defaults: DEFAULTS },
		);
		const coordination = paper.reports.flatMap(({ item }) => item ?? []);
		const good = at(items, 0);
		const given = [good, good, ...coordination];
		const plan = await planOrders(await openReports(given), planning({ role: 'assistent' }));
		expect(plan.orders).toHaveLength(1);
		expect(plan.refused.map(({ report, error }) => [report.from, error.code])).toEqual([
			[1, 'ITEM_INVALID'],
			...coordination.map((_, index) => [index + 2, 'REPORT_INVALID']),
		]);
		expect(at(plan.refused, 0).error.message).toBe(`Report ${good.id} occurs twice in the input`);
	});

	test('a month that is not over is refused', async () => {
		const { refused } = await planOrders(
			await openReports([at(items, 0)]),
			planning({ role: 'assistent', today: '2026-10-20' }),
		);
		expect(at(refused, 0).error).toMatchObject({ code: 'REPORT_INVALID' });
		expect(at(refused, 0).error.problems.map(({ code }) => code)).toContain('MONTH_NOT_OVER');
	});

	test('the anordnare waits for the assistent; who has signed does not sign again', async () => {
		const { refused } = await planOrders(
			await openReports(items.slice(0, 1)),
			planning({ role: 'anordnare' }),
		);
		expect(at(refused, 0).error).toMatchObject({
			code: 'SIGNATURE_MISSING',
			message: `Report ${at(items, 0).id} isn't signed by the assistent yet`,
		});
		const { done, orders } = await planOrders(
			await openReports(signedByAssistent),
			planning({ role: 'assistent' }),
		);
		expect([done.length, orders.length]).toEqual([16, 0]);
	});

	test('a signature that proves nothing does not count as signed, and nobody is asked to sign on top of it', async () => {
		const item = at(items, 0);
		const byAssistent = { ...item, signatures: { assistent: forged(item) } };
		const byAnordnare = { ...at(signedByAssistent, 1) };
		const given = [
			byAssistent,
			{ ...byAnordnare, signatures: { ...byAnordnare.signatures, anordnare: forged(byAnordnare) } },
			{ ...at(items, 2), signatures: { anordnare: forged(at(items, 2)) } },
		];
		const asAnordnare = await planOrders(
			await openReports(given),
			planning({ role: 'anordnare', signer: ANORDNARE }),
		);
		expect([asAnordnare.orders, asAnordnare.done]).toEqual([[], []]);
		expect(asAnordnare.refused.map(({ error }) => error.code)).toEqual([
			'SIGNATURE_MALFORMED',
			'SIGNATURE_MALFORMED',
			'SIGNATURE_MISSING',
		]);
		const asAssistent = await planOrders(await openReports([byAssistent]), planning({ role: 'assistent' }));
		expect([asAssistent.orders, asAssistent.done]).toEqual([[], []]);
		expect(at(asAssistent.refused, 0).error).toMatchObject({
			code: 'SIGNATURE_MALFORMED',
			message: expect.stringContaining('The signature is not XML as BankID writes it'),
		});
	});

	test('a report twice is refused, also when one of the two is signed already', async () => {
		const given = [at(items, 0), at(signedByAssistent, 0)];
		const { orders, done, refused } = await planOrders(
			await openReports(given),
			planning({ role: 'assistent' }),
		);
		expect([orders.length, done.length]).toEqual([1, 0]);
		expect(at(refused, 0).error.message).toBe(`Report ${at(items, 0).id} occurs twice in the input`);
	});

	test('a report whose text is too long to be shown is refused for itself', async () => {
		const long = await buildReports(
			{ rows: [shift({ 'Brukare efternamn': 'Ö'.repeat(16_000) })] },
			{ today: TODAY, defaults: DEFAULTS },
		);
		const given = [at(long.items, 0), at(items, 0)];
		const { orders, refused } = await planOrders(await openReports(given), planning({ role: 'assistent' }));
		expect(orders.map(({ reports }) => reports.map(({ from }) => from))).toEqual([[1]]);
		expect(refused.map(({ report, error }) => [report.from, error.code])).toEqual([[0, 'BANKID_TEXT']]);
	});

	test('an order by telephone needs a signer', async () => {
		const { orders } = await planOrders(
			await openReports(signedByAssistent),
			planning({ role: 'anordnare' }),
		);
		expect(() => phoneRequestOf(at(orders, 0), 'RP')).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID' }),
		);
	});
});

describe('signing with BankID', () => {
	test('fills in both signatures, verified, in the order given', async () => {
		const given = items.slice(0, 3);
		const signed = await world.sign(given);
		expect(signed.map(({ id }) => id)).toEqual(given.map(({ id }) => id));
		for (const { signatures, assistent } of signed) {
			expect(signatures.assistent?.signer.personnummer).toBe(assistent.personnummer);
			expect(signatures.anordnare?.signer.personnummer).toBe(ANORDNARE);
			expect(signatures.anordnare?.signature).toBe(at(signed, 0).signatures.anordnare?.signature);
		}
	});

	test('a person who declines stops their own reports only', async () => {
		const given = items.slice(0, 4);
		const { assistent } = at(given, 1);
		world.simulator.bankId.persons.set({
			personnummer: assistent.personnummer,
			givenName: 'Test',
			surname: 'Testsson',
			behaviour: 'cancel',
		});
		const signed = await signReports(await openReports(given), world.signing('assistent'));
		const expected = given.map((item) =>
			item.assistent.personnummer === assistent.personnummer ? 'BANKID_ORDER_FAILED' : null,
		);
		expect(signed.map(({ error }) => error?.code ?? null)).toEqual(expected);
		expect(at(signed, 1).error?.message).toBe(
			'The BankID order was not signed (userCancel): The action was cancelled.',
		);
		expect(at(signed, 1).report.item).toEqual(at(given, 1));
		world.simulator.bankId.persons.set({
			personnummer: assistent.personnummer,
			givenName: 'Test',
			surname: 'Testsson',
		});
	});

	test('a final result is saved before it is judged; a store that refuses keeps it from counting', async () => {
		const saved: string[] = [];
		const given = items.slice(0, 2);
		await signReports(await openReports(given), {
			...world.signing('assistent'),
			saveFinal: (order, result) => void saved.push(`${at(order.reports, 0).item.id} ${result.status}`),
		});
		expect(saved.sort()).toEqual(given.map(({ id }) => `${id} complete`).sort());
	});

	test('one signer never has two orders at once, different signers have', async () => {
		let most = 0;
		const running = new Map<string, number>();
		const count = (signer: string, change: number) => {
			running.set(signer, (running.get(signer) ?? 0) + change);
			expect(running.get(signer)).toBeLessThanOrEqual(1);
			most = Math.max(
				most,
				[...running.values()].reduce((sum, each) => sum + each),
			);
		};
		await signReports(await openReports(items), {
			...world.signing('assistent'),
			onStarted: ({ signer = '' }, started) => {
				count(signer, 1);
				world.simulator.bankId.phones.open(started);
			},
			saveFinal: ({ signer = '' }) => count(signer, -1),
		});
		expect(most).toBeGreaterThan(1);
	});

	test('cancelling ends every order and says so of each report', async () => {
		const controller = new AbortController();
		controller.abort();
		const signed = await signReports(await openReports(items.slice(0, 2)), {
			...world.signing('assistent'),
			signal: controller.signal,
		});
		expect(signed.map(({ error }) => error?.code)).toEqual(['BANKID_CANCELLED', 'BANKID_CANCELLED']);
	});
});
