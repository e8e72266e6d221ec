import fc from 'fast-check';

import { EltError } from '../../src/errors';
import type { ReportItem } from '../../src/report/item/item';
import { preflight, type SendingContext } from '../../src/report/submit/preflight';
import { OpenReport } from '../../src/report/item/openReport';
import { isProven, verifyReport } from '../../src/report/sign/verify';
import { at, buildSample, startWorld, type World } from './world';

/** A way into the item's JSON. */
type Path = readonly (string | number)[];

/**
 * What nobody has signed and nothing proves: when it was looked at, and what was noticed on the way. None of it
 * is sent, and Submit looks anew. Everything else of the item must be what was proven.
 */
const UNPROVEN: readonly RegExp[] = [
	/^deadline\.daysLeft$/,
	/^problems\./,
	/^signatures\.\w+\.verifiedAt$/,
	/^receipt\./,
];

let world: World;
let item: ReportItem;
let sending: SendingContext;

beforeAll(async () => {
	world = await startWorld();
	item = at(await world.sign((await buildSample()).items.slice(0, 1)), 0);
	sending = {
		endpoint: world.elt.endpoint,
		certificate: world.certificate,
		policy: world.policy,
		now: new Date(),
	};
});

afterAll(() => world.close());

/** Every value of the item that is no object or list, by its path. */
function leavesOf(value: unknown, path: Path = []): [Path, unknown][] {
	if (typeof value !== 'object' || value === null) return [[path, value]];
	return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

/** The item's JSON with another value at a path. */
function withValue(json: unknown, [name, ...rest]: Path, value: unknown): unknown {
	if (name === undefined) return value;
	if (Array.isArray(json))
		return json.map((each, index) => (String(index) === String(name) ? withValue(each, rest, value) : each));
	if (typeof json !== 'object' || json === null) throw new TypeError(`nothing at ${name}`);
	return { ...json, [name]: withValue(Reflect.get(json, name), rest, value) };
}

/** Another value: one character or one bit is another one. */
function changed(value: unknown, place: number, bit: number): unknown {
	if (typeof value === 'number') return value ^ (1 << (bit % 5));
	if (typeof value === 'boolean') return !value;
	if (typeof value !== 'string' || value === '') return 'x';
	const index = place % value.length;
	const other = String.fromCharCode(value.charCodeAt(index) ^ (1 << bit));
	return value.slice(0, index) + other + value.slice(index + 1);
}

async function verified(json: unknown): Promise<boolean> {
	return isProven(await verifyReport(await OpenReport.read(json), world.policy, new Date()));
}

async function sendable(json: unknown): Promise<boolean> {
	return (await preflight(await OpenReport.read(json), sending)).envelope.length > 0;
}

/** Whether it passes; refused means an error of this package's own, and nothing else. */
async function passes(check: (json: unknown) => Promise<boolean>, json: unknown): Promise<boolean> {
	return await check(json).catch((error: unknown) => {
		expect(error).toBeInstanceOf(EltError);
		return false;
	});
}

test('the signed item as it stands is verified and may be sent', async () => {
	const json: unknown = JSON.parse(JSON.stringify(item));
	expect([await passes(verified, json), await passes(sendable, json)]).toEqual([true, true]);
});

describe.each([
	['Verify', verified],
	['Submit', sendable],
] as const)('%s refuses', (_name, check) => {
	test('an item in which any character of any value is another one', async () => {
		const leaves = leavesOf(item).filter(([path]) => !UNPROVEN.some((rule) => rule.test(path.join('.'))));
		expect(leaves.length).toBeGreaterThan(40);
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...leaves),
				fc.nat(1_000_000),
				fc.nat(6),
				async ([path, value], place, bit) => {
					const other = withValue(item, path, changed(value, place, bit));
					expect([path.join('.'), await passes(check, other)]).toEqual([path.join('.'), false]);
				},
			),
			{ numRuns: 400 },
		);
	}, 120_000);

	test('an item from which any value is gone', async () => {
		for (const [path] of leavesOf(item)) {
			if (UNPROVEN.some((rule) => rule.test(path.join('.')))) continue;
			const without = withValue(item, path, undefined);
			expect([path.join('.'), await passes(check, without)]).toEqual([path.join('.'), false]);
		}
	}, 120_000);

	test('a row or a signature more or less', async () => {
		const { assistent, anordnare } = item.signatures;
		const others: unknown[] = [
			{ ...item, rows: item.rows.slice(1) },
			{ ...item, rows: [...item.rows, ...item.rows.slice(0, 1)] },
			{ ...item, rows: item.rows.toReversed() },
			{ ...item, signatures: { assistent } },
			{ ...item, signatures: { anordnare } },
			{ ...item, signatures: { assistent: anordnare, anordnare: assistent } },
			{ ...item, signatures: { assistent, anordnare: assistent } },
			{ ...item, anordnare: null },
		];
		for (const [index, other] of others.entries())
			expect([index, await passes(check, other)]).toEqual([index, false]);
	});
});
