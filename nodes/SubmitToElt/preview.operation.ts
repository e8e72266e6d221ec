import { createHash } from 'node:crypto';

import { checkSending, preflight } from '../../src/report/submit/preflight';
import { bankIdPolicy } from '../shared/elt/bankId';
import { readEltConnection } from '../shared/elt/elt';
import { eachItem } from '../shared/n8n/itemLoop';
import type { Operation } from '../shared/n8n/operations';
import { Parameters } from '../shared/n8n/parameters';
import { passOn, readReportAt } from '../shared/elt/reports';
import { sealOf } from '../shared/elt/seal';
import { previewProperties } from './submitParameters';

/** Everything that Submit does but the call; the envelope is put out as a file. */
export const preview: Operation = {
	properties: previewProperties,
	async execute(context) {
		const { endpoint, certificate } = await readEltConnection(context);
		const policy = await bankIdPolicy(await context.getCredentials('bankIdApi'));
		return await eachItem(context, async (from) => {
			const parameters = new Parameters(context, from);
			const allowEmpty = parameters.flag('options.allowEmpty');
			const sending = { endpoint, certificate, policy, now: new Date(), allowEmpty };
			checkSending(sending);
			const report = await readReportAt(context, from);
			const seal = parameters.flag('options.sendSeal') ? sealOf(context, from) : undefined;
			const { envelope } = await preflight(report, sending, seal);
			const field = parameters.requiredText('outputDataFieldName');
			const file = await context.helpers.prepareBinaryData(
				Buffer.from(envelope),
				`${report.item.id}.envelope.xml`,
				'text/xml',
			);
			const request = {
				endpoint: endpoint.url,
				environment: endpoint.environment,
				bytes: envelope.length,
				requestSha256: createHash('sha256').update(envelope).digest('hex'),
			};
			return passOn(context, report, { json: { request }, binary: { [field]: file } });
		});
	},
};
