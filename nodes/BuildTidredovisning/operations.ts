import type { OperationTable } from '../shared/n8n/operations';
import { build } from './build.operation';
import { createExample } from './createExample.operation';
import { summarize } from './summarize.operation';
import { validate } from './validate.operation';

/** What Build Tidredovisning can do. */
export const OPERATIONS: OperationTable = { build, createExample, summarize, validate };
