import { type IDataObject, type INode, NodeOperationError } from 'n8n-workflow';

import { EltError, type ErrorCode, type Problem } from '../../../src/errors';

/** The code of an item that something other than an `EltError` stopped: the message says what. */
const UNEXPECTED: ErrorCode = 'UNEXPECTED';

/** A problem as an item carries it. */
function problemJson(problem: Problem): IDataObject {
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
 *
 * @param more lines that are told below, one each
 */
export function nodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	more: readonly string[] = [],
): NodeOperationError {
	if (error instanceof NodeOperationError) return error;
	if (!(error instanceof EltError)) return new NodeOperationError(node, messageOf(error), { itemIndex });
	const lines = [error.description, ...error.problems.map(problemLine), ...more];
	const shown = new NodeOperationError(node, error.message, { itemIndex, description: asHtml(lines) });
	shown.context['code'] = error.code;
	shown.context['problems'] = error.problems.map(problemJson);
	return shown;
}

/** The panel reads a description as HTML: without this, lines run together and a value could be markup. */
function asHtml(lines: readonly string[]): string {
	const escape = (line: string) =>
		line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	return lines.map(escape).join('<br>');
}

/** Where, unless the sentence says so itself; what; the code. */
function problemLine({ path, message, code }: Problem): string {
	const told = path === '' || message.toLowerCase().startsWith(path.toLowerCase());
	return `${told ? '' : `${path}: `}${message} (${code})`;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
