const DECIMAL = /^(\d{1,2})[.,](\d{1,2})$/;
const WHOLE = /^\d{1,2}$/;
/** Minutes that clock times have and hours in quarters do not. */
const MINUTES_OF_CLOCKS = new Set(['05', '10', '15', '20', '30', '35', '40', '45', '55']);

/** Whether a text can be a clock time as well as an hour with decimals: `8.25`. */
export function mayBeDecimal(text: string): boolean {
	return DECIMAL.test(text);
}

/**
 * Whether the times of an export look like hours with decimals throughout, `8.25` for 08:15: none has minutes as
 * clock times have them, and some cannot be a clock time (`8.75`, `8.5`) or none has a zero before its hour.
 */
export function lookDecimal(texts: Iterable<string>): boolean {
	let fractions = 0;
	let certain = false;
	let padded = false;
	for (const text of texts) {
		if (text === '' || WHOLE.test(text)) continue;
		const [, hour = '', part = ''] = DECIMAL.exec(text) ?? [];
		if (part === '' || MINUTES_OF_CLOCKS.has(part)) return false;
		if (Number(part) > 0) fractions += 1;
		certain ||= part.length === 1 || Number(part) > 59;
		padded ||= hour.startsWith('0');
	}
	return fractions > 0 && (certain || !padded);
}

/** The clock time of hours with decimals, for messages: `8.25` → `08:15`. */
export function clockOfDecimal(text: string): string {
	const [, hour = '', part = ''] = DECIMAL.exec(text) ?? [];
	const minutes = Math.round((Number(part.padEnd(2, '0')) * 60) / 100);
	return `${hour.padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
