import { X509Certificate } from 'node:crypto';

import { PUBLIC_TEST_CERTIFICATE } from '../../src/bankid/environments';
import { EltError } from '../../src/errors';
import { demandOrderable, type OrderCircumstances } from '../../src/report/bankIdGuards';
import { createPki, type Pki } from '../../src/simulator/pki';

let pki: Pki;
let circumstances: OrderCircumstances;

beforeAll(async () => {
	pki = await createPki();
	circumstances = {
		environment: 'custom',
		x509: new X509Certificate(pki.relyingParty.leaf.certificatePem),
		tlsRoots: [pki.bankIdTls.root.certificatePem],
		textApproved: false,
	};
});

/** The code and the sentence of the refusal; nothing when an order may be made. */
function refusal(change: Partial<OrderCircumstances>): { code?: string; message?: string } | undefined {
	try {
		demandOrderable({ ...circumstances, ...change });
		return undefined;
	} catch (error) {
		return error instanceof EltError ? { code: error.code, message: error.message } : {};
	}
}

describe('at a custom address', () => {
	test('any root and an unconfirmed text will do', () => {
		expect(refusal({})).toBeUndefined();
	});

	test('a root must be given all the same', () => {
		expect(refusal({ tlsRoots: [] })).toEqual({
			code: 'CERTIFICATE_ROOT_UNKNOWN',
			message: "There is no root certificate to know BankID's servers by",
		});
	});
});

describe('in production', () => {
	test('a text that nobody has confirmed is refused', () => {
		expect(refusal({ environment: 'production' })).toEqual({
			code: 'BANKID_TEXT',
			message: "In production, 'Text Approved by Försäkringskassan' is off",
		});
	});

	test("BankID's public test certificate is refused, also with a confirmed text", async () => {
		const { certificatePem } = await pki.foreignRoot(PUBLIC_TEST_CERTIFICATE.commonName);
		const x509 = new X509Certificate(certificatePem);
		expect(refusal({ environment: 'production', x509, textApproved: true })?.code).toBe('ENVIRONMENT_MIXED');
	});
});

test.each(['test', 'production'] as const)(
	"in %s only the environment's own TLS root is taken",
	(environment) => {
		const found = refusal({ environment, textApproved: true });
		expect(found?.code).toBe('CERTIFICATE_ROOT_UNKNOWN');
		expect(found?.message).toContain(`the environment ${environment}`);
		expect(refusal({ environment, textApproved: true, tlsRoots: ['no PEM'] })).toEqual(found);
	},
);
