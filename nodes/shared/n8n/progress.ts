import type { IExecuteFunctions } from 'n8n-workflow';

import { maskPersonnummerIn } from '../../../src/identity/masking';

/**
 * Tells how the work is getting on while the node runs: in the browser's console when a person has started the
 * workflow, nowhere else. Personal numbers are masked.
 */
export function progress(context: IExecuteFunctions, message: string): void {
	if (context.getMode() === 'manual') context.sendMessageToUI(maskPersonnummerIn(message));
}
