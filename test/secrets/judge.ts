import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

import { folder, keysFolder } from './folder';
import { secretsIn } from './search';

/**
 * After the last test file: no message, hint or log line that the suite brought about holds a full personnummer,
 * a key, a signature or a passphrase.
 */
export default function judge(): void {
	const found = readdirSync(folder()).flatMap((name) => {
		const { testPath, written, secrets } = JSON.parse(readFileSync(join(folder(), name), 'utf8'));
		return secretsIn({ written: new Set(written), secrets: new Set(secrets) }).map(
			(secret) => `${basename(testPath)}: ${secret}`,
		);
	});
	rmSync(folder(), { recursive: true });
	rmSync(keysFolder(), { recursive: true, force: true });
	if (found.length > 0) throw new Error(`Secrets in what the suite wrote:\n${found.join('\n')}`);
}
