import { createPublicKey } from 'node:crypto';
import { RSA_ALGORITHMS } from '../../src/certificate/x509';
import { isSignedBy } from '../../src/signature/trust';
import { overVectors, records, textOf } from './vectors';

const ALGORITHMS = new Map(Object.entries(RSA_ALGORITHMS).map(([oid, digest]) => [digest, oid]));

overVectors('wycheproof', (vectors) => {
	test.each(vectors.files('.json'))('gives the verdict of Wycheproof on each signature of %s', (file) => {
		const [content] = records([vectors.json(file)]);
		let verified = 0;
		const deviations: string[] = [];
		for (const group of records(content?.testGroups)) {
			const digest = textOf(group.sha).toLowerCase().replace('-', '');
			const algorithm = [...ALGORITHMS].find(([name]) => name === digest)?.[1] ?? '';
			const key = createPublicKey({
				key: Buffer.from(textOf(group.publicKeyDer), 'hex'),
				format: 'der',
				type: 'spki',
			});
			for (const { tcId, comment, msg, sig, result } of records(group.tests)) {
				const bytes = Buffer.from(textOf(msg), 'hex');
				const valid = isSignedBy(bytes, algorithm, Buffer.from(textOf(sig), 'hex'), key);
				// "Acceptable" leaves out the NULL of the digest's parameters: PKCS#1 lets a verifier do either.
				if (result !== 'acceptable' && valid !== (result === 'valid'))
					deviations.push(`${String(tcId)}: ${textOf(comment)}`);
				verified += 1;
			}
		}
		expect(deviations).toEqual([]);
		expect(verified).toBeGreaterThan(200);
	});

	test('has 1 294 signatures', () => {
		const count = (file: string): number => {
			const [content] = records([vectors.json(file)]);
			return records(content?.testGroups).reduce((sum, { tests }) => sum + records(tests).length, 0);
		};
		expect(vectors.files('.json').reduce((sum, file) => sum + count(file), 0)).toBe(1294);
	});
});
