import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { elt, endAll, makeFolder, started } from './elt';

let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
	({ folder, remove } = await makeFolder());
});

afterAll(async () => {
	endAll();
	await remove();
});

/** Starts the simulator, ends it, and gives what it left for n8n. */
async function startOnce(): Promise<Record<string, { id: string; data: Record<string, string> }>> {
	const simulator = started('simulator', '--dir', folder, '--keep');
	await simulator.says('ready');
	const path = join(folder, 'n8n-credentials.json');
	expect(statSync(path).mode & 0o077).toBe(0);
	const credentials: { id: string; type: string; data: Record<string, string> }[] = JSON.parse(
		readFileSync(path, 'utf8'),
	);
	simulator.interrupt();
	expect((await simulator.ended).code).toBe(0);
	return Object.fromEntries(credentials.map((credential) => [credential.type, credential]));
}

test('--keep has the same roots at the next start, and writes both credentials for n8n', async () => {
	const first = await startOnce();
	const second = await startOnce();
	expect(Object.keys(first)).toEqual(['eltCertificateApi', 'bankIdApi']);
	expect(first['eltCertificateApi']).toMatchObject({
		id: 'simulatorElt',
		data: {
			environment: 'custom',
			address: expect.stringMatching(/^https:\/\/127\.0\.0\.1:/),
			format: 'pkcs12',
		},
	});
	for (const [type, field] of [
		['eltCertificateApi', 'ca'],
		['bankIdApi', 'tlsRoots'],
		['bankIdApi', 'signatureRoots'],
	] as const) {
		expect(first[type]?.data[field]).toMatch(/^-----BEGIN CERTIFICATE-----/);
		expect(second[type]?.data[field]).toBe(first[type]?.data[field]);
	}
});

test('--keep without a folder to keep them in is refused', async () => {
	const { code, stderr } = await elt('simulator', '--keep');
	expect([code, stderr]).toEqual([2, expect.stringContaining('--dir is missing')]);
});

test('--everybody takes what persons can do, and nothing else', async () => {
	const { code, stderr } = await elt('simulator', '--everybody', 'sleep');
	expect([code, stderr]).toEqual([
		2,
		expect.stringContaining("--everybody is 'sleep'; it can be sign, cancel, wait"),
	]);
});
