import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';

import { digestOf, digestOfWritten } from '../../src/tidredovisning/digest';
import { writeTidredovisning } from '../../src/tidredovisning/write';
import { aReport } from './aReport';

test('the digest is SHA-256 over the canonical form that xmllint makes', async () => {
	const bytes = writeTidredovisning(aReport());
	const canonical = execFileSync('xmllint', ['--c14n', '-'], { input: bytes });
	const expected = createHash('sha256').update(canonical).digest('hex');
	expect(digestOfWritten(bytes)).toBe(expected);
	expect(await digestOf(bytes)).toBe(expected);
});
