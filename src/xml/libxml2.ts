type Libxml2 = typeof import('libxml2-wasm', { with: { 'resolution-mode': 'import' } });

let loaded: Promise<Libxml2> | undefined;

/**
 * The XML library, loaded on first use: it is an ES module and starts a WebAssembly of its own. Kept:
 * asking the module loader each time costs microseconds that a report of forty rows feels.
 */
export function libxml2(): Promise<Libxml2> {
	return (loaded ??= import('libxml2-wasm'));
}
