import { createHash } from 'node:crypto';

import type { SignRequest, WebDevice } from '../bankid/client';
import type { Situation } from '../bankid/messages';
import type { OrderPlan } from '../report/sign/plan';
import { signRequestOf } from '../report/sign/sign';
import { RETURN_PARAMETER } from './ownership';
import type { SigningSession } from './session';
import { addressOf, headerOf, type PageRequest, type Visit } from './visit';

/** The longest that BankID takes, characters. */
const MAX_USER_AGENT = 256;

/** The longest address to return to that BankID takes, characters. */
const MAX_RETURN_URL = 512;

/** A phone or tablet; what cannot be told is a computer, where the QR code fits every phone. */
export function deviceOf(request: PageRequest): Situation['device'] {
	if (headerOf(request, 'sec-ch-ua-mobile') === '?1') return 'phone';
	return /Android|iPhone|iPad|iPod|Mobile/i.test(headerOf(request, 'user-agent') ?? '')
		? 'phone'
		: 'computer';
}

/** The request that starts the order of a link for this visitor. */
export function orderRequestOf(
	{ request, session, language }: Pick<Visit, 'request' | 'session' | 'language'>,
	plan: OrderPlan,
	start: Situation['start'],
	returnNonce: string,
): SignRequest {
	const returnUrl = addressOf(session, 'page', { lang: language, [RETURN_PARAMETER]: returnNonce });
	const leadsBack = start === 'link' && deviceOf(request) === 'phone' && returnUrl.length <= MAX_RETURN_URL;
	return {
		...signRequestOf(plan, { endUserIp: plainIp(request.ip) }),
		returnUrl: leadsBack ? returnUrl : undefined,
		returnRisk: true,
		web: webDevice(request, session),
	};
}

/** `::ffff:192.0.2.1` → `192.0.2.1`: how Node names an IPv4 visitor on an IPv6 socket. */
function plainIp(ip: string): string {
	return ip.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** The device is the same for each order of a browser on this link, and says nothing about the person. */
function webDevice(request: PageRequest, { url, nonce }: SigningSession): WebDevice {
	const agent = headerOf(request, 'user-agent') ?? '';
	const userAgent = agent.replace(/[^\x20-\x7e]/g, '').slice(0, MAX_USER_AGENT);
	return {
		referringDomain: new URL(url).hostname,
		userAgent: userAgent === '' ? undefined : userAgent,
		deviceIdentifier: createHash('sha256').update(`${nonce} ${agent}`).digest('hex'),
	};
}
