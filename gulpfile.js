const { dest, src } = require('gulp');

/** Copies icons, codex files and the schema: what the compiler leaves behind. */
function copyAssets() {
	return src(['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'credentials/**/*.svg', 'src/**/*.xsd'], {
		base: '.',
		encoding: false,
		allowEmpty: true,
	}).pipe(dest('dist'));
}

exports.copyAssets = copyAssets;
