import { eltEndpoint } from '../../src/elt/environments';

it("knows the authority's own addresses", () => {
	expect(eltEndpoint('test')).toEqual({
		environment: 'test',
		url: 'https://shsext.forsakringskassan.se:8020/shs2/FK.ASE.Tidredovisning.ext',
		host: 'shsext.forsakringskassan.se',
		port: 8020,
		publishedIp: '194.71.80.30',
		minimumPaceMs: 1000,
	});
	expect(eltEndpoint('production')).toMatchObject({
		url: 'https://shs.forsakringskassan.se:7020/shs2/FK.ASE.Tidredovisning',
		port: 7020,
		publishedIp: '194.71.65.32',
		minimumPaceMs: 1000,
	});
});

it("takes an https address of one's own", () => {
	expect(eltEndpoint('custom', ' https://[::1]:8443/elt ')).toEqual({
		environment: 'custom',
		url: 'https://[::1]:8443/elt',
		host: '::1',
		port: 8443,
		publishedIp: null,
		minimumPaceMs: 0,
	});
	expect(eltEndpoint('custom', 'https://elt.example/x').port).toBe(443);
	expect(eltEndpoint('custom', 'https://elt.example./x')).toMatchObject({
		url: 'https://elt.example/x',
		host: 'elt.example',
	});
});

it.each([
	['', 'The address "" is not a URL.'],
	['elt.example', 'The address "elt.example" is not a URL.'],
	['http://elt.example/', 'The address "http://elt.example/" is not https.'],
	['https://me:secret@elt.example/', 'The address of elt.example carries a user name.'],
	[
		'https://shs.forsakringskassan.se:7020/x',
		'The address "https://shs.forsakringskassan.se:7020/x" is Försäkringskassan\'s own.',
	],
	[
		'https://shs.forsakringskassan.se.:7020/x',
		'The address "https://shs.forsakringskassan.se:7020/x" is Försäkringskassan\'s own.',
	],
	['http://me:secret@elt.example/', 'The address of elt.example carries a user name.'],
])('refuses %s', (address, message) => {
	expect(() => eltEndpoint('custom', address)).toThrow(
		expect.objectContaining({ code: 'ELT_ADDRESS', message }),
	);
});
