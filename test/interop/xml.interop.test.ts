import { sealTrust } from '../../src/signature/sealTrust';
import { verifySeal } from '../../src/signature/verifySeal';
import { canonicalXml, readXml, XmlRefusal } from '../../src/signature/xml';
import { canonicalize } from '../../src/xml/canonicalize';
import { createWorld, refusalOf, type World } from '../signature/world';
import { overVectors, raise } from './vectors';

/** The canonical form by the strict reader of signatures; `null` for a document that it refuses. */
function strictly(text: string): string | null {
	try {
		return canonicalXml(readXml(text));
	} catch (error) {
		return error instanceof XmlRefusal ? null : raise(error);
	}
}

overVectors('xml', (vectors) => {
	const files = vectors.files('.xml');
	let world: World;
	let ocspResponse: string;

	beforeAll(async () => {
		world = await createWorld();
		({ ocspResponse } = await world.sign());
	});

	test.each(files)('refuses %s, or canonicalises it as libxml2 does', async (name) => {
		const bytes = vectors.bytes(name);
		const canonical = strictly(bytes.toString('utf8'));
		if (canonical !== null) expect(canonical).toBe(Buffer.from(await canonicalize(bytes)).toString('utf8'));
	});

	test.each(files)('accepts %s neither as a seal nor as a BankID signature', async (name) => {
		const bytes = vectors.bytes(name);
		const trust = sealTrust([world.pki.eltClient.root.certificatePem]);
		for (const offered of [bytes.toString('utf8'), bytes.toString('base64')]) {
			const asSeal = await refusalOf(verifySeal(offered, bytes, { trust, now: new Date() }));
			expect(asSeal.code).toMatch(/^SEAL_/);
			const asSignature = await refusalOf(world.verify({ signature: offered, ocspResponse }));
			expect(asSignature.code).toMatch(/^SIGNATURE_/);
		}
	});

	test('has 555 documents, of which the strict reader reads 378', () => {
		const read = files.filter((name) => strictly(vectors.text(name)) !== null);
		expect([files.length, read.length]).toEqual([555, 378]);
	});
});
