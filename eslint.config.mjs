import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import importX from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ ignores: ['dist/', '.cache/', 'output/', 'test/fixtures/', '*.js', '*.mjs'] },
	...tseslint.configs.recommended,
	// A package.json, read as the expression that it is.
	{ files: ['package.json'], rules: { '@typescript-eslint/no-unused-expressions': 'off' } },
	{
		files: ['**/*.ts'],
		plugins: { 'import-x': importX },
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': [
				'error',
				{ fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
			],
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
			'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
			'import-x/no-cycle': 'error',
			'import-x/no-duplicates': 'error',
			'import-x/newline-after-import': 'error',
			'no-console': 'error',
		},
	},
	{
		files: ['**/*.ts', 'package.json'],
		...n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport,
	},
	{
		// The package is for self-hosted n8n, where certificates and personal data belong: it has runtime
		// dependencies, and can't be a verified package for that reason.
		files: ['**/*.ts', 'package.json'],
		rules: { '@n8n/community-nodes/no-runtime-dependencies': 'off' },
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: n8nNodesBase.configs.nodes.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		// Slugs are for n8n's own repository; a community package gives an address, as the other plugin asks.
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: ['test/**/*.ts'],
		rules: {
			'max-lines-per-function': 'off',
			// Tests run openssl, xmlsec1, PHP and n8n itself.
			'@n8n/community-nodes/no-dangerous-functions': 'off',
		},
	},
);
