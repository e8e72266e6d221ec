import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** The parameters of the operation that each node execution is at. */
const shown = new WeakMap<IExecuteFunctions, readonly INodeProperties[]>();

/** Remembers which parameters an execution shows, so that messages can call them as the panel does. */
export function rememberParameters(context: IExecuteFunctions, properties: readonly INodeProperties[]): void {
	shown.set(context, properties);
}

/** What the panel calls a parameter: `options.limitSeconds` → `Wait At Most (Seconds)`; its own name where it has none. */
export function displayNameOf(context: IExecuteFunctions, name: string): string {
	let found: string | undefined;
	let level: readonly object[] = shown.get(context) ?? [];
	for (const step of name.split('.')) {
		const property = level.find((each) => 'name' in each && each.name === step);
		if (property === undefined) break;
		if ('displayName' in property && typeof property.displayName === 'string') found = property.displayName;
		level = within(property);
	}
	return found ?? name;
}

/** What a collection or a group of a fixed collection holds. */
function within(property: object): readonly object[] {
	if ('values' in property && Array.isArray(property.values)) return property.values;
	return 'options' in property && Array.isArray(property.options) ? property.options : [];
}
