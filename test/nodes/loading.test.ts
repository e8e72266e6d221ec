import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { packageFolder } from '../engine/examples';

/** Libraries that cost tens of milliseconds each; n8n requires every node file when it starts. */
const HEAVY = [
	'axios',
	'csv-parse',
	'fflate',
	'libxml2-wasm',
	'node-forge',
	'qrcode',
	'xml-crypto',
	'xmlbuilder2',
];

const NODES = ['BuildTidredovisning', 'SignTidredovisning', 'SubmitToElt'];

test('requiring the built nodes loads no heavy library and nothing of n8n but its types and errors', () => {
	const files = [
		...NODES.map((name) => join(packageFolder(), 'dist', 'nodes', name, `${name}.node.js`)),
		...['EltCertificateApi', 'BankIdApi'].map((name) =>
			join(packageFolder(), 'dist', 'credentials', `${name}.credentials.js`),
		),
	];
	expect(files.filter((file) => !existsSync(file))).toEqual([]);
	const script = `for (const file of ${JSON.stringify(files)}) require(file); console.log(JSON.stringify(Object.keys(require.cache)))`;
	const loaded: string[] = JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
	const heavy = HEAVY.filter((name) => loaded.some((file) => file.includes(`/node_modules/${name}/`)));
	expect(heavy).toEqual([]);
	expect(loaded.some((file) => file.includes('/src/simulator/'))).toBe(false);
});
