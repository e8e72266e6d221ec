import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createPki, type Pki, type PkiOptions } from '../../src/simulator/pki/pki';
import { ASSISTENT } from './tools';

/** Short keys are made faster; nobody connects with them. */
const makePki = (options: PkiOptions = {}) => createPki({ keyBits: 1024, ...options });

let folder: string;
let first: Pki;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'kept-'));
	first = await makePki({ kept: folder });
	await first.person(ASSISTENT);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The certificates that a set of authorities has. */
async function certificatesOf(pki: Pki): Promise<string[]> {
	const { signatures, bankIdTls, relyingParty, eltTls, eltClient } = pki;
	const all = [signatures, bankIdTls, relyingParty, eltTls, eltClient].flatMap((each) => Object.values(each));
	return [...all, await pki.person(ASSISTENT)].map(({ certificatePem }) => certificatePem);
}

test('a second start has the same certificates and keys, persons included', async () => {
	const second = await makePki({ kept: folder });
	expect(await certificatesOf(second)).toEqual(await certificatesOf(first));
	expect(second.signatures.customerCa.keyPem).toBe(first.signatures.customerCa.keyPem);
	expect(second.relyingParty.leaf.chainPem).toEqual(first.relyingParty.leaf.chainPem);
	expect(second.signatures.root.isRoot).toBe(true);
	expect(second.signatures.bankCa.isRoot).toBe(false);
});

test('without a folder each start has its own', async () => {
	const other = await certificatesOf(await makePki());
	const known = new Set(await certificatesOf(first));
	expect(other.filter((certificate) => known.has(certificate))).toEqual([]);
});

test('what several starts make at the same time is the same for all', async () => {
	const own = join(folder, 'together');
	const [one, other] = await Promise.all([makePki({ kept: own }), makePki({ kept: own })]);
	expect(await certificatesOf(one)).toEqual(await certificatesOf(other));
});

test('a certificate that has run out, or whose issuer is another one, is made again', async () => {
	const own = join(folder, 'old');
	const old = await makePki({ kept: own, now: new Date('2012-01-01T00:00:00Z') });
	const renewed = await makePki({ kept: own });
	const before = new Set(await certificatesOf(old));
	expect((await certificatesOf(renewed)).filter((each) => before.has(each))).toEqual([]);
	expect(await certificatesOf(await makePki({ kept: own }))).toEqual(await certificatesOf(renewed));
});

test('the files can be read by their owner only, and name no person', () => {
	const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
	expect(files).toHaveLength(13);
	for (const name of files) {
		expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
		expect(name).not.toContain(ASSISTENT.personnummer);
	}
});

test('a file that is damaged is named, and nothing is made in its place', async () => {
	const own = join(folder, 'damaged');
	await makePki({ kept: own });
	const path = join(own, 'bankid-root.json');
	writeFileSync(path, '{');
	await expect(makePki({ kept: own })).rejects.toThrow(
		`${path} cannot be read; delete its folder to make new keys`,
	);
	expect(readFileSync(path, 'utf8')).toBe('{');
});
