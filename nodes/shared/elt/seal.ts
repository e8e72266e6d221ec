import type { IExecuteFunctions } from 'n8n-workflow';

/** The vendor's seal that an item carries beside its report; undefined where there is none. */
export function sealOf(context: IExecuteFunctions, itemIndex: number): string | undefined {
	const seal = context.getInputData()[itemIndex]?.json['seal'];
	return typeof seal === 'string' && seal !== '' ? seal : undefined;
}
