import fc from 'fast-check';
import { EltError } from '../../src/errors';
import type { BankIdEvidence } from '../../src/simulator/bankid/signature';
import { createWorld, type World } from './world';

let world: World;
let evidence: BankIdEvidence;

beforeAll(async () => {
	world = await createWorld();
	evidence = await world.sign();
});

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=';
const RUNS = 400;

/** The code with which a changed signature or OCSP response is refused; `null` when it is accepted. */
async function codeOf(changed: Partial<BankIdEvidence>): Promise<string | null> {
	const settled = await world.verify({ ...evidence, ...changed }).then(
		() => null,
		(thrown: unknown) => thrown,
	);
	if (settled === null) return null;
	return settled instanceof EltError ? settled.code : `not an EltError: ${String(settled)}`;
}

const REFUSED = /^(?:SIGNATURE|OCSP)_[A-Z_]+$/;

const withCharacter = (text: string, at: number, character: string): string =>
	text.slice(0, at) + character + text.slice(at + 1);

const withByte = (text: string, at: number, flip: number): string => {
	const bytes = Buffer.from(text, 'base64');
	bytes.writeUInt8(bytes.readUInt8(at) ^ flip, at);
	return bytes.toString('base64');
};

describe.each(['signature', 'ocspResponse'] as const)('refuses the %s', (part) => {
	test('with any byte changed', async () => {
		const length = Buffer.from(evidence[part], 'base64').length;
		await fc.assert(
			fc.asyncProperty(fc.nat(length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
				expect(await codeOf({ [part]: withByte(evidence[part], at, flip) })).toMatch(REFUSED);
			}),
			{ numRuns: RUNS },
		);
	});

	test('with any character changed', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat(evidence[part].length - 1),
				fc.constantFrom(...ALPHABET, ' ', '\n', '-', '_', '\u0141'),
				async (at, character) => {
					const changed = withCharacter(evidence[part], at, character);
					fc.pre(changed !== evidence[part]);
					expect(await codeOf({ [part]: changed })).toMatch(REFUSED);
				},
			),
			{ numRuns: RUNS },
		);
	});

	test('with any piece cut out, or doubled', async () => {
		const length = Buffer.from(evidence[part], 'base64').length;
		await fc.assert(
			fc.asyncProperty(
				fc.nat(length - 1),
				fc.integer({ min: 1, max: 200 }),
				fc.boolean(),
				async (at, size, doubled) => {
					const bytes = Buffer.from(evidence[part], 'base64');
					const piece = bytes.subarray(at, at + size);
					const rest = doubled ? [piece, piece, bytes.subarray(at + size)] : [bytes.subarray(at + size)];
					const changed = Buffer.concat([bytes.subarray(0, at), ...rest]).toString('base64');
					expect(await codeOf({ [part]: changed })).toMatch(REFUSED);
				},
			),
			{ numRuns: RUNS },
		);
	});

	test('that is any bytes at all', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
				expect(await codeOf({ [part]: Buffer.from(bytes).toString('base64') })).toMatch(REFUSED);
			}),
			{ numRuns: RUNS },
		);
	});
});

test('a byte changed in the document is refused also when the OCSP response is made for it', async () => {
	const length = Buffer.from(evidence.signature, 'base64').length;
	await fc.assert(
		fc.asyncProperty(fc.nat(length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
			const changed = withByte(evidence.signature, at, flip);
			const { ocspResponse } = await world.sign({ edit: { encoded: () => changed } });
			expect(await codeOf({ signature: changed, ocspResponse })).toMatch(REFUSED);
		}),
		{ numRuns: 200 },
	);
});

test('the honest one is accepted', async () => {
	expect(await codeOf({})).toBeNull();
});
