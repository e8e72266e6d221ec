import type { Evidence } from './evidence';
import type { SignatureVerdict } from '../sign/verify';

/**
 * The text that lies in an evidence file and says what it is and how to check it without this package.
 * Personnummer are not in it: they stand in the document.
 */
export function evidenceReadme({ report: { item }, verdict, verifiedAt, seal }: Evidence): string {
	return `Evidence of a tidredovisning for Försäkringskassan (ELT)

Report       ${item.id}
Month        ${item.redovisningsmanad}
SHA-256      ${item.sha256}
Assistent    ${verdictText(verdict.assistent)}
Anordnare    ${verdictText(verdict.anordnare)}
Receipt      ${item.receipt ? `${item.receipt.outcome} ${item.receipt.txId ?? ''}`.trim() : 'not sent'}
Verified     ${verifiedAt}

Files
document.xml              the report: exactly the bytes that were signed and sent
assistent.signature.b64   the assistent's BankID signature (XML-DSig), base64 as BankID gave it
assistent.ocsp.b64        the OCSP response to it (DER), base64 as BankID gave it
anordnare.signature.b64   the provider's signature
anordnare.ocsp.b64        the OCSP response to it
${seal === undefined ? '' : "seal.xml                  the system vendor's seal over document.xml (detached XML-DSig)\n"}${
		item.receipt ? "receipt.json              Försäkringskassan's answer and how it was sent\n" : ''
	}item.json                 all of it as one item, as the software handed it on
verdict.json              what the verifier found when this file was written
SHA256SUMS                the digests of the files above: sha256sum --check SHA256SUMS

How to check it
With this package, offline:   elt verify FILE.zip --root ROOT.pem --environment test|production|custom
ROOT.pem is BankID's root certificate for signatures.${
		seal === undefined ? '' : " For the seal: --seal-root with the root of the vendor's certificates."
	}

By hand: the SHA-256 above is that of the document's canonical form (inclusive Canonical XML 1.0). In each
signature, the base64 text of usrNonVisibleData holds "<report>,<SHA-256>", for the provider maybe several of
them joined by ";".
  xmllint --c14n document.xml | sha256sum
  base64 -d assistent.signature.b64 > signature.xml; xmlsec1 --verify --trusted-pem ROOT.pem signature.xml
  base64 -d assistent.ocsp.b64 > ocsp.der; openssl ocsp -respin ocsp.der -resp_text -noverify
The first 20 bytes of the OCSP response's nonce are the SHA-1 of the text in the .signature.b64 file, so
that text must not be wrapped or encoded anew.
`;
}

function verdictText(verdict: SignatureVerdict): string {
	return verdict.ok ? `proven, signed ${verdict.signedAt}` : `not proven: ${verdict.code}`;
}
