import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

import type { WorkflowFile } from './engine';
import type { SimulatedPerson } from '../../src/simulator';

/** The package's own folder, from the sources as from `dist`. */
export function packageFolder(): string {
	let folder = __dirname;
	while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
	return folder;
}

/** The text of an example. */
export function readExample(name: string): string {
	return readFileSync(join(packageFolder(), 'examples', name), 'utf8');
}

/** The example workflow as n8n imports it. */
export function exampleWorkflow(): WorkflowFile {
	return JSON.parse(readExample('hr-export-to-receipts.workflow.json'));
}

/** The example export's rows as n8n's *Extract from File* gives them: one item a row, every value a text. */
export async function exampleShifts(): Promise<INodeExecutionData[]> {
	const { parse } = await import('csv-parse/sync');
	const rows: Record<string, string>[] = parse(readExample('hr-export.csv'), {
		bom: true,
		columns: true,
		delimiter: ';',
	});
	return rows.map((json, item) => ({ json, pairedItem: { item } }));
}

/** Who signs for the provider in the example workflow. */
export const EXAMPLE_ANORDNARE: SimulatedPerson = {
	personnummer: '197011059859',
	givenName: 'Eva',
	surname: 'Exempelsson',
};

/** Everybody who signs in the example: its assistenter, and one person for the provider. */
export async function examplePersons(): Promise<SimulatedPerson[]> {
	const persons = new Map<string, SimulatedPerson>();
	for (const { json } of await exampleShifts()) {
		const personnummer = String(json['Assistent personnummer']).replace('-', '');
		const givenName = String(json['Assistent förnamn']);
		persons.set(personnummer, { personnummer, givenName, surname: String(json['Assistent efternamn']) });
	}
	return [...persons.values(), EXAMPLE_ANORDNARE];
}
