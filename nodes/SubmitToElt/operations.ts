import type { OperationTable } from '../shared/n8n/operations';
import { checkConnection } from './checkConnection.operation';
import { preview } from './preview.operation';
import { receiptFile } from './receiptFile.operation';
import { submit } from './submit.operation';

/** What Submit to ELT can do. */
export const OPERATIONS: OperationTable = { checkConnection, preview, receiptFile, submit };
