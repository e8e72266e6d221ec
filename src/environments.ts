/**
 * Test, production, or an address of your own, such as the simulator's: for ELT, for BankID and for the
 * signatures that count. Reports, certificates and signatures of different environments are never mixed.
 */
export const ENVIRONMENTS = ['test', 'production', 'custom'] as const;

/** One of the three environments. */
export type Environment = (typeof ENVIRONMENTS)[number];

/** What is known of an environment that Försäkringskassan and BankID run. */
export interface PublishedEnvironment {
	/** Försäkringskassan's address for reports. Firewalls are often opened for the IP address. */
	readonly elt: { readonly url: string; readonly host: string; readonly ip: string };
	readonly bankId: {
		/** Base address of the relying-party API, version 6.0, with a slash at its end. */
		readonly baseUrl: string;
		/** The root of BankID's servers, known by the SHA-256 of the certificate. */
		readonly tlsRoot: { readonly name: string; readonly sha256: string };
		/** The root of the persons' certificates, known by its subject key identifier. */
		readonly signatureRoot: { readonly name: string; readonly keyIdentifier: string };
		/** Object identifiers of the policies for BankID on file, on card, and Mobile BankID. */
		readonly policies: readonly string[];
	};
}

/**
 * The two published environments. The product ships no root certificate: BankID gives them to its customers.
 *
 * @see Försäkringskassan, addresses for connected systemleverantörer, 2025-02-15
 * @see BankID, relying party guidelines
 */
export const PUBLISHED: Readonly<Record<Exclude<Environment, 'custom'>, PublishedEnvironment>> = {
	test: {
		elt: {
			url: 'https://shsext.forsakringskassan.se:8020/shs2/FK.ASE.Tidredovisning.ext',
			host: 'shsext.forsakringskassan.se',
			ip: '194.71.80.30',
		},
		bankId: {
			baseUrl: 'https://appapi2.test.bankid.com/rp/v6.0/',
			tlsRoot: {
				name: 'Test BankID SSL Root CA v1 Test',
				sha256:
					'F3:D0:74:0E:BF:B3:70:0E:3B:81:AA:79:1F:EE:45:14:72:69:8C:84:E1:99:C2:EB:48:A4:43:FF:1D:5B:40:5C',
			},
			signatureRoot: {
				name: 'Test BankID Root CA v1 Test',
				keyIdentifier: '4A:F7:A3:6A:08:DA:08:38:17:19:53:28:C8:DA:A6:D6:34:D8:5A:BA',
			},
			policies: ['1.2.3.4.5', '1.2.3.4.10', '1.2.3.4.25'],
		},
	},
	production: {
		elt: {
			url: 'https://shs.forsakringskassan.se:7020/shs2/FK.ASE.Tidredovisning',
			host: 'shs.forsakringskassan.se',
			ip: '194.71.65.32',
		},
		bankId: {
			baseUrl: 'https://appapi2.bankid.com/rp/v6.0/',
			tlsRoot: {
				name: 'BankID SSL Root CA v1',
				sha256:
					'E6:A2:D4:5C:0A:10:51:C9:59:42:86:49:F8:6A:09:A9:B2:15:2C:D5:51:99:3C:C2:EB:4C:F0:94:BD:AC:BE:CB',
			},
			signatureRoot: {
				name: 'BankID Root CA v1',
				keyIdentifier: '67:8A:BA:B2:EA:48:1C:7A:F5:3B:68:37:27:72:06:EB:91:63:CB:53',
			},
			policies: ['1.2.752.78.1.1', '1.2.752.78.1.2', '1.2.752.78.1.5'],
		},
	},
};
