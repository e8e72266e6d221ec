import { readOrNull } from '../../src/certificate/der';
import { EltError } from '../../src/errors';
import { checkValidity, proveChain } from '../../src/signature/chain';
import { isTrusted, sealerFault } from '../../src/signature/sealTrust';
import { type CertificateWithKey, readCertificate, wasValid } from '../../src/signature/trust';
import { overVectors, raise, records, textOf, textsOf } from './vectors';

/** When the paths are judged: within the time of validity of those that are good. */
const AT = Date.UTC(2025, 0, 1);

/** What this package does not do, by the section of PKITS: nobody relies on it in a seal or a BankID signature. */
const OUT_OF_SCOPE: Readonly<Record<string, string>> = {
	'404':
		'certificate revocation lists are not read: BankID answers by OCSP, and a seal proves no more than its time',
	'405': 'certificate revocation lists are not read (issued with another key)',
	'408': "policy trees are not built: a person's certificate must itself have one of BankID's policies",
	'409': 'policy trees are not built (requireExplicitPolicy)',
	'410': 'policy trees are not built (mappings)',
	'411': 'policy trees are not built (inhibitPolicyMapping)',
	'412': 'policy trees are not built (inhibitAnyPolicy)',
	'414': 'certificate revocation lists are not read (distribution points)',
	'415': 'certificate revocation lists are not read (delta lists)',
};

const DSA = 'DSA keys are not accepted: BankID and seals have RSA keys';
const CONSTRAINTS =
	'an issuer with nameConstraints is refused, whether a name fits or not: no issuer of BankID has them';
const CA = 'the certificate at the end is that of an issuer (CA), which cannot seal';
const CRL_SIGN =
	'cRLSign is missing, which matters only to who reads a revocation list; the path itself is good';

/** The cases in which this package's verdict differs from that of PKITS, each with its reason. */
const DEVIATIONS: Readonly<Record<string, string>> = {
	valid_dsa_signatures_test4: DSA,
	valid_dsa_parameter_inheritance_test5: DSA,
	valid_name_chaining_uids_test6:
		'issuerUniqueID and subjectUniqueID, which RFC 5280 forbids to issue, are refused',
	valid_pathlenconstraint_test8: CA,
	valid_pathlenconstraint_test14: CA,
	invalid_keyusage_critical_crlsign_false_test4: CRL_SIGN,
	invalid_keyusage_not_critical_crlsign_false_test5: CRL_SIGN,
	valid_dn_nameconstraints_test1: CONSTRAINTS,
	valid_dn_nameconstraints_test4: CONSTRAINTS,
	valid_dn_nameconstraints_test5: CONSTRAINTS,
	valid_dn_nameconstraints_test6: CONSTRAINTS,
	valid_dn_nameconstraints_test11: CONSTRAINTS,
	valid_dn_nameconstraints_test14: CONSTRAINTS,
	valid_dn_nameconstraints_test18: CONSTRAINTS,
	valid_self_issued_dn_nameconstraints_test19: CONSTRAINTS,
	valid_rfc822_nameconstraints_test21: CONSTRAINTS,
	valid_rfc822_nameconstraints_test23: CONSTRAINTS,
	valid_rfc822_nameconstraints_test25: CONSTRAINTS,
	valid_dn_and_rfc822_nameconstraints_test27: CONSTRAINTS,
	valid_dns_nameconstraints_test30: CONSTRAINTS,
	valid_dns_nameconstraints_test32: CONSTRAINTS,
	valid_uri_nameconstraints_test34: CONSTRAINTS,
	valid_uri_nameconstraints_test36: CONSTRAINTS,
};

interface Case {
	readonly section: string;
	readonly name: string;
	readonly good: boolean;
	readonly certificate: string;
	/** From the root's neighbour down. */
	readonly others: readonly string[];
}

overVectors('pkits', (vectors) => {
	const all = records(vectors.json('pkits.json')).map((entry): Case => ({
		section: textOf(entry.id).slice(0, 3),
		name: textOf(entry.name),
		good: entry.error === undefined,
		certificate: textOf(entry.cert),
		others: textsOf(entry.other_certs ?? []),
	}));
	const cases = all.filter(({ section }) => OUT_OF_SCOPE[section] === undefined);
	const der = (name: string): Buffer => vectors.bytes(`certs/${name}`);
	const read = (name: string): CertificateWithKey | null => readOrNull(() => readCertificate(der(name)));
	const root = (): CertificateWithKey => readCertificate(der('TrustAnchorRootCertificate.crt'));

	/** Whether a seal made with the certificate would be trusted. */
	const canSeal = ({ certificate, others }: Case): boolean => {
		const leaf = read(certificate);
		if (leaf === null || sealerFault(leaf) !== null || !wasValid(leaf, AT)) return false;
		const issuers = others.flatMap((name) => read(name) ?? []);
		return isTrusted(leaf, issuers, [root()], AT);
	};

	/** Whether the chain would be that of a BankID signature: a person, a customer CA and a bank CA. */
	const canSign = ({ certificate, others }: Case): boolean => {
		const chain = [certificate, ...others.toReversed()].map(der);
		try {
			checkValidity(proveChain(chain, [root()]), AT);
			return true;
		} catch (error) {
			return error instanceof EltError ? false : raise(error);
		}
	};

	const expected = ({ name, good }: Case): boolean => (DEVIATIONS[name] === undefined ? good : !good);
	const verdict = (entry: Case): string => `${entry.name} ${entry.good ? 'good' : 'bad'}`;

	test.each(cases.map((entry) => [verdict(entry), entry] as const))(
		'judges the path of a seal as PKITS does, or deviates for a known reason: %s',
		(_name, entry) => {
			expect(canSeal(entry)).toBe(expected(entry));
		},
	);

	test.each(
		cases.filter(({ others }) => others.length === 2).map((entry) => [verdict(entry), entry] as const),
	)(
		'judges the chain of a BankID signature as PKITS does, or deviates for a known reason: %s',
		(_name, entry) => {
			expect(canSign(entry)).toBe(expected(entry));
		},
	);

	test.each(Object.entries(OUT_OF_SCOPE))('leaves section %s out: %s', (section) => {
		const outside = all.filter((entry) => entry.section === section);
		expect(outside.length).toBeGreaterThan(0);
		for (const entry of outside) expect([true, false]).toContain(canSeal(entry));
	});

	test('has 246 cases, of which 87 are judged, 23 of them with another verdict', () => {
		const names = cases.map(({ name }) => name);
		expect([all.length, cases.length, Object.keys(DEVIATIONS).length]).toEqual([246, 87, 23]);
		expect(Object.keys(DEVIATIONS).filter((name) => !names.includes(name))).toEqual([]);
	});
});
