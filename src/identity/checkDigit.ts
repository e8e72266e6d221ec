/**
 * Whether the last of ten digits is the check digit of the nine before it: every other one doubled, the
 * digits of all products added, the sum a multiple of ten.
 * @param tenDigits exactly ten ASCII digits
 * @see {@link https://www.skatteverket.se SKV 704, Personnummer; SKV 709, Organisationsnummer}
 */
export function hasRightCheckDigit(tenDigits: string): boolean {
	let sum = 0;
	for (let index = 0; index < 10; index += 1) {
		const product = (tenDigits.charCodeAt(index) - 48) * (index % 2 === 0 ? 2 : 1);
		sum += product > 9 ? product - 9 : product;
	}
	return sum % 10 === 0;
}
