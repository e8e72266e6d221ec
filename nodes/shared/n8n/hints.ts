import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

/** Shows a line above the node's output; an empty one is not shown. */
export function hint(
	context: IExecuteFunctions,
	message: string,
	type: NonNullable<NodeExecutionHint['type']> = 'info',
): void {
	if (message !== '') context.addExecutionHints({ message, type, location: 'outputPane' });
}
