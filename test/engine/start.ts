import { runExample } from './run';
import { summary } from './summary';
import { examplePersons, readExample } from './examples';
import { startSimulator } from '../../src/simulator';

/**
 * `npm start`: the main job on the built-in simulator. Runs the example workflow with the real nodes on n8n's
 * own engine, shows what happens while it works, and ends with a table of receipts.
 */
async function main(): Promise<number> {
	const say = (line: string) => process.stdout.write(`${line}\n`);
	say('Starting the simulator of BankID and Försäkringskassan …');
	const simulator = await startSimulator({ persons: await examplePersons() });
	try {
		say(`  BankID ${simulator.bankIdUrl}`);
		say(`  ELT    ${simulator.eltUrl}`);
		say("Running examples/hr-export-to-receipts.workflow.json on n8n's engine …");
		const run = await runExample(simulator, (node, message) => say(`  ${node}: ${message.split(';')[0]}`));
		const { text, allWell } = await summary(run, readExample('expected.json'));
		say(text);
		return allWell ? 0 : 1;
	} finally {
		await simulator.close();
	}
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	},
);
