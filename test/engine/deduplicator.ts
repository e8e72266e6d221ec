import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

import type {
	DeduplicationItemTypes,
	DeduplicationScope,
	ICheckProcessedContextData,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';

/** What is kept: per workflow and scope, the values seen, oldest first. */
type Seen = Record<string, string[]>;

/**
 * n8n's store of processed values (`checkProcessedAndRecord`, mode *entries*), kept in memory and, when a file
 * is named, in that file too, so that it outlives the process as n8n's database does.
 */
export class Deduplicator implements IDataDeduplicator {
	private seen: Seen = {};

	constructor(private readonly file?: string) {
		if (file !== undefined && existsSync(file)) this.seen = JSON.parse(readFileSync(file, 'utf8'));
	}

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<IDeduplicationOutput> {
		const known = await this.read(scope, contextData);
		const output: IDeduplicationOutput = { new: [], processed: [] };
		for (const item of items) (known.includes(String(item)) ? output.processed : output.new).push(item);
		this.write(scope, contextData, [...known, ...output.new.map(String)]);
		return output;
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<void> {
		const gone = items.map(String);
		const known = await this.read(scope, contextData);
		this.write(
			scope,
			contextData,
			known.filter((value) => !gone.includes(value)),
		);
	}

	async clearAllProcessedItems(
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<void> {
		this.write(scope, contextData, []);
	}

	async getProcessedDataCount(
		scope: DeduplicationScope,
		contextData: ICheckProcessedContextData,
	): Promise<number> {
		return (await this.read(scope, contextData)).length;
	}

	/** As from a database: others get their turn between what is read and what is written on the strength of it. */
	private async read(scope: DeduplicationScope, contextData: ICheckProcessedContextData): Promise<string[]> {
		const values = [...(this.seen[keyOf(scope, contextData)] ?? [])];
		await new Promise((resolve) => setImmediate(resolve));
		return values;
	}

	private write(scope: DeduplicationScope, contextData: ICheckProcessedContextData, values: string[]): void {
		this.seen[keyOf(scope, contextData)] = values;
		this.save();
	}

	private save(): void {
		if (this.file === undefined) return;
		writeFileSync(`${this.file}.new`, JSON.stringify(this.seen));
		renameSync(`${this.file}.new`, this.file);
	}
}

function keyOf(scope: DeduplicationScope, { workflow, node }: ICheckProcessedContextData): string {
	return scope === 'node' ? `${workflow.id} ${node?.name ?? ''}` : workflow.id;
}
