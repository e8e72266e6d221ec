import { createHash } from 'node:crypto';
import { type ExpectedSignature, verifyBankIdSignature } from '../../src/signature/bankidSignature';
import { type SignaturePolicy, signaturePolicy } from '../../src/signature/policy';
import { type BankIdEvidence, signAsPerson } from '../../src/simulator/bankid/signature';
import { createPki, type Pki } from '../../src/simulator/pki/pki';
import type { Benchmark } from './harness';

const PERSON = { personnummer: '198001019802', givenName: 'Åsa', surname: 'Öberg' };
const TEXT = 'Jag intygar att uppgifterna är riktiga.';
const SHA256 = createHash('sha256').update('a report').digest('hex');
const reportId = (number: number): string =>
	`5d7f0c3a-1b2c-5d3e-8f40-${number.toString(16).padStart(12, '0')}`;

/** So many different signatures are verified in turn: none of them is the one before. */
const SIGNATURES = 16;

interface World {
	readonly pki: Pki;
	readonly policy: SignaturePolicy;
}

let made: Promise<World> | undefined;

async function makeWorld(): Promise<World> {
	const pki = await createPki();
	const policy = signaturePolicy({
		environment: 'custom',
		roots: [pki.signatures.root.certificatePem],
		relyingParty: pki.relyingPartyName,
	});
	return { pki, policy };
}

async function signatures(
	count: number,
	entries: number,
): Promise<{ world: World; evidence: BankIdEvidence[] }> {
	made ??= makeWorld();
	const world = await made;
	const hidden = Array.from({ length: entries }, (_, index) => `${reportId(index)},${SHA256}`).join(';');
	const one = (): Promise<BankIdEvidence> =>
		signAsPerson({
			pki: world.pki,
			person: PERSON,
			userVisibleData: Buffer.from(TEXT).toString('base64'),
			userNonVisibleData: Buffer.from(hidden).toString('base64'),
		});
	const evidence: BankIdEvidence[] = [];
	for (let index = 0; index < count; index += 1) evidence.push(await one());
	return { world, evidence };
}

/** Takes the values in turn, for ever. */
function inTurn<T>(values: readonly T[]): () => T {
	let next = 0;
	return () => {
		const value = values[next % values.length];
		next += 1;
		if (value === undefined) throw new TypeError('There is nothing to take');
		return value;
	};
}

/** The whole verification, signature, chain and OCSP response, of signatures with so many entries. */
function verification(name: string, entries: number): Benchmark {
	let run = async (): Promise<void> => undefined;
	return {
		name,
		setUp: async () => {
			const { world, evidence } = await signatures(SIGNATURES, entries);
			const next = inTurn(evidence);
			const expected: ExpectedSignature = {
				binding: { id: reportId(entries - 1), sha256: SHA256 },
				signer: PERSON.personnummer,
				userVisibleData: TEXT,
				now: new Date(Date.now() + 60_000),
			};
			run = async () => {
				// A policy of its own: nothing that was proven before is remembered.
				await verifyBankIdSignature(next(), { ...world.policy }, expected);
			};
		},
		run: () => run(),
	};
}

/** All reports of the largest batch, as in one run: each has the same signature. */
function wholeBatch(): Benchmark {
	let run = async (): Promise<void> => undefined;
	return {
		name: 'verify.allOfBatch1470',
		setUp: async () => {
			const { world, evidence } = await signatures(1, 1470);
			const next = inTurn(evidence);
			run = async () => {
				const policy = { ...world.policy };
				for (let index = 0; index < 1470; index += 1)
					await verifyBankIdSignature({ ...next() }, policy, {
						binding: { id: reportId(index), sha256: SHA256 },
						signer: PERSON.personnummer,
						userVisibleData: TEXT,
						now: new Date(Date.now() + 60_000),
					});
			};
		},
		run: () => run(),
	};
}

/**
 * xml-crypto over the same signatures, in the one way that is safe: with the certificate given, and no chain,
 * content or OCSP response looked at.
 */
function xmlCrypto(): Benchmark {
	let run = (): void => undefined;
	return {
		name: 'verify.xml-crypto',
		setUp: async () => {
			const { SignedXml } = await import('xml-crypto');
			const { world, evidence } = await signatures(SIGNATURES, 1);
			const { certificatePem } = await world.pki.person(PERSON);
			const next = inTurn(evidence.map(({ signature }) => Buffer.from(signature, 'base64').toString()));
			run = () => {
				const xml = next();
				const verifier = new SignedXml({ publicCert: certificatePem, getCertFromKeyInfo: () => null });
				verifier.loadSignature(xml.slice(xml.indexOf('<Signature')));
				if (!verifier.checkSignature(xml)) throw new Error('xml-crypto refused an honest signature');
			};
		},
		run: () => run(),
	};
}

/** Verifying BankID signatures: alone, of the largest batch, all reports of it, and xml-crypto for comparison. */
export const benchmarks: readonly Benchmark[] = [
	verification('verify', 1),
	verification('verify.batch1470', 1470),
	wholeBatch(),
	xmlCrypto(),
];
