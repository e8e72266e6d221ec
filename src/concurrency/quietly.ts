/** Calls what only looks on: whatever it throws must not touch the work it looks at. */
export async function quietly(look: () => unknown): Promise<void> {
	try {
		await look();
	} catch {
		// Nobody to tell it to: the work itself goes on.
	}
}
