import { asn1, pkcs12 as p12, pki } from 'node-forge';

import type { Issued } from './certificate';

/** How a container's key is encrypted: as today, or as old programs wrote it. */
export type Pkcs12Encryption = 'aes256' | '3des';

/** A certificate, its key and its chain as PKCS#12 bytes, protected by an ASCII passphrase. */
export function toPkcs12(
	issued: Issued,
	passphrase: string,
	encryption: Pkcs12Encryption = 'aes256',
): Buffer {
	const container = p12.toPkcs12Asn1(
		pki.privateKeyFromPem(issued.keyPem),
		[issued.certificatePem, ...issued.chainPem].map((pem) => pki.certificateFromPem(pem)),
		passphrase,
		{ algorithm: encryption, friendlyName: 'simulator' },
	);
	return Buffer.from(asn1.toDer(container).getBytes(), 'latin1');
}
