import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { NODES, PACKAGE_NAME } from '../engine/nodeTypes';
import { packageFolder } from '../engine/examples';
import { BankIdApi } from '../../credentials/BankIdApi.credentials';
import { EltCertificateApi } from '../../credentials/EltCertificateApi.credentials';

const FOLDERS: Readonly<Record<string, string>> = {
	buildTidredovisning: 'BuildTidredovisning',
	signTidredovisning: 'SignTidredovisning',
	submitToElt: 'SubmitToElt',
};

describe.each(Object.entries(NODES))('%s', (name, node) => {
	const folder = join(packageFolder(), 'nodes', FOLDERS[name] ?? '');

	test('has a codex file that names it, with words in Swedish and English', () => {
		const codex: { node: string; alias: string[]; categories: string[] } = JSON.parse(
			readFileSync(join(folder, `${FOLDERS[name]}.node.json`), 'utf8'),
		);
		expect(codex.node).toBe(`${PACKAGE_NAME}.${name}`);
		expect(codex.categories).toEqual(['Finance & Accounting']);
		expect(codex.alias).toEqual(expect.arrayContaining(['tidredovisning']));
	});

	test('has icons for both themes', () => {
		const { icon } = node.description;
		const files = typeof icon === 'object' ? [icon.light, icon.dark] : [];
		expect(files.map((file) => existsSync(join(folder, file.replace('file:', ''))))).toEqual([true, true]);
	});

	test('shows every parameter for operations that it has', () => {
		const operation = node.description.properties.find((property) => property.name === 'operation');
		const values = (operation?.options ?? []).map((option) => ('value' in option ? option.value : ''));
		for (const property of node.description.properties.filter((each) => each !== operation)) {
			const shown = property.displayOptions?.show?.['operation'] ?? [];
			expect(shown.length).toBeGreaterThan(0);
			expect(values).toEqual(expect.arrayContaining([...shown]));
		}
	});

	test('shows optional parameters below all others', () => {
		const kinds = node.description.properties.map(({ type }) => type === 'collection');
		expect(kinds).toEqual([...kinds].sort((one, other) => Number(one) - Number(other)));
	});

	test('tells its credentials apart by name', () => {
		const names = (node.description.credentials ?? []).map(({ displayName }) => displayName);
		expect(names).not.toContain(undefined);
		expect(new Set(names).size).toBe(names.length);
	});

	test('tests each credential that it uses', () => {
		for (const { testedBy } of node.description.credentials ?? []) {
			expect(Object.keys(node.methods?.credentialTest ?? {})).toContain(testedBy);
		}
	});
});

test.each([new EltCertificateApi(), new BankIdApi()])(
	'$displayName keeps its key and passphrase hidden',
	({ properties }) => {
		const secret = properties.filter(({ name }) => ['pkcs12', 'privateKey', 'passphrase'].includes(name));
		expect(secret).toHaveLength(3);
		expect(secret.every(({ typeOptions }) => typeOptions?.password === true)).toBe(true);
	},
);
