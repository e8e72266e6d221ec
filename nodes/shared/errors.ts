import { type IDataObject, type INode, NodeOperationError } from 'n8n-workflow';

import { EltError, type Problem } from '../../src/errors';

/** The code of an item that something other than an `EltError` stopped: the message says what. */
const UNEXPECTED = 'UNEXPECTED';

/** A problem as an item carries it. */
export function problemJson(problem: Problem): IDataObject {
	return { ...problem };
}

/** What went wrong, as plain JSON for an item: code, the two sentences and every problem. */
export function errorJson(error: unknown): IDataObject {
	if (error instanceof EltError) {
		const { code, message, description } = error;
		return { code, message, description, problems: error.problems.map(problemJson) };
	}
	const description = error instanceof NodeOperationError ? (error.description ?? '') : '';
	return { code: UNEXPECTED, message: messageOf(error), description, problems: [] };
}

/**
 * An error as n8n shows it: the sentence, what to do about it with every problem below, and the item it belongs
 * to. The code stands in the error's context, for whoever reads the execution.
 */
export function nodeError(node: INode, error: unknown, itemIndex: number): NodeOperationError {
	if (error instanceof NodeOperationError) return error;
	if (!(error instanceof EltError)) return new NodeOperationError(node, messageOf(error), { itemIndex });
	const description = [error.description, ...error.problems.map(problemLine)].join('\n');
	const shown = new NodeOperationError(node, error.message, { itemIndex, description });
	shown.context['code'] = error.code;
	shown.context['problems'] = error.problems.map(problemJson);
	return shown;
}

function problemLine(problem: Problem): string {
	return `${problem.path}: ${problem.message} (${problem.code})`;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
