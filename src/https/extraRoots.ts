import { readFileSync } from 'node:fs';

/**
 * The certificates of the file that NODE_EXTRA_CA_CERTS names, as PEM text; none without one. Node itself forgets
 * them as soon as it is given a list of CAs, and only Node 22 and later can name them. A file that can't be read
 * counts as none, as it does for Node.
 */
export function extraRoots(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
	const file = environment['NODE_EXTRA_CA_CERTS'] ?? '';
	if (file === '') return [];
	try {
		return [readFileSync(file, 'utf8')];
	} catch {
		return [];
	}
}
