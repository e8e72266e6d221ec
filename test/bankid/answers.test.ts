import { readCollect } from '../../src/bankid/answers';

const EVIDENCE = { signature: 'c2lnbmF0dXJl', ocspResponse: 'b2NzcA==' };

function collected(completionData: object) {
	return () =>
		readCollect(Buffer.from(JSON.stringify({ orderRef: 'order-1', status: 'complete', completionData })));
}

describe('a finished order', () => {
	it('is taken without a word on who signed: the signature itself says so', () => {
		expect(collected(EVIDENCE)()).toMatchObject({
			status: 'complete',
			completionData: { ...EVIDENCE, user: { personalNumber: '', name: '' }, bankIdIssueDate: '' },
		});
	});

	it.each(['signature', 'ocspResponse'] as const)('is no answer without its %s', (name) => {
		expect(collected({ ...EVIDENCE, [name]: '' })).toThrow(
			expect.objectContaining({
				code: 'BANKID_ANSWER',
				message: `BankID's answer can't be read: "${name}" is missing.`,
			}),
		);
	});

	it('carries the risk that BankID gives the order, and none where BankID says nothing', () => {
		expect(collected({ ...EVIDENCE, risk: 'high' })()).toMatchObject({ completionData: { risk: 'high' } });
		expect(collected(EVIDENCE)()).toMatchObject({ completionData: { risk: undefined } });
	});
});
