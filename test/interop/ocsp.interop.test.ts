import { readOrNull } from '../../src/certificate/der';
import { readPemBlocks } from '../../src/certificate/pem';
import { readOcspResponse, readResponseData } from '../../src/signature/ocspResponse';
import { createWorld, refusalOf, type World } from '../signature/world';
import { overVectors } from './vectors';

/** What each response says; the others say `good` of one certificate. Times and trust are not the reader's. */
const SAYS: Readonly<Record<string, string>> = {
	'bad_ocsp_type.pem': 'cannot be read',
	'bad_status.pem': 'status 17',
	'good_response_invalid_serial.pem': 'cannot be read',
	'has_critical_ct_extension.pem': 'good, critical 1.3.6.1.4.1.11129.2.4.5',
	'has_critical_response_extension.pem': 'good, critical 1.2.3.4',
	'has_critical_single_extension.pem': 'good, critical 1.2.3.4',
	'invalid_response.pem': 'cannot be read',
	'invalid_response_data.pem': 'cannot be read',
	'malformed_request.pem': 'status 1',
	'missing_response.pem': 'nothing',
	'multiple_response.pem': 'good, unknown',
	'multiple_response_good_revoked.pem': 'good, revoked',
	'no_response.pem': 'nothing',
	'other_response.pem': 'good, revoked',
	'revoke_response.pem': 'revoked',
	'revoke_response_reason.pem': 'revoked',
	'unknown_response.pem': 'unknown',
};

/** What the reader makes of a response, on one line. */
function reading(der: Buffer): string {
	const outside = readOrNull(() => readOcspResponse(der));
	if (outside === null) return 'cannot be read';
	if ('responseStatus' in outside) return `status ${outside.responseStatus}`;
	const data = readOrNull(() => readResponseData(outside.tbs));
	if (data === null) return 'cannot be read';
	const extensions = [data, ...data.responses].flatMap((part) => [...part.extensions]);
	const critical = extensions.flatMap(([oid, extension]) => (extension.critical ? [`critical ${oid}`] : []));
	return [...data.responses.map(({ status }) => status), ...critical].join(', ') || 'nothing';
}

overVectors('ocsp', (vectors) => {
	let world: World;

	beforeAll(async () => {
		world = await createWorld();
	});

	const files = vectors.files('.pem');
	const responseOf = (name: string): Buffer => {
		const block = readPemBlocks(vectors.text(name)).find(({ label }) => label === 'OCSP RESPONSE');
		if (block === undefined) throw new TypeError(`${name} has no response`);
		return block.bytes;
	};

	test.each(files.map((name) => [name, SAYS[name] ?? 'good'] as const))('reads %s: %s', (name, says) => {
		expect(reading(responseOf(name))).toBe(says);
	});

	test.each(files)('does not take %s as the response to a BankID signature', async (name) => {
		const { signature } = await world.sign();
		const ocspResponse = responseOf(name).toString('base64');
		const { code } = await refusalOf(world.verify({ signature, ocspResponse }));
		expect(code).toMatch(/^OCSP_/);
	});

	test('has 36 responses', () => {
		expect(files).toHaveLength(36);
	});
});
