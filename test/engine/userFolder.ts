import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** n8n's engine writes its settings into a folder when it is loaded: a fresh one, so that no installed n8n is touched. */
process.env['N8N_USER_FOLDER'] ??= mkdtempSync(join(tmpdir(), 'n8n-engine-'));
process.env['N8N_LOG_LEVEL'] ??= 'silent';
process.env['N8N_ENCRYPTION_KEY'] ??= 'in-process';
