import fc from 'fast-check';

import { attachSignature } from '../../src/report/sign/attach';
import { EltError } from '../../src/errors';
import type { ItemSignature, ReportItem } from '../../src/report/item/item';
import { OpenReport } from '../../src/report/item/openReport';
import { isProven, verifyReport, verifyReports } from '../../src/report/sign/verify';
import { signAsPerson } from '../../src/simulator/bankid/signature';
import { ANORDNARE, at, buildSample, openReports, startWorld, type World } from './world';

let world: World;
let signed: ReportItem[];

beforeAll(async () => {
	world = await startWorld();
	signed = await world.sign((await buildSample()).items.slice(0, 2));
});

afterAll(() => world.close());

function withSignature(
	item: ReportItem,
	role: 'assistent' | 'anordnare',
	changes: Partial<ItemSignature>,
): ReportItem {
	const given = item.signatures[role];
	if (!given) throw new TypeError('not signed');
	return { ...item, signatures: { ...item.signatures, [role]: { ...given, ...changes } } };
}

/** A signer as a verdict names them. */
function masked(given: ItemSignature | undefined): object {
	const { name = '', personnummer = '' } = given?.signer ?? {};
	return { name, personnummer: `${personnummer.slice(0, 8)}-****` };
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** A signature by a person of the simulator over any hidden data. */
async function signatureOf(
	personnummer: string,
	hidden: string,
): Promise<{ signature: string; ocspResponse: string }> {
	return await signAsPerson({
		pki: world.simulator.pki,
		person: { personnummer, givenName: 'Test', surname: 'Testsson' },
		userVisibleData: base64('Tidredovisning'),
		userNonVisibleData: base64(hidden),
	});
}

test('both signatures of a signed item are proven, by whom and when', async () => {
	const item = at(signed, 0);
	const verdict = await verifyReport(await OpenReport.read(item), world.policy, new Date());
	expect(verdict).toEqual({
		id: item.id,
		assistent: {
			ok: true,
			signer: masked(item.signatures.assistent),
			signedAt: expect.stringMatching(/^20.*Z$/),
		},
		anordnare: {
			ok: true,
			signer: masked(item.signatures.anordnare),
			signedAt: expect.stringMatching(/^20.*Z$/),
		},
	});
});

describe('a signature counts for nothing', () => {
	test('when it is missing', async () => {
		const { assistent } = at(signed, 0).signatures;
		const verdict = await verifyReport(
			await OpenReport.read({ ...at(signed, 0), signatures: assistent ? { assistent } : {} }),
			world.policy,
			new Date(),
		);
		expect(verdict.assistent.ok).toBe(true);
		expect(verdict.anordnare).toMatchObject({
			ok: false,
			code: 'SIGNATURE_MISSING',
			message: `Report ${at(signed, 0).id} has no signature of the anordnare`,
		});
	});

	test.each([
		[
			'its day',
			{ datumForSignatur: '2026-11-01' },
			'ITEM_INVALID',
			/'signatures.assistent.datumForSignatur' is not what/,
		],
		[
			'its signer’s name',
			{ signer: { name: 'X', personnummer: '' } },
			'ITEM_INVALID',
			/'signatures.assistent.signer.name' is not/,
		],
		['its text', { userVisibleData: 'Något annat' }, 'SIGNATURE_TEXT', /./],
	])('when the item says something else of %s', async (_, changes, code, message) => {
		const [report] = await openReports(signed.slice(0, 1));
		if (!report) throw new TypeError('nothing is signed');
		const { signatures } = withSignature(report.item, 'assistent', changes);
		const verdict = await verifyReport(report.with({ signatures }), world.policy, new Date());
		expect(verdict.assistent).toMatchObject({ ok: false, code, message: expect.stringMatching(message) });
	});

	test('when it is of another report', async () => {
		const [one, other] = [at(signed, 0), at(signed, 1)];
		const verdict = await verifyReport(
			await OpenReport.read({ ...one, signatures: { ...one.signatures, ...other.signatures } }),
			world.policy,
			new Date(),
		);
		expect(verdict.assistent).toMatchObject({ ok: false, code: 'SIGNATURE_BINDING' });
	});

	test('when it serves in both roles, in one report or two', async () => {
		const [one, other] = [at(signed, 0), at(signed, 1)];
		const hidden = `${one.id},${one.sha256};${other.id},${other.sha256}`;
		const evidence = await signatureOf(one.assistent.personnummer, hidden);
		const now = new Date();
		const bare = { ...one, signatures: {} };
		const first = await attachSignature(await OpenReport.read(bare), evidence, {
			role: 'assistent',
			policy: world.policy,
			now,
		});
		await expect(
			attachSignature(first, evidence, {
				role: 'anordnare',
				policy: world.policy,
				now,
			}),
		).rejects.toMatchObject({
			code: 'SIGNATURE_REUSED',
			message: `The signature for report ${one.id} is the one it already carries in the other role`,
		});
		const { assistent } = other.signatures;
		const second = await attachSignature(
			await OpenReport.read({ ...other, signatures: assistent ? { assistent } : {} }),
			evidence,
			{
				role: 'anordnare',
				policy: world.policy,
				now,
			},
		);
		const verdicts = await verifyReports([first, second], world.policy, new Date());
		expect(at(verdicts, 1).anordnare).toMatchObject({
			ok: false,
			code: 'SIGNATURE_REUSED',
			message: `Report ${other.id}: the anordnare's signature is also used as an assistent's`,
		});
	});

	test('when it was given for other reports than the order’s', async () => {
		const [one, other] = [at(signed, 0), at(signed, 1)];
		const evidence = await signatureOf(
			one.assistent.personnummer,
			`${one.id},${one.sha256};${other.id},${other.sha256}`,
		);
		await expect(
			attachSignature(await OpenReport.read({ ...one, signatures: {} }), evidence, {
				role: 'assistent',
				policy: world.policy,
				now: new Date(),
				fresh: true,
				userNonVisibleData: base64(`${one.id},${one.sha256}`),
			}),
		).rejects.toMatchObject({
			code: 'SIGNATURE_REUSED',
			message: `The signature for report ${one.id} was given for other reports than those of this order`,
		});
	});

	test('when another person than the assistent gave it', async () => {
		const one = at(signed, 0);
		const evidence = await signatureOf(ANORDNARE, `${one.id},${one.sha256}`);
		await expect(
			attachSignature(await OpenReport.read({ ...one, signatures: {} }), evidence, {
				role: 'assistent',
				policy: world.policy,
				now: new Date(),
			}),
		).rejects.toMatchObject({ code: 'SIGNATURE_SIGNER', message: expect.not.stringMatching(/\d{12}/) });
	});

	test('when the anordnare signs before the assistent', async () => {
		const one = at(signed, 0);
		await expect(
			attachSignature(
				await OpenReport.read({ ...one, signatures: {} }),
				await signatureOf(ANORDNARE, `${one.id},${one.sha256}`),
				{
					role: 'anordnare',
					policy: world.policy,
					now: new Date(),
				},
			),
		).rejects.toMatchObject({ code: 'SIGNATURE_MISSING' });
	});
});

test('flip any character of what a signed item is made of, and it is not proven', async () => {
	const item = at(signed, 0);
	const flip = (text: string, place: number): string => {
		const at = place % text.length;
		const other = text[at] === 'A' ? 'B' : 'A';
		return text.slice(0, at) + other + text.slice(at + 1);
	};
	const places = {
		xml: (place: number) => ({ ...item, xml: flip(item.xml, place) }),
		sha256: (place: number) => ({ ...item, sha256: flip(item.sha256, place) }),
		assistent: (place: number) =>
			withSignature(item, 'assistent', {
				signature: flip(item.signatures.assistent?.signature ?? '', place),
			}),
		anordnare: (place: number) =>
			withSignature(item, 'anordnare', {
				signature: flip(item.signatures.anordnare?.signature ?? '', place),
			}),
		ocsp: (place: number) =>
			withSignature(item, 'assistent', {
				ocspResponse: flip(item.signatures.assistent?.ocspResponse ?? '', place),
			}),
	};
	const proven = async (json: unknown): Promise<boolean> => {
		try {
			return isProven(await verifyReport(await OpenReport.read(json), world.policy, new Date()));
		} catch (error) {
			expect(error).toBeInstanceOf(EltError);
			return false;
		}
	};
	const names = ['xml', 'sha256', 'assistent', 'anordnare', 'ocsp'] as const;
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...names), fc.nat(1_000_000), async (name, place) => {
			expect(await proven(places[name](place))).toBe(false);
		}),
		{ numRuns: 150 },
	);
	expect(await proven(JSON.parse(JSON.stringify(item)))).toBe(true);
});
