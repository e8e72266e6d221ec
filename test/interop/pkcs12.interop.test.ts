import { X509Certificate } from 'node:crypto';
import { loadCertificate } from '../../src/certificate/load';
import { refusalOf } from '../signature/world';
import { overVectors } from './vectors';

/** The passphrases: `foo` but for these. */
const PASSPHRASES: Readonly<Record<string, string>> = {
	'unicode_password.p12': 'Hello, 世界',
	'empty_password.p12': '',
	'empty_password_ber.p12': '',
	'empty_password_ber_nested.p12': '',
	'null_password.p12': '',
};

overVectors('pkcs12', (vectors) => {
	const files = vectors.files('.p12');
	const bad = files.filter((name) => name.startsWith('bad'));
	const passphraseOf = (name: string): string => PASSPHRASES[name] ?? 'foo';

	test.each(files.filter((name) => !bad.includes(name)))('opens %s', async (name) => {
		const passphrase = passphraseOf(name);
		const { keyPem, x509 } = await loadCertificate({ pkcs12: vectors.bytes(name), passphrase });
		expect(keyPem).toMatch(/^-----BEGIN PRIVATE KEY-----/);
		expect(new X509Certificate(x509.raw).subject).not.toBe('');
	});

	test.each(bad)('refuses %s', async (name) => {
		const refused = await refusalOf(
			loadCertificate({ pkcs12: vectors.bytes(name), passphrase: passphraseOf(name) }),
		);
		expect(refused.code).toMatch(/^CERTIFICATE_(?:UNREADABLE|PASSPHRASE)$/);
	});

	test('has 14 containers', () => {
		expect(files).toHaveLength(14);
	});
});
