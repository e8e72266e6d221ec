import { createEltClient } from '../../src/elt/client';
import { eltEndpoint } from '../../src/elt/environments';
import { createPace } from '../../src/elt/pace';
import type { ReportItem } from '../../src/report/item/item';
import { OpenReport } from '../../src/report/item/openReport';
import { checkSending, preflight } from '../../src/report/submit/preflight';
import { buildReports } from '../../src/report/build/build';
import { submitReports } from '../../src/report/submit/submit';
import { swedishDay } from '../../src/identity/calendar';
import { lateText } from '../../src/tidredovisning/deadline';
import { at, buildSample, DEFAULTS, openReports, shift, startWorld, TODAY, type World } from './world';

let world: World;
let signed: ReportItem[];

beforeAll(async () => {
	world = await startWorld();
	signed = await world.sign((await buildSample()).items.slice(0, 4));
});

afterAll(() => world.close());

/** How often the simulator was sent this report. */
function arrived(id: string): number {
	return world.simulator.received().find((report) => report.id === id)?.times ?? 0;
}

const context = () => ({
	endpoint: world.elt.endpoint,
	certificate: world.certificate,
	policy: world.policy,
	now: new Date(),
});

test('each report is sent once and gets its receipt, in the order given', async () => {
	const given = signed.slice(0, 3);
	const over: number[] = [];
	const reports = await submitReports(await openReports(given), {
		...world.submitting(),
		onOver: ({ report }) => over.push(report.from),
	});
	expect(reports.map(({ report: { item }, error }) => [item.id, item.receipt?.outcome, error])).toEqual(
		given.map(({ id }) => [id, 'accepted', null]),
	);
	expect(over.sort()).toEqual([0, 1, 2]);
	for (const {
		report: { item },
	} of reports) {
		expect(item.receipt?.txId).toMatch(/^[0-9a-f-]{36}$/);
		expect(arrived(item.id)).toBe(1);
	}
});

test('a report that is accepted after its last day has a hint with the days', async () => {
	const { items } = await buildReports(
		{ rows: [shift({ Start: '2025-01-07 08:00', Slut: '2025-01-07 16:00' })] },
		{ today: TODAY, defaults: DEFAULTS },
	);
	const [late] = await submitReports(await openReports(await world.sign(items)), world.submitting());
	expect(late?.error).toBeNull();
	expect(late?.hint).toBe(lateText(`Report ${late?.report.item.id}`, '2025-01', swedishDay(new Date())));
	expect(late?.hint).toMatch(/days after the last day for 2025-01 \(2025-03-05\)/);
});

test('a report is claimed only when the one before has had its turn', async () => {
	const options = world.submitting();
	let open = 0;
	let most = 0;
	const { ledger } = options;
	const reports = await submitReports(await openReports(signed), {
		...options,
		pace: createPace(world.elt.endpoint, 100),
		ledger: {
			...ledger,
			claim: (entry, goesOut) => {
				open += 1;
				most = Math.max(most, open);
				return ledger.claim(entry, goesOut);
			},
		},
		onProgress: (_, { kind }) => void (kind === 'attempt' && (open -= 1)),
	});
	expect(reports.every(({ error }) => error === null)).toBe(true);
	expect(most).toBe(1);
});

describe('what the preflight refuses is not sent, and the others are', () => {
	const bare = (): ReportItem => at(signed, 3);
	const changed: [string, () => ReportItem, string][] = [
		['a report without signatures', () => ({ ...bare(), signatures: {} }), 'SIGNATURE_MISSING'],
		[
			'the signatures of another report',
			() => ({ ...bare(), signatures: { ...at(signed, 0).signatures } }),
			'SIGNATURE_BINDING',
		],
		[
			'a report that Build found errors in',
			() => ({
				...bare(),
				problems: [
					{
						code: 'ROW_TIME',
						level: 'error',
						path: 'row 7',
						message: 'Row 7 can not be read',
						description: 'x',
						found: '',
					},
				],
			}),
			'REPORT_INVALID',
		],
	];

	test.each(changed)('%s', async (_, make, code) => {
		const good = at(signed, 0);
		const before = [arrived(bare().id), arrived(good.id)];
		const reports = await submitReports(await openReports([make(), good]), world.submitting());
		expect(reports.map(({ error }) => error?.code ?? null)).toEqual([code, null]);
		expect(at(reports, 0).report.item.receipt).toBeUndefined();
		expect([arrived(bare().id), arrived(good.id)]).toEqual([before[0], (before[1] ?? 0) + 1]);
	});

	test('a month that is not over', async () => {
		await expect(
			preflight(await OpenReport.read(bare()), { ...context(), now: new Date('2026-10-15T12:00:00Z') }),
		).rejects.toMatchObject({ code: 'REPORT_INVALID' });
	});

	test('an anordnare’s signature that is also an assistent’s in the batch', async () => {
		const item = at(signed, 0);
		const other = {
			...at(signed, 1),
			signatures: {
				...at(signed, 1).signatures,
				...(item.signatures.anordnare ? { assistent: item.signatures.anordnare } : {}),
			},
		};
		const reports = await submitReports(await openReports([item, other]), world.submitting());
		expect(at(reports, 0).error?.code).toBe('SIGNATURE_REUSED');
	});
});

describe('test and production are never mixed', () => {
	test.each([
		['test', 'The reports would go to test, but the BankID signatures are of custom'],
		['production', 'The reports would go to production, but the BankID signatures are of custom'],
	] as const)('signatures of an own root do not go to %s', (environment, message) => {
		expect(() => checkSending({ ...context(), endpoint: eltEndpoint(environment) })).toThrow(
			expect.objectContaining({ code: 'ENVIRONMENT_MIXED', message }),
		);
	});

	test('a certificate made for tests does not go to production', () => {
		const policy = { ...world.policy, environment: 'production' as const };
		expect(() => checkSending({ ...context(), policy, endpoint: eltEndpoint('production') })).toThrow(
			expect.objectContaining({
				code: 'ENVIRONMENT_MIXED',
				message: expect.stringContaining('with a certificate made for tests ("CN=Simulator ELT Client CA'),
			}),
		);
	});

	test('nothing goes to the authority unverified', () => {
		expect(() => checkSending({ ...context(), policy: null, endpoint: eltEndpoint('test') })).toThrow(
			expect.objectContaining({ code: 'SIGNATURE_POLICY' }),
		);
	});

	test('a certificate that has run out is not used', () => {
		expect(() => checkSending({ ...context(), now: new Date('2040-01-01T00:00:00Z') })).toThrow(
			expect.objectContaining({
				code: 'CERTIFICATE_EXPIRED',
				message: expect.stringMatching(/^The certificate ran out on 20/),
			}),
		);
	});
});

describe('what an earlier run settled', () => {
	test('accepted goes on as it is, with a hint', async () => {
		const [first] = await submitReports(await openReports([at(signed, 0)]), world.submitting());
		const item = first?.report.item ?? at(signed, 0);
		const before = arrived(item.id);
		const [again] = await submitReports(await openReports([item]), world.submitting());
		expect(again).toMatchObject({
			report: { item: { ...item, receipt: { ...item.receipt, earlier: true } } },
			error: null,
			hint: expect.stringMatching(/accepted by an earlier call/),
		});
		expect(arrived(item.id)).toBe(before);
	});

	test('unknown is not sent by itself, but when it is said for that report', async () => {
		const item = at(signed, 2);
		const options = world.submitting();
		await world.simulator.elt.addFault({ fault: 'reset-after-body', times: 1 });
		const [first] = await submitReports(await openReports([item]), options);
		expect(first).toMatchObject({
			report: { item: { receipt: { outcome: 'unknown' } } },
			error: { code: 'ELT_BROKEN' },
		});
		const before = arrived(item.id);
		const [second] = await submitReports(await openReports([first?.report.item ?? item]), options);
		expect(second).toMatchObject({ error: { code: 'ELT_UNKNOWN_BEFORE' } });
		expect(arrived(item.id)).toBe(before);
		const [third] = await submitReports(await openReports([first?.report.item ?? item]), {
			...options,
			resendUnknown: (report) => report.item.id === item.id,
		});
		expect(third).toMatchObject({ error: null, report: { item: { receipt: { outcome: 'accepted' } } } });
		expect(arrived(item.id)).toBe(before + 1);
	});
});

test('cancelling says of each report what happened to it', async () => {
	const controller = new AbortController();
	controller.abort();
	const reports = await submitReports(await openReports(signed), {
		...world.submitting(),
		signal: controller.signal,
	});
	expect(
		reports.map(({ error, report: { item } }) => [
			error?.code,
			item.receipt?.outcome,
			item.receipt?.attempts,
		]),
	).toEqual(signed.map(() => ['ELT_CANCELLED', 'notSent', 0]));
});

test('a server that is not there leaves every report as not sent', async () => {
	const elt = createEltClient({
		endpoint: eltEndpoint('custom', 'https://127.0.0.1:9/'),
		certificate: world.certificate,
		ca: [world.simulator.ca],
	});
	const [submitted] = await submitReports(await openReports([at(signed, 0)]), {
		...world.submitting(),
		client: elt,
	});
	expect(submitted).toMatchObject({
		error: { code: 'ELT_CONNECT_REFUSED', message: '127.0.0.1 port 9 refused the connection.' },
		report: { item: { receipt: { outcome: 'notSent', httpStatus: null } } },
	});
	elt.close();
});
