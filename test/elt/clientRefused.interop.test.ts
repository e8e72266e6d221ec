import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { World } from './world';

let world: World;

beforeAll(async () => {
	world = await World.start();
});

afterAll(() => world.close());

/** OpenSSL's own server, which verifies client certificates within the handshake. */
async function opensslServer(version: string) {
	const folder = await mkdtemp(join(tmpdir(), 'elt-'));
	const { leaf } = world.pki.eltTls;
	const key = leaf.keyPem;
	const cert = [leaf.certificatePem, ...leaf.chainPem].join('');
	const ca = world.pki.eltClient.root.certificatePem;
	await Promise.all(
		Object.entries({ key, cert, ca }).map(([name, pem]) =>
			writeFile(join(folder, name), pem, { mode: 0o600 }),
		),
	);
	const files = ['-key', join(folder, 'key'), '-cert', join(folder, 'cert'), '-CAfile', join(folder, 'ca')];
	const verify = ['-Verify', '2', '-verify_return_error', version];
	const server = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', ...files, ...verify]);
	const port = await new Promise<string>((resolve, reject) => {
		let printed = '';
		const read = (chunk: Buffer) => {
			printed += chunk.toString();
			const [, found] = /ACCEPT 127\.0\.0\.1:(\d+)/.exec(printed) ?? [];
			if (found !== undefined) resolve(found);
		};
		server.stdout.on('data', read);
		server.stderr.on('data', read);
		server.on('error', reject).on('exit', () => reject(new Error(printed)));
	});
	return {
		url: `https://127.0.0.1:${port}/x`,
		close: async () => {
			const gone = new Promise((resolve) => server.on('exit', resolve));
			server.kill();
			await gone;
			await rm(folder, { recursive: true });
		},
	};
}

it.each(['-tls1_2', '-tls1_3'])(
	'a server that refuses the client certificate by an alert is told so (OpenSSL %s)',
	async (version) => {
		const server = await opensslServer(version);
		const foreign = await world.pki.client({ issuer: await world.pki.foreignRoot('Foreign CA') });
		const client = World.clientFor(world.pki, { ...world.server, url: server.url }, { certificate: foreign });
		const { explanation } = await world.submit(await world.report(), { client });
		client.close();
		await server.close();
		expect(explanation).toMatchObject({ outcome: 'notSent', code: 'ELT_CERTIFICATE_REFUSED' });
		expect(explanation.message).toBe('127.0.0.1 did not accept the client certificate.');
	},
);
