import type { Command } from './command';
import { writeFiles } from './files';
import { UsageError } from './usageError';
import { EltError } from '../errors';
import { type Example, exampleCsv, generateExample } from '../export/example';

const MOST_ASSISTANTS = 500;

/** `elt example --month YYYY-MM --assistants N --seed S` */
export const example: Command = {
	name: 'example',
	summary: 'make the export of a fictitious month',
	operands: '',
	minOperands: 0,
	maxOperands: 0,
	options: {
		month: { value: 'YYYY-MM', help: 'which month', required: true },
		assistants: { value: 'N', help: `how many assistenter, 1 to ${MOST_ASSISTANTS}; default 12` },
		seed: { value: 'S', help: 'the same seed makes the same month; default 1' },
		out: {
			value: 'DIR',
			help: 'folder to write export.csv and anordnare.json to; default: prints the export',
		},
	},
	notes: `Identity numbers are of the series for testing. Then, for instance:
  elt build DIR/export.csv --month YYYY-MM --anordnare DIR/anordnare.json`,
	async run(args, output) {
		const assistants = args.integer('assistants', 1, MOST_ASSISTANTS);
		const made = make({
			month: args.required('month'),
			seed: args.text('seed') ?? 1,
			...(assistants === undefined ? {} : { assistants }),
		});
		const csv = exampleCsv(made.rows);
		const out = args.text('out');
		if (out !== undefined) {
			const anordnare = `${JSON.stringify(made.anordnare, null, 2)}\n`;
			await writeFiles(
				out,
				new Map([
					['export.csv', csv],
					['anordnare.json', anordnare],
				]),
			);
			output.note(`${made.rows.length} shifts written to ${out}`);
		} else if (output.asJson) {
			for (const row of made.rows) output.result(row, () => '');
		} else {
			process.stdout.write(csv);
		}
		return 0;
	},
};

function make(options: Parameters<typeof generateExample>[0]): Example {
	try {
		return generateExample(options);
	} catch (error) {
		throw error instanceof EltError ? new UsageError(`${error.message} ${error.description}`) : error;
	}
}
