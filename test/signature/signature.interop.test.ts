import { execFile, type ExecFileException } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealDocument } from '../../src/signature/seal';
import { verifySeal } from '../../src/signature/verifySeal';
import { createWorld, PERSON, PREFIXED, type World } from './world';

/** Foreign programs that must agree with this package, and the Debian package each comes in. */
const PACKAGES = { xmlsec1: 'xmlsec1', openssl: 'openssl' } as const;

let world: World;
let directory: string;

beforeAll(async () => {
	world = await createWorld();
	directory = await mkdtemp(join(tmpdir(), 'elt-signature-'));
});

afterAll(async () => {
	await rm(directory, { recursive: true, force: true });
});

interface Outcome {
	readonly exitCode: number;
	readonly output: string;
}

/** Runs a foreign program in the test's directory; a missing one is said plainly, never passed over. */
function run(program: keyof typeof PACKAGES, args: readonly string[]): Promise<Outcome> {
	return new Promise((resolve, reject) => {
		execFile(program, args, { cwd: directory }, (problem: ExecFileException | null, stdout, stderr) => {
			if (problem?.code === 'ENOENT') {
				reject(
					new Error(
						`This test needs the program ${program}: install the Debian package ${PACKAGES[program]}`,
					),
				);
				return;
			}
			resolve({
				exitCode: typeof problem?.code === 'number' ? problem.code : 0,
				output: `${stdout}${stderr}`,
			});
		});
	});
}

async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
	for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
}

describe('xmlsec1', () => {
	test.each([
		['as BankID writes it', {}],
		['with inherited namespaces', { redundantNamespaces: false }],
		['with a prefix', PREFIXED],
		['with unknown elements', { extraServerInfo: '<future a="1">x</future>' }],
	])('accepts a signature %s', async (_name, request) => {
		const { signature } = await world.sign(request);
		await write({
			'signature.xml': Buffer.from(signature, 'base64'),
			'root.pem': world.pki.signatures.root.certificatePem,
		});
		const { exitCode, output } = await run('xmlsec1', [
			'--verify',
			'--trusted-pem',
			'root.pem',
			'signature.xml',
		]);
		expect(output).toMatch(/^OK$/m);
		expect(output).toContain('SignedInfo References (ok/all): 2/2');
		expect(exitCode).toBe(0);
	});

	test('refuses a changed one, as this package does', async () => {
		const { signature } = await world.sign({
			edit: { document: (xml) => xml.replace('>Signing<', '>Singing<') },
		});
		await write({
			'signature.xml': Buffer.from(signature, 'base64'),
			'root.pem': world.pki.signatures.root.certificatePem,
		});
		const { exitCode } = await run('xmlsec1', ['--verify', '--trusted-pem', 'root.pem', 'signature.xml']);
		expect(exitCode).not.toBe(0);
	});

	test('accepts a seal, and finds the document that it is over', async () => {
		const document = Buffer.from('<ns:a xmlns:ns="urn:a">åäö</ns:a>');
		const seal = await sealDocument(document, world.pki.eltClient.leaf, new Date());
		await write({
			'seal.xml': seal,
			'document.xml': document,
			'root.pem': world.pki.eltClient.root.certificatePem,
		});
		const { exitCode, output } = await run('xmlsec1', ['--verify', '--trusted-pem', 'root.pem', 'seal.xml']);
		expect(output).toMatch(/^OK$/m);
		expect(output).toContain('Manifests References (ok/all): 1/1');
		expect(exitCode).toBe(0);
	});

	test('says that the document beside a seal is another one', async () => {
		const document = Buffer.from('<a></a>');
		const seal = await sealDocument(document, world.pki.eltClient.leaf, new Date());
		await write({
			'seal.xml': seal,
			'document.xml': '<b></b>',
			'root.pem': world.pki.eltClient.root.certificatePem,
		});
		const { output } = await run('xmlsec1', ['--verify', '--trusted-pem', 'root.pem', 'seal.xml']);
		expect(output).toContain('Manifests References (ok/all): 0/1');
		await expect(
			verifySeal(seal, Buffer.from('<b></b>'), { trust: [], now: new Date() }),
		).rejects.toMatchObject({ code: 'SEAL_DIGEST' });
	});
});

describe('openssl', () => {
	async function readResponse(ocsp: object): Promise<Outcome> {
		const { customerCa, bankCa, root } = world.pki.signatures;
		const { ocspResponse } = await world.sign({ ocsp });
		await write({
			'response.der': Buffer.from(ocspResponse, 'base64'),
			'issuer.pem': customerCa.certificatePem,
			'person.pem': (await world.pki.person(PERSON)).certificatePem,
			'chain.pem': customerCa.certificatePem + bankCa.certificatePem + root.certificatePem,
		});
		return run('openssl', [
			...['ocsp', '-respin', 'response.der', '-issuer', 'issuer.pem', '-cert', 'person.pem'],
			...['-CAfile', 'chain.pem', '-no_nonce', '-text'],
		]);
	}

	test('reads an OCSP response, finds it well signed, and the certificate good', async () => {
		const { output } = await readResponse({});
		expect(output).toContain('Response verify OK');
		expect(output).toContain('person.pem: good');
		expect(output).toContain('OCSP Nonce: critical');
	});

	test('reads a revoked one', async () => {
		const { output } = await readResponse({ status: 'revoked' });
		expect(output).toContain('person.pem: revoked');
	});
});
