import { X509Certificate } from 'node:crypto';

import { PUBLIC_TEST_CERTIFICATE } from '../../src/bankid/environments';
import { DEFAULT_TEMPLATES } from '../../src/bankid/visibleText';
import { EltError } from '../../src/errors';
import {
	demandApprovedText,
	demandRelyingParty,
	type RelyingParty,
} from '../../src/report/sign/bankIdGuards';
import type { Pki } from '../../src/simulator/pki/pki';
import { sharedPki } from '../world/pki';

let pki: Pki;
let relyingParty: RelyingParty;

beforeAll(async () => {
	pki = await sharedPki();
	relyingParty = {
		environment: 'custom',
		x509: new X509Certificate(pki.relyingParty.leaf.certificatePem),
		tlsRoots: [pki.bankIdTls.root.certificatePem],
	};
});

/** The code and the sentence of a refusal; nothing when there is none. */
function refusal(demand: () => void): { code?: string; message?: string } | undefined {
	try {
		demand();
		return undefined;
	} catch (error) {
		return error instanceof EltError ? { code: error.code, message: error.message } : {};
	}
}

function refusalOf(change: Partial<RelyingParty>) {
	return refusal(() => demandRelyingParty({ ...relyingParty, ...change }));
}

describe('at a custom address', () => {
	test('any root and an unconfirmed text will do', () => {
		expect(refusalOf({})).toBeUndefined();
		expect(
			refusal(() => demandApprovedText('custom', { template: undefined, approved: false })),
		).toBeUndefined();
	});

	test('a root must be given all the same', () => {
		expect(refusalOf({ tlsRoots: [] })).toEqual({
			code: 'CERTIFICATE_ROOT_UNKNOWN',
			message: "There is no root certificate to know BankID's servers by",
		});
	});
});

describe('in production', () => {
	test('a text that nobody has confirmed is refused, a confirmed one is not', () => {
		const template = 'Jag intygar {month}.';
		expect(refusal(() => demandApprovedText('production', { template, approved: false }))).toEqual({
			code: 'BANKID_TEXT',
			message: "In production, 'Text Approved by Försäkringskassan' is off",
		});
		expect(refusal(() => demandApprovedText('production', { template, approved: true }))).toBeUndefined();
	});

	test.each([
		['none', undefined],
		["the assistent's", DEFAULT_TEMPLATES.assistent],
		["the anordnare's", `${DEFAULT_TEMPLATES.anordnare}\n`],
	])('the text for tests is refused, whatever is confirmed: %s', (_, template) => {
		expect(refusal(() => demandApprovedText('production', { template, approved: true }))).toEqual({
			code: 'BANKID_TEXT',
			message: "In production, 'Visible Text' is empty or the text for tests",
		});
	});

	test("BankID's public test certificate is refused", async () => {
		const { certificatePem } = await pki.foreignRoot(PUBLIC_TEST_CERTIFICATE.commonName);
		const x509 = new X509Certificate(certificatePem);
		expect(refusalOf({ environment: 'production', x509 })?.code).toBe('ENVIRONMENT_MIXED');
	});
});

test.each(['test', 'production'] as const)(
	"in %s only the environment's own TLS root is taken",
	(environment) => {
		const found = refusalOf({ environment });
		expect(found?.code).toBe('CERTIFICATE_ROOT_UNKNOWN');
		expect(found?.message).toContain(`the environment ${environment}`);
		expect(refusalOf({ environment, tlsRoots: ['no PEM'] })).toEqual(found);
	},
);
