import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildEnvelope, type EnvelopeInput } from '../../src/elt/envelope';
import { readResponse } from '../../src/elt/response';
import { parseXml } from '../../src/xml/parse';
import { run } from '../simulator/tools';

const BYTES = Buffer.from(
	'<?xml version="1.0" encoding="UTF-8"?><ns:a xmlns:ns="urn:x">Åsa &amp; Öst\n</ns:a>',
	'utf8',
);
const SIGNATURE = { signature: 'c2lnbmF0dXI=', ocspResponse: 'b2NzcA==', datumForSignatur: '2026-11-02' };
const INPUT: EnvelopeInput = {
	document: BYTES,
	assistent: SIGNATURE,
	anordnare: { ...SIGNATURE, signature: 'YW5vcmRuYXJl', datumForSignatur: '2026-11-03' },
};

const text = async (input: EnvelopeInput) => Buffer.from(await buildEnvelope(input)).toString('utf8');

it('is this, to the byte', async () => {
	expect(await text(INPUT)).toBe(
		'<?xml version="1.0" encoding="UTF-8"?>' +
			'<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>' +
			'<SkickaTidredovisning xmlns="urn:shs:emottagning:SkickaTidredovisning:1">' +
			`<tidredovisning>${BYTES.toString('base64')}</tidredovisning>` +
			'<assistent-signatur><signature>c2lnbmF0dXI=</signature><ocspResponse>b2NzcA==</ocspResponse>' +
			'<datumForSignatur>2026-11-02</datumForSignatur></assistent-signatur>' +
			'<anordnare-signatur><signature>YW5vcmRuYXJl</signature><ocspResponse>b2NzcA==</ocspResponse>' +
			'<datumForSignatur>2026-11-03</datumForSignatur></anordnare-signatur>' +
			'</SkickaTidredovisning></Body></Envelope>',
	);
});

it('carries the document byte for byte, also out of the middle of a buffer', async () => {
	const padded = Buffer.concat([Buffer.from('xx'), BYTES, Buffer.from('yy')]);
	expect(await text({ ...INPUT, document: padded.subarray(2, -2) })).toBe(await text(INPUT));
});

it('gives the same bytes for the same input', async () => {
	const digest = async () =>
		createHash('sha256')
			.update(await buildEnvelope(INPUT))
			.digest('hex');
	expect(await digest()).toBe(await digest());
});

it('carries a seal in the open extension point, without any prefix of the envelope in its scope', async () => {
	const seal = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>';
	const sealed = await text({ ...INPUT, seal: `<?xml version="1.0"?>\n${seal}` });
	expect(sealed).toContain(`</anordnare-signatur>${seal}</SkickaTidredovisning>`);
	const parsed = await parseXml(Buffer.from(sealed));
	const signedInfo = parsed.get('//*[local-name()="SignedInfo"]');
	expect(signedInfo?.canonicalizeToString()).toBe(
		'<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#"></SignedInfo>',
	);
	parsed.dispose();
});

it.each([
	['assistent.signature', { assistent: { ...SIGNATURE, signature: '' } }, 'is empty'],
	['anordnare.ocspResponse', { anordnare: { ...SIGNATURE, ocspResponse: 'a b' } }, 'not in the form'],
	['assistent.signature', { assistent: { ...SIGNATURE, signature: '<x/>' } }, 'not in the form'],
	[
		'assistent.datumForSignatur',
		{ assistent: { ...SIGNATURE, datumForSignatur: '2/11' } },
		'not in the form',
	],
])('refuses what is out of form: %s', async (slot, change, says) => {
	await expect(buildEnvelope({ ...INPUT, ...change })).rejects.toMatchObject({
		code: 'ITEM_INVALID',
		message: expect.stringContaining(`'${slot}' ${says.startsWith('is') ? says : `is ${says}`}`),
	});
});

const contract = process.env['ELT_CONTRACT_DIR'];

if (contract !== undefined) {
	describe("the authority's own files", () => {
		const wsdl = join(contract, 'SkickaTidredovisningInteraction_1.0_shsbp10.wsdl');
		let folder: string;

		beforeAll(async () => {
			folder = await mkdtemp(join(tmpdir(), 'envelope-'));
		});

		afterAll(() => rm(folder, { recursive: true }));

		it.each([
			['without a seal', INPUT],
			['with a seal', { ...INPUT, seal: '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>' }],
		])('its schema accepts the request (%s)', async (_, input) => {
			const request = /<SkickaTidredovisning .*<\/SkickaTidredovisning>/s.exec(await text(input))?.[0] ?? '';
			const file = join(folder, 'request.xml');
			await writeFile(file, request);
			const schema = join(contract, 'SkickaTidredovisningResponder_1.0.xsd');
			expect(await run('xmllint', ['--noout', '--schema', schema, file])).toMatchObject({ code: 0 });
		});

		it("PHP's SoapServer reads every value of the request by its WSDL", async () => {
			const script = join(folder, 'server.php');
			const request = join(folder, 'envelope.xml');
			await writeFile(request, await buildEnvelope(INPUT));
			await writeFile(script, PHP_SERVER);
			const { code, output } = await run('php', ['-d', 'soap.wsdl_cache_enabled=0', script, wsdl, request]);
			const [read, answer] = output.split('\n--\n');
			expect({ code, read: JSON.parse(read ?? '') }).toEqual({
				code: 0,
				read: {
					tidredovisning: createHash('sha256').update(BYTES).digest('hex'),
					assistent: ['signatur', 'ocsp', '2026-11-02'],
					anordnare: ['anordnare', 'ocsp', '2026-11-03'],
				},
			});
			const body = Buffer.from(answer ?? '');
			expect(await readResponse({ status: 200, headers: {}, body }, new Date())).toMatchObject({
				cause: 'receipt',
				txId: '4a8db4b8-bc29-4406-901c-3f69298cabe3',
			});
		});
	});
}

/** Prints what it read, a line `--`, and its SOAP answer. */
const PHP_SERVER = `<?php
[, $wsdl, $file] = $argv;
class Handler {
	public function SkickaTidredovisning($request) {
		$value = fn($element) => is_object($element) ? $element->_ : $element;
		$signature = fn($given) => [
			$value($given->signature),
			$value($given->ocspResponse),
			$given->datumForSignatur,
		];
		fwrite(STDOUT, json_encode([
			'tidredovisning' => hash('sha256', $value($request->tidredovisning)),
			'assistent' => $signature($request->{'assistent-signatur'}),
			'anordnare' => $signature($request->{'anordnare-signatur'}),
		]) . "\\n--\\n");
		return ['tx-id' => '4a8db4b8-bc29-4406-901c-3f69298cabe3'];
	}
}
$server = new SoapServer($wsdl, ['cache_wsdl' => WSDL_CACHE_NONE]);
$server->setClass('Handler');
ob_start();
$server->handle(file_get_contents($file));
fwrite(STDOUT, ob_get_clean());
`;
