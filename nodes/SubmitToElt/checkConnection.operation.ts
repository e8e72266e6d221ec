import type { IExecuteFunctions } from 'n8n-workflow';

import { checkConnection as check } from '../../src/elt/checkConnection';
import { readEltConnection } from '../shared/elt/elt';
import { eachItem } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';

/** Goes the way to ELT step by step, each with its own verdict; nothing is sent. Asked once, for all items. */
export const checkConnection: Operation = {
	properties: [],
	async execute(context) {
		const result = await look(context);
		return await eachItem(context, async () => ({ json: result }));
	},
};

async function look(context: IExecuteFunctions): Promise<object> {
	const connection = await readEltConnection(context);
	const steps = await check({ ...connection, now: new Date() });
	const { url, environment } = connection.endpoint;
	return {
		endpoint: url,
		environment,
		ok: steps.every(({ verdict }) => verdict === 'ok' || verdict === 'warning'),
		steps,
	};
}
