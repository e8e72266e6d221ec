import { create } from 'xmlbuilder2';

/** The namespace of SOAP 1.1's envelope. */
export const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
/** The namespace of the request, the receipt and the two faults. */
export const TID = 'urn:shs:emottagning:SkickaTidredovisning:1';

/** The faults that the authority's contract names. */
export const NAMED_FAULTS = ['XmlValidationError', 'SignatureValidationError'] as const;

/** One of the contract's two faults. */
export type NamedFault = (typeof NAMED_FAULTS)[number];

/** A SOAP fault as the simulator answers it. */
export interface Fault {
	/** `Client` when the request is to blame, `Server` else. */
	readonly faultcode: 'Client' | 'Server' | 'MustUnderstand';
	readonly faultstring: string;
	/** The element in `detail`; none for a fault of SOAP itself. */
	readonly detail?: { readonly name: string; readonly message: string };
}

/** The answer for a received report: a receipt with this `tx-id`, or without any. */
export function receipt(txId: string | undefined): string {
	const body = create({ version: '1.0', encoding: 'UTF-8' })
		.ele(SOAP, 'soap:Envelope')
		.ele(SOAP, 'soap:Body');
	const response = body.ele(TID, 'SkickaTidredovisningResponse');
	if (txId !== undefined) response.ele(TID, 'tx-id').txt(txId);
	return response.end({ headless: false });
}

/** The answer for a request that is refused. */
export function fault({ faultcode, faultstring, detail }: Fault): string {
	const element = create({ version: '1.0', encoding: 'UTF-8' })
		.ele(SOAP, 'soap:Envelope')
		.ele(SOAP, 'soap:Body')
		.ele(SOAP, 'soap:Fault');
	element.ele('', 'faultcode').txt(`soap:${faultcode}`);
	element.ele('', 'faultstring').txt(faultstring);
	if (detail !== undefined)
		element.ele('', 'detail').ele(TID, detail.name).ele(TID, 'message').txt(detail.message);
	return element.end({ headless: false });
}

/** One of the two faults of the contract. */
export const namedFault = (name: NamedFault, message: string): Fault => ({
	faultcode: 'Client',
	faultstring: name,
	detail: { name, message },
});

/** A fault of SOAP itself: the request is not one at all. */
export const clientFault = (faultstring: string): Fault => ({ faultcode: 'Client', faultstring });
