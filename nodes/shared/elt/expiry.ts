import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { EXPIRY_WARNING_DAYS, inspectCertificate } from '../../../src/certificate/inspect';
import type { Certificate } from '../../../src/certificate/load';
import { hint } from '../n8n/hints';

const [FIRST, SECOND, LAST] = EXPIRY_WARNING_DAYS;

/** How loudly is warned, by the days that are left: the fewest first. */
const LOUDNESS: readonly (readonly [days: number, type: NonNullable<NodeExecutionHint['type']>])[] = [
	[LAST, 'danger'],
	[SECOND, 'warning'],
	[FIRST, 'info'],
];

/** Warns in the panel of a certificate that runs out within 60, 30 and 7 days, or has run out. */
export function warnOfExpiry(context: IExecuteFunctions, certificate: Certificate, purpose: string): void {
	const { daysLeft, validTo, commonName } = inspectCertificate(certificate, { now: new Date() });
	const loudness = LOUDNESS.find(([days]) => daysLeft <= days);
	if (!loudness) return;
	const left = daysLeft === 1 ? '1 day' : `${daysLeft} days`;
	const when = daysLeft < 0 ? 'ran out' : `runs out in ${left},`;
	hint(
		context,
		`The certificate for ${purpose} (${commonName ?? 'without a name'}) ${when} on ${validTo.slice(0, 10)}. Order a new one.`,
		loudness[1],
	);
}
