import type { Command, ExitCode } from './command';
import { readBytes } from './files';
import { problemText } from './output';
import { RULE_OPTIONS, ruleChoicesFrom } from './ruleOptions';
import { TODAY_OPTION, todayFrom } from './today';
import { UsageError } from './usageError';
import type { Problem } from '../errors';
import { hasErrors, validateDocument } from '../report/item/validate';

/**
 * `elt validate FILE.xml…`: every file is judged and has its line, whatever the others are. Exit code 2, wrong use,
 * when a file that was named can't be opened; else 1 when one is not valid.
 */
export const validate: Command = {
	name: 'validate',
	summary: 'check files against the schema and the rules',
	operands: 'FILE.xml…',
	minOperands: 1,
	maxOperands: Infinity,
	options: {
		...RULE_OPTIONS,
		today: TODAY_OPTION,
	},
	notes: `Prints { file, valid, problems } of each. A file is valid when no problem is an error.
Exit code 2 when one of them can't be opened.`,
	async run(args, output) {
		const options = { today: todayFrom(args), ...ruleChoicesFrom(args) };
		let code: ExitCode = 0;
		for (const file of args.operands) {
			const bytes = await readBytes(file).catch(notOpened);
			const problems = 'path' in bytes ? [bytes] : await validateDocument(bytes, options);
			const valid = !hasErrors(problems);
			if ('path' in bytes) code = 2;
			else if (!valid && code === 0) code = 1;
			output.result({ file, valid, problems }, () =>
				[`${file}: ${valid ? 'valid' : 'not valid'}`, ...problems.map(problemText)].join('\n'),
			);
		}
		return code;
	},
};

/** That a file can't be opened, as a problem of its own. */
function notOpened(error: unknown): Problem {
	if (!(error instanceof UsageError)) throw error;
	return {
		code: 'FILE_UNREADABLE',
		level: 'error',
		path: '',
		message: error.message,
		description: 'Name a file that can be opened.',
		found: '',
	};
}
