import type { INode } from 'n8n-workflow';

import { EltError, type Problem } from '../../src/errors';
import { nodeError } from '../../nodes/shared/n8n/errors';

const NODE: INode = { id: '1', name: 'Node', type: 'x', typeVersion: 1, position: [0, 0], parameters: {} };

function problem(path: string, message: string): Problem {
	return { code: 'NAME', level: 'error', path, message, description: '', found: '' };
}

test('every problem stands on a line of its own in the panel, and no value is markup there', () => {
	const error = new EltError('REPORT_INVALID', 'The report is not right', 'Mend the names.', {
		problems: [
			problem('row 1, column "Start"', 'Row 1, column "Start": "igår" is no clock time.'),
			problem('assistent.fornamn', 'The name "<b>Åsa</b> & Co" is none.'),
		],
	});
	const shown = nodeError(NODE, error, 3, ['What became of each: nothing']);
	expect(shown.message).toBe('The report is not right');
	expect(shown.description?.split('<br>')).toEqual([
		'Mend the names.',
		'Row 1, column "Start": "igår" is no clock time. (NAME)',
		'assistent.fornamn: The name "&lt;b&gt;Åsa&lt;/b&gt; &amp; Co" is none. (NAME)',
		'What became of each: nothing',
	]);
	expect(shown.context).toMatchObject({ itemIndex: 3, code: 'REPORT_INVALID' });
});
