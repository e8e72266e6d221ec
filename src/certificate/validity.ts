/** What is said and done about a certificate that is used outside its time. */
export interface ValidityFault {
	readonly code: 'CERTIFICATE_EXPIRED' | 'CERTIFICATE_NOT_YET_VALID';
	readonly message: string;
	readonly description: string;
	/** The day in question, `YYYY-MM-DD`. */
	readonly found: string;
}

/** What to do about a certificate that runs out, or has run out. */
export const RENEW =
	'Order a new one now: issuing takes days, and the two-year term is not prolonged by itself.';

/**
 * Whether a certificate is used outside its time of validity, to which both bounds belong; `null` when it isn't.
 *
 * @param what what the message calls it, such as `The certificate`
 */
export function validityFault(
	what: string,
	validity: { readonly validFrom: Date; readonly validTo: Date },
	now: Date,
): ValidityFault | null {
	if (now > validity.validTo) {
		const found = validity.validTo.toISOString().slice(0, 10);
		return { code: 'CERTIFICATE_EXPIRED', message: `${what} ran out on ${found}`, description: RENEW, found };
	}
	if (now < validity.validFrom) {
		const found = validity.validFrom.toISOString().slice(0, 10);
		return {
			code: 'CERTIFICATE_NOT_YET_VALID',
			message: `${what} is valid from ${found}`,
			description: "Use the one that is valid today, or check this machine's clock.",
			found,
		};
	}
	return null;
}
