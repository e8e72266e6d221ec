/** A column of a table: its heading and whether it is lined up to the right. */
export interface Column {
	readonly heading: string;
	readonly right?: boolean;
}

/** A table as text, its columns as wide as their widest cell. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
	const widths = columns.map(({ heading }, index) =>
		Math.max(heading.length, ...rows.map((row) => (row[index] ?? '').length)),
	);
	const line = (cells: readonly string[]): string =>
		columns
			.map(({ right }, index) => {
				const cell = cells[index] ?? '';
				return right ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
			})
			.join('  ')
			.trimEnd();
	const rule = widths.map((width) => '─'.repeat(width));
	return [line(columns.map(({ heading }) => heading)), line(rule), ...rows.map(line)].join('\n');
}
