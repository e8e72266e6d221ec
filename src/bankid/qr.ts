import { createHmac } from 'node:crypto';

/** What a started order gives for its QR code. The secret never leaves the server. */
export interface QrStart {
	readonly qrStartToken: string;
	readonly qrStartSecret: string;
}

/**
 * The text of the animated QR code at a moment. It changes each second.
 * @param seconds whole seconds since the order was answered, by the server's clock; 0 or more
 * @throws TypeError for seconds that are no such number
 */
export function qrText({ qrStartToken, qrStartSecret }: QrStart, seconds: number): string {
	if (!Number.isSafeInteger(seconds) || seconds < 0)
		throw new TypeError('seconds must be a whole number, 0 or more');
	const code = createHmac('sha256', qrStartSecret).update(String(seconds)).digest('hex');
	return `bankid.${qrStartToken}.${seconds}.${code}`;
}

/**
 * The QR code as an SVG image, black on white, with a quiet zone: readable on a dark page too.
 * @param sizePixels 200 or more, so that a phone can read it; 240 by default
 */
export async function qrSvg(text: string, sizePixels = 240): Promise<string> {
	const { toString } = await import('qrcode');
	return await toString(text, {
		type: 'svg',
		width: Math.max(200, sizePixels),
		margin: 4,
		errorCorrectionLevel: 'L',
		color: { dark: '#000000ff', light: '#ffffffff' },
	});
}
