/**
 * `npm test` needs Node alone. What holds against foreign programs (xmllint, xmlsec1, openssl, PHP, Chromium)
 * stands in `*.interop.test.ts` and runs with `npm run test:interop`.
 * `*.browser.test.ts` plays the signing page in Chromium and whole n8n servers: `npm run test:browser`.
 */
const SPECIAL = ['interop', 'browser'];
const kind = SPECIAL.find((name) => name === process.env.ELT_TESTS);

/** @type {import('jest').Config} */
module.exports = {
	testMatch: [kind ? `<rootDir>/test/**/*.${kind}.test.ts` : '<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: [
		'/node_modules/',
		...(kind ? [] : SPECIAL.map((name) => `\\.${name}\\.test\\.ts$`)),
	],
	roots: ['<rootDir>/credentials', '<rootDir>/nodes', '<rootDir>/src', '<rootDir>/test'],
	transform: {
		// `ignoreDynamic` keeps `await import()`, which ES modules such as libxml2-wasm need.
		'^.+\\.ts$': ['@swc/jest', { module: { type: 'commonjs', ignoreDynamic: true } }],
	},
	// One copy of n8n-workflow, or `instanceof NodeOperationError` differs between the engine and the nodes.
	moduleNameMapper: { '^n8n-workflow$': require.resolve('n8n-workflow') },
	testTimeout: 60_000,
	// No secret, signature or full personnummer in any message or log line that the suite brings about.
	globalSetup: '<rootDir>/test/secrets/begin.ts',
	setupFilesAfterEnv: ['<rootDir>/test/secrets/record.ts'],
	globalTeardown: '<rootDir>/test/secrets/judge.ts',
};
