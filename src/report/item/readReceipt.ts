import { Fields, isRecord, TEXT } from './fields';
import { ENVIRONMENTS } from '../../environments';
import { OUTCOMES, type Receipt } from '../../elt/receipt';

/** Reads the receipt that a submitted item carries; wrong fields go into the reader's problems. */
export function readReceipt(fields: Fields): Receipt {
	const certificate = fields.optionalObject('certificate');
	const outcome = fields.oneOf('outcome', OUTCOMES);
	const attempts = fields.integer('attempts', 0);
	const notKept = outcome === 'accepted' && attempts === 0;
	return {
		outcome,
		earlier: fields.has('earlier') ? fields.boolean('earlier') : attempts === 0 && outcome !== 'notSent',
		txId: fields.optionalText('txId', TEXT.filled) ?? (notKept ? undefined : null),
		environment: fields.oneOf('environment', ENVIRONMENTS),
		endpoint: fields.text('endpoint', TEXT.filled),
		submittedAt: fields.optionalText('submittedAt', TEXT.instant) ?? null,
		durationMs: fields.integer('durationMs', 0),
		attempts,
		certificate: certificate
			? {
					subject: certificate.text('subject'),
					sha256: certificate.text('sha256', TEXT.sha256),
					validTo: certificate.text('validTo', TEXT.instant),
				}
			: null,
		requestSha256: fields.optionalText('requestSha256', TEXT.sha256) ?? null,
		httpStatus: fields.has('httpStatus') ? fields.integer('httpStatus', 100, 999) : null,
		response: fields.optionalText('response') ?? null,
	};
}

/** Reads a receipt that was kept as JSON; null for what is not one. */
export function receiptIn(json: unknown): Receipt | null {
	if (!isRecord(json)) return null;
	const fields = new Fields(json, 'receipt');
	const receipt = readReceipt(fields);
	return fields.problems.length === 0 ? receipt : null;
}
