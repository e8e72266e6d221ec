import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

import { trustedRoots } from '../../src/https/agent';
import { World } from '../elt/world';

let world: World;
let folder: string;

beforeAll(async () => {
	world = await World.start();
	folder = await mkdtemp(join(tmpdir(), 'roots-'));
});
afterEach(() => {
	delete process.env['NODE_EXTRA_CA_CERTS'];
});
afterAll(async () => {
	await world.close();
	await rm(folder, { recursive: true });
});

/** Sends with an own CA that has nothing to do with the server. */
async function submit() {
	const ca = [(await world.pki.foreignRoot('Another CA')).certificatePem];
	const client = World.clientFor(world.pki, world.server, { ca });
	const { receipt, explanation } = await world.submit(await world.report(), { client });
	client.close();
	return [receipt.outcome, explanation.code];
}

it('the CAs of NODE_EXTRA_CA_CERTS are trusted beside an own CA', async () => {
	const file = join(folder, 'extra.pem');
	const foreign = await world.pki.foreignRoot('First in the file');
	await writeFile(file, `${foreign.certificatePem}\n${world.pki.eltTls.root.certificatePem}`);
	process.env['NODE_EXTRA_CA_CERTS'] = file;
	expect(await submit()).toEqual(['accepted', null]);
});

it('a file that is not there counts as none', async () => {
	process.env['NODE_EXTRA_CA_CERTS'] = join(folder, 'missing.pem');
	expect(await submit()).toEqual(['notSent', 'ELT_SERVER_UNTRUSTED']);
});

describe('an own CA', () => {
	it('is trusted beside every root that Node brings', () => {
		const roots = trustedRoots({ ca: ['own'], roots: 'added' }, {});
		expect(rootCertificates.length).toBeGreaterThan(50);
		expect(roots).toEqual([...rootCertificates, 'own']);
	});

	it('is the only one where that is asked for', () => {
		expect(trustedRoots({ ca: ['own'], roots: 'only' }, {})).toEqual(['own']);
	});

	it("that there is none of leaves Node's own store in place", () => {
		expect(trustedRoots({ ca: [], roots: 'added' }, {})).toBeNull();
	});
});
