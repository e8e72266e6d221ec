const PACKAGE = 'n8n-nodes-forsakringskassan-elt';

/**
 * A value that the whole process shares, also between several copies of this package: the first one to ask makes
 * it. `version` in the name changes when the shape does.
 */
export function sharedInProcess<T extends object>(
	name: string,
	isShape: (value: object) => value is T,
	make: () => T,
): T {
	const key = Symbol.for(`${PACKAGE}.${name}`);
	const there: unknown = Reflect.get(globalThis, key);
	if (typeof there === 'object' && there !== null && isShape(there)) return there;
	const made = make();
	Reflect.set(globalThis, key, made);
	return made;
}
