import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

import ts from 'typescript';

const ROOT = resolve(__dirname, '..');

/** The core's parts, and which others each may import. A part may always import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
	codes: [],
	errors: ['codes'],
	environments: [],
	binding: ['errors'],
	files: [],
	identity: ['errors'],
	problems: ['errors', 'identity'],
	xml: ['errors'],
	certificate: ['errors'],
	https: ['errors', 'certificate'],
	concurrency: ['errors'],
	tidredovisning: ['codes', 'errors', 'identity', 'problems', 'xml'],
	export: ['errors', 'identity', 'problems', 'xml', 'tidredovisning'],
	preview: ['errors', 'identity', 'tidredovisning'],
	signature: ['errors', 'binding', 'environments', 'identity', 'xml', 'certificate'],
	bankid: ['errors', 'binding', 'environments', 'identity', 'xml', 'certificate', 'https', 'concurrency'],
	elt: ['errors', 'environments', 'identity', 'xml', 'certificate', 'https', 'concurrency'],
	ledger: ['errors', 'concurrency', 'files', 'bankid', 'elt'],
	report: [
		'errors',
		'binding',
		'environments',
		'identity',
		'problems',
		'xml',
		'certificate',
		'tidredovisning',
		'export',
		'preview',
		'signature',
		'bankid',
		'elt',
		'ledger',
		'https',
		'concurrency',
	],
	signingPage: [
		'errors',
		'binding',
		'environments',
		'identity',
		'tidredovisning',
		'preview',
		'signature',
		'bankid',
		'ledger',
		'report',
		'concurrency',
	],
	simulator: [
		'errors',
		'binding',
		'environments',
		'identity',
		'xml',
		'certificate',
		'tidredovisning',
		'preview',
		'signature',
		'bankid',
		'elt',
		'files',
		'https',
	],
};

/** Parts that look at no network, clock or file; the schema file that lies beside the code is the one exception. */
const PURE = ['identity', 'problems', 'xml', 'tidredovisning', 'export', 'preview', 'signature'];

const OUTSIDE = /^node:(fs|net|tls|http|https|http2|dns|dgram|child_process|timers)(\/|$)/;

/** Loaded at the first call that needs them: n8n requires every node file at its start. */
const HEAVY = [
	'axios',
	'csv-parse',
	'fflate',
	'libxml2-wasm',
	'luxon',
	'node-forge',
	'pg',
	'qrcode',
	'xml-crypto',
	'xmlbuilder2',
];

interface Import {
	readonly specifier: string;
	/** Only the type checker sees it. */
	readonly typeOnly: boolean;
	/** `await import()` within a function. */
	readonly dynamic: boolean;
}

function files(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
		.map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): Import[] {
	const source = ts.createSourceFile(
		file,
		readFileSync(join(ROOT, file), 'utf8'),
		ts.ScriptTarget.ES2022,
		true,
	);
	const found: Import[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
			found.push({ specifier: node.moduleSpecifier.text, typeOnly: isTypeOnly(node), dynamic: false });
		}
		if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
			found.push({ specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly, dynamic: false });
		}
		if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
			const [argument] = node.arguments;
			if (argument && ts.isStringLiteral(argument)) {
				found.push({ specifier: argument.text, typeOnly: false, dynamic: true });
			}
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
	if (!importClause) return false;
	if (importClause.isTypeOnly) return true;
	const bindings = importClause.namedBindings;
	if (importClause.name || !bindings || !ts.isNamedImports(bindings)) return false;
	return bindings.elements.every((element) => element.isTypeOnly);
}

/** The file that a relative import names, from the root; null for a package. */
function target(file: string, specifier: string): string | null {
	if (!specifier.startsWith('.')) return null;
	const path = relative(ROOT, resolve(ROOT, dirname(file), specifier));
	const candidates = [`${path}.ts`, join(path, 'index.ts')];
	return candidates.find((candidate) => ts.sys.fileExists(join(ROOT, candidate))) ?? path;
}

/** `src/elt/pace.ts` → `elt`, `src/errors.ts` → `errors`, `nodes/…` → `nodes`. */
function partOf(file: string): string {
	const [top = '', second = ''] = file.split(sep);
	return top === 'src' ? second.replace(/\.ts$/, '') : top;
}

const SOURCES = [...files('src'), ...files('nodes'), ...files('credentials')];
const IMPORTS = new Map(SOURCES.map((file) => [file, importsOf(file)]));

describe('the parts of the core import only what lies beneath them', () => {
	test.each(Object.entries(MAY_IMPORT))('%s', (part, allowed) => {
		const trespasses = SOURCES.filter(
			(file) => partOf(file) === part && file.startsWith(`src${sep}`),
		).flatMap((file) =>
			(IMPORTS.get(file) ?? [])
				.map(({ specifier }) => target(file, specifier))
				.filter((path) => path !== null)
				.filter((path) => partOf(path) !== part && !allowed.includes(partOf(path)))
				.map((path) => `${file} imports ${path}`),
		);
		expect(trespasses).toEqual([]);
	});

	test('every folder of src is one of them, or composes them', () => {
		const parts = new Set(files('src').map(partOf));
		const composing = ['cli', 'index'];
		expect([...parts].filter((part) => !(part in MAY_IMPORT) && !composing.includes(part))).toEqual([]);
	});

	test('tidredovisning, signature, bankid and elt never import each other', () => {
		const four = ['tidredovisning', 'signature', 'bankid', 'elt'];
		for (const part of four) expect(MAY_IMPORT[part]?.filter((other) => four.includes(other))).toEqual([]);
	});
});

test('n8n-workflow is imported in nodes and credentials only', () => {
	const users = SOURCES.filter((file) =>
		(IMPORTS.get(file) ?? []).some(({ specifier }) => specifier === 'n8n-workflow'),
	);
	expect(users.filter((file) => file.startsWith(`src${sep}`))).toEqual([]);
});

test('nodes and credentials import neither the simulator nor the command line', () => {
	const reached = [...files('nodes'), ...files('credentials')].flatMap((file) =>
		(IMPORTS.get(file) ?? []).map(({ specifier }) => target(file, specifier) ?? ''),
	);
	expect(reached.filter((path) => ['simulator', 'cli'].includes(partOf(path)))).toEqual([]);
});

test('identity, problems, xml, tidredovisning, export, preview and signature look at no network, clock or file', () => {
	const users = SOURCES.filter((file) => file.startsWith(`src${sep}`) && PURE.includes(partOf(file))).flatMap(
		(file) =>
			(IMPORTS.get(file) ?? [])
				.filter(({ specifier, typeOnly }) => !typeOnly && OUTSIDE.test(specifier))
				.map(({ specifier }) => `${file} imports ${specifier}`),
	);
	expect(users).toEqual([`${join('src', 'tidredovisning', 'schema.ts')} imports node:fs/promises`]);
	const clocks = SOURCES.filter((file) => file.startsWith(`src${sep}`) && PURE.includes(partOf(file))).filter(
		(file) => /\bDate\.now\(|\bnew Date\(\)/.test(readFileSync(join(ROOT, file), 'utf8')),
	);
	expect(clocks).toEqual([]);
});

test('what n8n requires at its start loads no heavy library', () => {
	const entries = [...files('nodes').filter((file) => file.endsWith('.node.ts')), ...files('credentials')];
	expect(entries.length).toBeGreaterThanOrEqual(5);
	const reached = new Set(entries);
	for (const file of reached) {
		for (const { specifier, typeOnly, dynamic } of IMPORTS.get(file) ?? []) {
			const path = typeOnly || dynamic ? null : target(file, specifier);
			if (path) reached.add(path);
		}
	}
	const heavy = [...reached].flatMap((file) =>
		(IMPORTS.get(file) ?? [])
			.filter(
				({ specifier, typeOnly, dynamic }) =>
					!typeOnly && !dynamic && HEAVY.includes(specifier.split('/')[0] ?? ''),
			)
			.map(({ specifier }) => `${file} imports ${specifier}`),
	);
	expect(heavy).toEqual([]);
});

test('no file imports itself by a detour, not even for types', () => {
	const importsOf = (file: string): string[] =>
		(IMPORTS.get(file) ?? []).flatMap(({ specifier }) => target(file, specifier) ?? []);
	const done = new Set<string>();
	const circles: string[] = [];
	const visit = (file: string, path: readonly string[]): void => {
		const start = path.indexOf(file);
		if (start >= 0) circles.push([...path.slice(start), file].join(' → '));
		if (start >= 0 || done.has(file)) return;
		for (const imported of importsOf(file)) visit(imported, [...path, file]);
		done.add(file);
	};
	for (const file of SOURCES) visit(file, []);
	expect(circles).toEqual([]);
});
