import type { Command } from './command';
import { readBytes } from './files';
import { problemText } from './output';
import { TODAY_OPTION, todayFrom } from './today';
import { hasErrors, validateDocument } from '../report/validate';

/** `elt validate FILE.xml…` */
export const validate: Command = {
	name: 'validate',
	summary: 'check files against the schema and the rules',
	operands: 'FILE.xml…',
	minOperands: 1,
	maxOperands: Infinity,
	options: {
		'allow-empty': { help: 'take a report without rows as right' },
		today: TODAY_OPTION,
	},
	notes: 'Prints { file, valid, problems } of each. A file is valid when no problem is an error.',
	async run(args, output) {
		const today = todayFrom(args);
		let allValid = true;
		for (const file of args.operands) {
			const problems = await validateDocument(await readBytes(file), {
				today,
				allowEmpty: args.flag('allow-empty'),
			});
			const valid = !hasErrors(problems);
			allValid &&= valid;
			output.result({ file, valid, problems }, () =>
				[`${file}: ${valid ? 'valid' : 'not valid'}`, ...problems.map(problemText)].join('\n'),
			);
		}
		return allValid ? 0 : 1;
	},
};
