import { type Fields, TEXT } from './fields';
import { ENVIRONMENTS } from '../../environments';
import { OUTCOMES, type Receipt } from '../../elt/receipt';

/** Reads the receipt that a submitted item carries; wrong fields go into the reader's problems. */
export function readReceipt(fields: Fields): Receipt {
	const certificate = fields.optionalObject('certificate');
	return {
		outcome: fields.oneOf('outcome', OUTCOMES),
		txId: fields.optionalText('txId', TEXT.filled) ?? null,
		environment: fields.oneOf('environment', ENVIRONMENTS),
		endpoint: fields.text('endpoint', TEXT.filled),
		submittedAt: fields.optionalText('submittedAt', TEXT.instant) ?? null,
		durationMs: fields.integer('durationMs', 0),
		attempts: fields.integer('attempts', 0),
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
