import type { INodeExecutionData } from 'n8n-workflow';

import { runExample } from './run';
import { summary } from './summary';
import { examplePersons, exampleShifts, readExample } from './examples';
import { startSimulator } from '../../src/simulator';

/** How many assistenter there are where every signature is given by hand. */
const BY_HAND = 2;

/** The shifts of the first assistenter of the example, and what must come of them. */
async function firstAssistenter(count: number): Promise<{ shifts: INodeExecutionData[]; expected: string }> {
	const all = await exampleShifts();
	const personnummerOf = ({ json }: INodeExecutionData) =>
		String(json['Assistent personnummer']).replace('-', '');
	const first = [...new Set(all.map(personnummerOf))].slice(0, count);
	const { reports, ...rest }: { reports: Record<string, unknown> } = JSON.parse(readExample('expected.json'));
	const theirs = Object.entries(reports).filter(([key]) => first.some((each) => key.startsWith(`${each}/`)));
	return {
		shifts: all.filter((shift) => first.includes(personnummerOf(shift))),
		expected: JSON.stringify({ ...rest, reports: Object.fromEntries(theirs) }),
	};
}

/**
 * `npm start`: the main job on the built-in simulator. Runs the example workflow with the real nodes on n8n's
 * own engine, shows what happens while it works, and ends with a table of receipts. Every person opens the start
 * link that the node sends and signs; in `npm run start:signing` you sign for them on the phone page.
 */
async function main(byHand: boolean): Promise<number> {
	const say = (line: string) => process.stdout.write(`${line}\n`);
	const { shifts, expected } = byHand
		? await firstAssistenter(BY_HAND)
		: { shifts: await exampleShifts(), expected: readExample('expected.json') };
	say('Starting the simulator of BankID and Försäkringskassan …');
	const simulator = await startSimulator({
		persons: await examplePersons(),
		behaviour: byHand ? 'wait' : 'sign',
	});
	try {
		say(`  BankID ${simulator.bankIdUrl}`);
		say(`  ELT    ${simulator.eltUrl}`);
		if (byHand)
			say(`  Phones ${new URL('phone', simulator.pageUrl).href}: open this page and sign each order`);
		say("Running examples/hr-export-to-receipts.workflow.json on n8n's engine …");
		const run = await runExample(simulator, {
			shifts,
			onMessage: (node, message) => say(`  ${node}: ${message.split(';')[0]}`),
		});
		const { text, allWell } = await summary(run, expected);
		say(text);
		return allWell ? 0 : 1;
	} finally {
		await simulator.close();
	}
}

main(process.argv.includes('--by-hand')).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	},
);
