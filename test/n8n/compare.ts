import type { EngineRun } from '../engine/engine';
import { OpenReport } from '../../src/report/item/openReport';

/** What must be the same of a report wherever the workflow ran. Signatures, times and tx-ids differ by nature. */
export interface ReportOutcome {
	readonly id: string;
	readonly sha256: string;
	readonly rows: string;
	readonly hours: string;
	readonly signers: string;
	readonly outcome: string;
	readonly hasTxId: boolean;
}

const LAST_NODE = 'Submit to ELT';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function outcomeOf(json: unknown): Promise<ReportOutcome> {
	const { id, sha256, rows, hours, signatures, receipt } = (await OpenReport.read(json)).item;
	return {
		id,
		sha256,
		rows: JSON.stringify(rows),
		hours: JSON.stringify(hours),
		signers: `${signatures.assistent?.signer.personnummer} ${signatures.anordnare?.signer.personnummer}`,
		outcome: receipt?.outcome ?? 'not sent',
		hasTxId: UUID.test(receipt?.txId ?? ''),
	};
}

/** What came out of a run in process. */
export async function outcomesOfRun(run: EngineRun): Promise<ReportOutcome[]> {
	return await Promise.all(run.output(LAST_NODE).map(({ json }) => outcomeOf(json)));
}

/** A value inside JSON that nobody has typed, by its path; undefined where the path leads nowhere. */
function at(value: unknown, ...path: readonly (string | number)[]): unknown {
	let found = value;
	for (const key of path) {
		if (typeof found !== 'object' || found === null) return undefined;
		found = Object.entries(found).find(([name]) => name === String(key))?.[1];
	}
	return found;
}

/** What came out of a run in a real n8n, from what `n8n execute --rawOutput` printed. */
export async function outcomesOf(printed: unknown): Promise<ReportOutcome[]> {
	const items = at(printed, 'data', 'resultData', 'runData', LAST_NODE, 0, 'data', 'main', 0);
	if (!Array.isArray(items)) throw new Error(`'${LAST_NODE}' put nothing out in n8n.`);
	return await Promise.all(items.map((item) => outcomeOf(at(item, 'json'))));
}

/** Where two runs differ, one line each; nothing when every report came out the same and was accepted. */
export function compareRuns(expected: readonly ReportOutcome[], found: readonly ReportOutcome[]): string[] {
	const byId = new Map(found.map((outcome) => [outcome.id, outcome]));
	const differences = expected.flatMap((outcome) => {
		const other = byId.get(outcome.id);
		if (other === undefined) return [`${outcome.id}: missing`];
		return JSON.stringify(other) === JSON.stringify(outcome)
			? []
			: [`${outcome.id}: ${JSON.stringify(other)}`];
	});
	const refused = found.filter(({ outcome, hasTxId }) => outcome !== 'accepted' || !hasTxId);
	return [
		...(expected.length === 0 ? ['no report came out in process'] : []),
		...(found.length === expected.length ? [] : [`${found.length} reports instead of ${expected.length}`]),
		...refused.map(({ id, outcome }) => `${id}: ${outcome}`),
		...differences,
	];
}
