import type { Command } from './command';
import { isPostgresAddress, postgresLedgerAt } from './postgresLedger';
import { UsageError } from './usageError';
import type { PostgresLedger } from '../ledger/postgres/open';
import type { Output } from './output';

/** `elt ledger status --ledger postgres://…`, `elt ledger prune --ledger postgres://… --days N` */
export const ledger: Command = {
	name: 'ledger',
	summary: 'show what a PostgreSQL ledger knows of each month, or delete what is old',
	operands: 'status|prune',
	minOperands: 1,
	maxOperands: 1,
	options: {
		ledger: {
			value: 'URL',
			help: 'postgres://user:password@host/database?schema=elt_ledger',
			required: true,
		},
		month: { value: 'YYYY-MM', help: 'status: only this month' },
		days: { value: 'N', help: 'prune: delete what was last changed more than so many days ago' },
	},
	notes: `The password may be in PGPASSWORD instead of the address. prune keeps reports with an unknown outcome.
A report that was deleted is not known any more: it would be sent again.`,
	async run(args, output) {
		const address = args.required('ledger');
		if (!isPostgresAddress(address)) throw new UsageError('--ledger needs an address postgres://…');
		const [operation] = args.operands;
		const days = args.integer('days', 1, 36_500);
		if (operation !== 'status' && operation !== 'prune')
			throw new UsageError(`elt ledger knows status and prune, not '${operation ?? ''}'`);
		if (operation === 'prune' && days === undefined) throw new UsageError('elt ledger prune needs --days');
		const opened = await postgresLedgerAt(address);
		try {
			if (days !== undefined && operation === 'prune') await prune(opened, days, output);
			else await status(opened, args.text('month'), output);
			return 0;
		} finally {
			await opened.close();
		}
	},
};

async function status(opened: PostgresLedger, month: string | undefined, output: Output): Promise<void> {
	for (const row of await opened.status(month)) {
		const { address, redovisningsmanad, accepted, rejected, unknown, open } = row;
		output.result(
			row,
			() =>
				`${redovisningsmanad ?? 'no month'}  accepted ${accepted}  rejected ${rejected}  unknown ${unknown}  open ${open}  ${address}`,
		);
	}
}

async function prune(opened: PostgresLedger, days: number, output: Output): Promise<void> {
	const deleted = await opened.prune(days);
	output.result(deleted, () => `deleted ${deleted.reports} reports and ${deleted.orders} BankID orders`);
}
