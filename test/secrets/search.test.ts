import { secretIn, secretsIn } from './search';

const BASE64 =
	'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3S';

describe('a secret is found', () => {
	test.each([
		['a personnummer', 'Signed by 198911079930', /^a full personnummer at character 10$/],
		['with its dash', 'Signed by 19891107-9930.', /full personnummer/],
		['of ten digits', '"891107-9930" has another check digit', /full personnummer/],
		['of a hundred years', 'row 7: 191107+9930', /full personnummer/],
		['a samordningsnummer', 'for 198911679994', /full personnummer/],
		['a private key', '-----BEGIN RSA PRIVATE KEY-----', /private key/],
		['its base64', `no key: ${BASE64}`, /a signature or a key/],
		['the beginning of a signature', `is "${BASE64.slice(0, 60)}…"`, /a signature or a key/],
		['a passphrase', 'opened with hunter22hunter', /a passphrase at character 12/],
	])('%s', (_name, line, what) => {
		expect(secretIn(line, ['hunter22hunter'])).toMatch(what);
	});
});

describe('left alone is', () => {
	test.each([
		['a masked personnummer', 'Signed by 19891107-****'],
		['an organisationsnummer', 'for 556677-8899 and 165566778899'],
		['an id', 'Report 20221204-1987-4123-8912-198911079930 is there twice'],
		['a digest', 'a'.repeat(64) + ', ' + '0123456789abcdef'.repeat(8)],
		['a digest with a slip', `${'0123456789abcdef'.repeat(3)}0123456789abcdeF`],
		['a path', '/home/Some/Folder/With/Many/Names/That/Is/Longer/Than/48/Characters/In/All'],
		['a namespace', 'http://schema.forsakringskassan.se/integration/isassistansersattning/tidredovisning/1'],
		['an instant', 'at 2026-11-02T08:00:00.000Z, 20261102080000'],
		['an address', 'https://127.0.0.1:40123/rp/v6.0/collect'],
	])('%s', (_name, line) => {
		expect(secretIn(line)).toBeNull();
	});
});

test('what is said of it does not repeat it', () => {
	const [told = ''] = secretsIn({ written: new Set(['for 198911079930']), secrets: new Set() });
	expect(told).toBe('a full personnummer at character 4: for ############');
});
