import { isSameName } from '../../src/certificate/names';
import { MalformedDer } from '../../src/certificate/der';
import { basicConstraints, isSelfIssued, readX509 } from '../../src/certificate/x509';
import {
	type Attribute,
	extension,
	type Issued,
	nameOf,
	sha256WithRsa,
} from '../../src/simulator/pki/certificate';
import { type Asn1, fromDer, integer, octets, oid, sequence, toDer } from '../../src/simulator/pki/der';
import { createPki } from '../../src/simulator/pki/pki';
import { type Certification, certify, digitalSignature } from './certify';
import { X509Certificate } from 'node:crypto';

let root: Issued;

beforeAll(async () => {
	({ root } = (await createPki({ keyBits: 2048 })).eltClient);
});

const RSA_SHA256 = '1.2.840.113549.1.1.11';

/** A certificate's DER, otherwise ordinary. */
function derOf(change: Partial<Certification>): Buffer {
	const pem = certify({ key: root.key, issuer: root, extensions: [digitalSignature()], ...change });
	return new X509Certificate(pem).raw;
}

/** An extension whose critical is written although it is false, which is the default. */
const writtenDefault = (): Asn1 =>
	sequence(oid('2.5.29.15'), fromDer(Buffer.from('010100', 'hex')), octets(Buffer.from('03020780', 'hex')));

test.each<[string, () => Partial<Certification>]>([
	['serial number zero', () => ({ serialNumber: integer(Buffer.of(0)) })],
	['negative serial number', () => ({ serialNumber: fromDer(Buffer.from('0202ff00', 'hex')) })],
	['default that is written', () => ({ extensions: [writtenDefault()] })],
	[
		'signature algorithm with other parameters than NULL',
		() => ({ algorithm: sequence(oid(RSA_SHA256), octets(Buffer.of(1))) }),
	],
])('refuses a certificate with a %s', (_name, change) => {
	expect(() => readX509(derOf(change()))).toThrow(MalformedDer);
});

test.each<[string, () => Partial<Certification>]>([
	['NULL', () => ({ algorithm: sha256WithRsa() })],
	['no', () => ({ algorithm: sequence(oid(RSA_SHA256)) })],
])('accepts a certificate whose signature algorithm has %s parameters', (_name, change) => {
	expect(readX509(derOf(change())).signatureAlgorithm).toBe(RSA_SHA256);
});

test('refuses a cA of basicConstraints that is written although it is false', () => {
	const value = toDer(sequence(fromDer(Buffer.from('010100', 'hex'))));
	const certificate = readX509(derOf({ extensions: [extension('2.5.29.19', value)] }));
	expect(() => basicConstraints(certificate)).toThrow(MalformedDer);
});

describe('two names are', () => {
	const name = (...attributes: Attribute[]): Buffer => toDer(nameOf(attributes));
	/** The same characters as another kind of string: the tag of the first UTF8String is changed. */
	const printable = (der: Buffer): Buffer => {
		const changed = Buffer.from(der);
		changed[changed.indexOf(0x0c)] = 0x13;
		return changed;
	};

	test.each<[string, Buffer, Buffer]>([
		['written as other kinds of strings', name(['o', 'Bolaget AB']), printable(name(['o', 'Bolaget AB']))],
		['in other letters', name(['o', 'Bolaget AB']), name(['o', 'BOLAGET ab'])],
		['with other blanks', name(['o', 'Bolaget AB']), name(['o', ' Bolaget   AB '])],
		['with letters composed in another way', name(['o', 'Å']), name(['o', 'A\u030A'])],
	])('the same when they are %s', (_name, one, other) => {
		expect(one.equals(other)).toBe(false);
		expect(isSameName(one, other)).toBe(true);
	});

	test.each<[string, Buffer, Buffer]>([
		['another value', name(['o', 'A']), name(['o', 'B'])],
		['another type', name(['o', 'A']), name(['ou', 'A'])],
		['one attribute more', name(['o', 'A']), name(['o', 'A'], ['cn', 'B'])],
		['another order', name(['o', 'A'], ['cn', 'B']), name(['cn', 'B'], ['o', 'A'])],
		['bytes that are not a name', name(['o', 'A']), Buffer.from('3003020101', 'hex')],
	])('different when one has %s', (_name, one, other) => {
		expect(isSameName(one, other)).toBe(false);
	});

	test('one in a certificate that is self-issued', () => {
		expect(isSelfIssued(readX509(derOf({ subject: root.subject })))).toBe(true);
		expect(isSelfIssued(readX509(derOf({})))).toBe(false);
	});
});
