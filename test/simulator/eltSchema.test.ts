import { join } from 'node:path';

import { fault, namedFault, receipt } from '../../src/simulator/elt/answers';
import { messageProblem } from '../../src/simulator/elt/schema';
import type { Pki } from '../../src/simulator/pki/pki';
import { reportNumber, requestFor } from './reports';
import { run, withFolder, write } from './tools';
import { sharedPki } from '../world/pki';

let pki: Pki;
let request: string;
beforeAll(async () => {
	pki = await sharedPki();
	request = Buffer.from(await requestFor(pki, reportNumber(1))).toString('utf8');
});

/** The element inside the SOAP body, as a document. */
function payload(envelope: string): string {
	const inner = /<(?:\w+:)?Body>(.*)<\/(?:\w+:)?Body>/s.exec(envelope)?.[1] ?? '';
	return /<detail>(.*)<\/detail>/s.exec(inner)?.[1] ?? inner;
}

/** What goes over the wire, right and wrong in each way the schema can tell. */
const MESSAGES: readonly (readonly [name: string, right: boolean, xml: () => string])[] = [
	['a request', true, () => payload(request)],
	['a receipt', true, () => payload(receipt('4a8db4b8-bc29-4406-901c-3f69298cabe3'))],
	['a receipt whose tx-id is no UUID', true, () => payload(receipt('20261123-000017'))],
	['a receipt without tx-id', false, () => payload(receipt(undefined))],
	[
		'a receipt with more from elsewhere',
		true,
		() => payload(receipt('x')).replace('</tx-id>', '</tx-id><e xmlns="urn:x"/>'),
	],
	[
		'a receipt with more of its own',
		false,
		() => payload(receipt('x')).replace('</tx-id>', '</tx-id><tx-id>y</tx-id>'),
	],
	['XmlValidationError', true, () => payload(fault(namedFault('XmlValidationError', 'a < b')))],
	['SignatureValidationError', true, () => payload(fault(namedFault('SignatureValidationError', '')))],
	[
		'a fault with another element',
		false,
		() => payload(fault(namedFault('XmlValidationError', 'a'))).replaceAll('message>', 'text>'),
	],
	[
		'a request without the provider’s signature',
		false,
		() => payload(request).replace(/<anordnare-signatur>.*<\/anordnare-signatur>/s, ''),
	],
	['signatures in the other order', false, () => swapped(payload(request))],
	[
		'a signature without OCSP response',
		false,
		() => payload(request).replace(/<ocspResponse>[^<]*<\/ocspResponse>/, ''),
	],
	['an empty signature', true, () => payload(request).replace(/<signature>[^<]*/, '<signature>')],
	[
		'a day with a time zone',
		true,
		() => payload(request).replace(/<datumForSignatur>([^<]*)/, '<datumForSignatur>$1+01:00'),
	],
	[
		'a day with a time',
		false,
		() => payload(request).replace(/<datumForSignatur>([^<]*)/, '<datumForSignatur>$1T00:00:00'),
	],
	[
		'more from elsewhere in a signature',
		true,
		() => payload(request).replace('</datumForSignatur>', '</datumForSignatur><e xmlns="urn:x"/>'),
	],
	[
		'more without a namespace',
		false,
		() => payload(request).replace('</SkickaTidredovisning>', '<e xmlns=""/></SkickaTidredovisning>'),
	],
	[
		'a media type',
		true,
		() => payload(request).replace('<tidredovisning>', typed('m:contentType="text/xml"')),
	],
	[
		'a media type that is too short',
		false,
		() => payload(request).replace('<tidredovisning>', typed('m:contentType="a"')),
	],
	[
		'another attribute of that kind',
		false,
		() => payload(request).replace('<tidredovisning>', typed('m:expectedContentTypes="text/xml"')),
	],
	[
		'an attribute of its own',
		false,
		() => payload(request).replace('<tidredovisning>', '<tidredovisning id="a">'),
	],
	[
		'text between the elements',
		false,
		() => payload(request).replace('</tidredovisning>', '</tidredovisning>text'),
	],
];

const typed = (attribute: string): string =>
	`<tidredovisning xmlns:m="http://www.w3.org/2005/05/xmlmime" ${attribute}>`;
const swapped = (xml: string): string =>
	xml.replace(
		/(<assistent-signatur>.*<\/assistent-signatur>)(<anordnare-signatur>.*<\/anordnare-signatur>)/s,
		'$2$1',
	);

async function isRight(xml: string): Promise<boolean> {
	const { XmlDocument } = await import('libxml2-wasm');
	const document = XmlDocument.fromString(xml);
	try {
		return (await messageProblem(document.root)) === undefined;
	} finally {
		document.dispose();
	}
}

describe('the messages’ schema', () => {
	test.each(MESSAGES)('judges %s: %s', async (_name, right, xml) => {
		expect(await isRight(xml())).toBe(right);
	});

	const contract = process.env['ELT_CONTRACT_DIR'];
	if (contract !== undefined) {
		test.each(MESSAGES)('judges %s as the authority’s own does: %s', async (_name, right, xml) => {
			const { code, output } = await withFolder(async (folder) => {
				const path = await write(folder, { 'message.xml': xml() });
				const schema = join(contract, 'SkickaTidredovisningResponder_1.0.xsd');
				return run('xmllint', ['--nonet', '--noout', '--schema', schema, path('message.xml')]);
			});
			expect({ right: code === 0, output }).toMatchObject({ right });
		});
	}
});
