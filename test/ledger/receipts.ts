import type { Receipt } from '../../src/elt/receipt';

/** The receipt of a call, of a fictitious report. */
export function aReceipt(more: Partial<Receipt> = {}): Receipt {
	return {
		outcome: 'accepted',
		earlier: false,
		txId: '0a1b2c3d-0000-4000-8000-000000000001',
		environment: 'custom',
		endpoint: 'https://localhost/elt',
		submittedAt: '2026-11-24T08:00:00.000Z',
		durationMs: 12,
		attempts: 1,
		certificate: null,
		requestSha256: 'a'.repeat(64),
		httpStatus: 200,
		response: '<receipt/>',
		...more,
	};
}
