/** @type {import('jest').Config} */
module.exports = {
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/', '<rootDir>/output/'],
	transform: {
		// `ignoreDynamic` keeps `await import()`, which ES modules such as libxml2-wasm need.
		'^.+\\.ts$': ['@swc/jest', { module: { type: 'commonjs', ignoreDynamic: true } }],
	},
	// One copy of n8n-workflow, or `instanceof NodeOperationError` differs between the engine and the nodes.
	moduleNameMapper: { '^n8n-workflow$': require.resolve('n8n-workflow') },
	testTimeout: 60_000,
};
