import { readBytes } from './files';
import { EltError } from '../errors';
import { asEltError } from '../report/item/asEltError';
import { isZip, readEvidence } from '../report/evidence/evidence';
import { OpenReport } from '../report/item/openReport';

/** A report from a file, or why it can't be used. */
export type LoadedItem =
	| { readonly name: string; readonly ok: true; readonly report: OpenReport; readonly seal: string | null }
	| { readonly name: string; readonly ok: false; readonly id: string | null; readonly error: EltError };

/**
 * Reads the items of files: one JSON item, a JSON array of items, JSON lines, or an evidence ZIP. A bad item
 * has its own error and never takes the others down. Each report's `from` is its position in the result.
 *
 * @throws UsageError when a file can't be opened
 */
export async function loadItems(paths: readonly string[]): Promise<LoadedItem[]> {
	const loaded: LoadedItem[] = [];
	for (const path of paths) {
		const bytes = await readBytes(path);
		const from = loaded.length;
		if (isZip(bytes)) loaded.push(await settle(path, null, () => readEvidence(bytes, from)));
		else loaded.push(...(await loadJson(path, Buffer.from(bytes).toString('utf8'), from)));
	}
	return loaded;
}

async function loadJson(path: string, text: string, from: number): Promise<LoadedItem[]> {
	const values = parseItems(text.replace(/^\uFEFF/, ''));
	if (!values) return [{ name: path, ok: false, id: null, error: noJson(path) }];
	if (values.length === 0) return [{ name: path, ok: false, id: null, error: noItems(path) }];
	const several = values.length > 1;
	return await Promise.all(
		values.map((value, index) =>
			settle(several ? `${path} [${index}]` : path, value, async () => ({
				report: await OpenReport.read(value, from + index),
				seal: sealIn(value),
			})),
		),
	);
}

/** The values of a JSON document or of JSON lines; null when it is neither, or empty. */
function parseItems(text: string): unknown[] | null {
	const whole = parse(text);
	if (whole) return Array.isArray(whole.value) ? whole.value : [whole.value];
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	const values = lines.map(parse);
	if (values.length === 0 || values.includes(null)) return null;
	return values.flatMap((parsed) => (parsed ? [parsed.value] : []));
}

function parse(text: string): { value: unknown } | null {
	try {
		return { value: JSON.parse(text) };
	} catch {
		return null;
	}
}

async function settle(
	name: string,
	value: unknown,
	read: () => Promise<{ report: OpenReport; seal: string | null }>,
): Promise<LoadedItem> {
	try {
		return { name, ok: true, ...(await read()) };
	} catch (error) {
		return { name, ok: false, id: idOf(value), error: asEltError(error) };
	}
}

/** The vendor's seal that stands beside the report, as Sign With Certificate puts it there. */
function sealIn(value: unknown): string | null {
	if (typeof value !== 'object' || value === null || !('seal' in value)) return null;
	return typeof value.seal === 'string' && value.seal !== '' ? value.seal : null;
}

/** The id that an unreadable item claims, for messages. */
function idOf(value: unknown): string | null {
	if (typeof value !== 'object' || value === null || !('id' in value)) return null;
	return typeof value.id === 'string' ? value.id.slice(0, 60) : null;
}

function noItems(path: string): EltError {
	return new EltError(
		'ITEM_INVALID',
		`'${path}' is an empty list: it holds no item`,
		'Look at what wrote the file: was there no report to build?',
	);
}

function noJson(path: string): EltError {
	return new EltError(
		'ITEM_INVALID',
		`'${path}' is neither JSON nor JSON lines`,
		'Give the items as the nodes or elt build --json wrote them: one object, an array, or one object per line.',
	);
}
