import type { OperationTable } from '../shared/operations';
import { build } from './build.operation';
import { validate } from './validate.operation';

/** What Build Tidredovisning can do. */
export const OPERATIONS: OperationTable = { build, validate };
