import type { Arguments, OptionSpec } from './command';
import { readBytes, readPassphrase } from './files';
import { type Certificate, type CertificateInput, loadCertificate } from '../certificate/load';
import { asciiOf } from '../certificate/pem';

/** The options that go with a certificate file. */
export const KEY_OPTIONS = {
	key: { value: 'FILE', help: 'the private key (PEM), where the certificate file does not hold it' },
	'passphrase-file': { value: 'FILE', help: 'file whose first line is the passphrase' },
} as const satisfies Record<string, OptionSpec>;

/**
 * What the files hold, for `loadCertificate`: PKCS#12 or PEM is told by the content.
 *
 * @throws UsageError for a file that can't be opened
 */
export async function certificateInput(path: string, args: Arguments): Promise<CertificateInput> {
	const bytes = await readBytes(path);
	const keyFile = args.text('key');
	const passphrase = await readPassphrase(args.text('passphrase-file'));
	const text = asciiOf(bytes);
	const content = text.includes('-----BEGIN ') ? { certificate: text } : { pkcs12: bytes };
	return {
		...content,
		...(keyFile === undefined ? {} : { key: asciiOf(await readBytes(keyFile)) }),
		...(passphrase === undefined ? {} : { passphrase }),
	};
}

/**
 * Loads the client certificate that `--certificate` names, with its key.
 *
 * @throws UsageError for a file that can't be opened; EltError as `loadCertificate`
 */
export async function certificateFrom(args: Arguments): Promise<Certificate> {
	return await loadCertificate(await certificateInput(args.required('certificate'), args));
}
