import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { OpenReport } from '../../src/report/item/openReport';
import { elt, makeFolder } from './elt';

const EXAMPLES = join(__dirname, '../../examples');
const CONTRACT = process.env['ELT_CONTRACT_DIR'];

let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
	({ folder, remove } = await makeFolder());
});

afterAll(() => remove());

const build = () =>
	elt(
		'build',
		join(EXAMPLES, 'hr-export.csv'),
		...['--month', '2026-10', '--anordnare', join(EXAMPLES, 'anordnare.json'), '--today', '2026-11-20'],
		...['--out', folder, '--json'],
	);

test('the digest of each report of the sample is SHA-256 over `xmllint --c14n` of its file', async () => {
	const { lines } = await build();
	const items = await Promise.all(lines.map(async (line) => (await OpenReport.read(line)).item));
	expect(items).toHaveLength(16);
	for (const { id, sha256 } of items) {
		const canonical = execFileSync('xmllint', ['--c14n', join(folder, `${id}.xml`)]);
		expect(createHash('sha256').update(canonical).digest('hex')).toBe(sha256);
	}
});

if (CONTRACT !== undefined) {
	test('every file of the sample is accepted by the authority’s own schema', async () => {
		await build();
		const files = readdirSync(folder).map((name) => join(folder, name));
		expect(files).toHaveLength(16);
		const schema = join(CONTRACT, 'tidredovisning_extern_v1.xsd');
		expect(() =>
			execFileSync('xmllint', ['--noout', '--schema', schema, ...files], { stdio: 'pipe' }),
		).not.toThrow();
	});
}
