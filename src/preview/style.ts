/**
 * How a preview looks: a sheet of paper on a screen, light or dark, and on A4. The page allows this sheet by its
 * digest and no other; nothing in it is fetched.
 */
export const PREVIEW_STYLE = `
:root {
	color-scheme: light dark;
	--ground: #e9edf0; --paper: #ffffff; --ink: #16202a; --muted: #53606c; --line: #d3dae0; --soft: #f4f6f8;
	--accent: #10604f; --error: #a3141c; --error-soft: #fdeeee; --warning: #7a4a00; --warning-soft: #fff5e0;
	--info: #0d4f80; --info-soft: #eaf3fb;
}
@media screen and (prefers-color-scheme: dark) {
	:root {
		--ground: #0f1418; --paper: #182027; --ink: #e8edf1; --muted: #9fadb9; --line: #34404a; --soft: #1f2931;
		--accent: #6fd0b6; --error: #ff9a9a; --error-soft: #3b1f22; --warning: #f2c46d; --warning-soft: #372b14;
		--info: #8cc6f5; --info-soft: #172d40;
	}
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
	margin: 0; background: var(--ground); color: var(--ink);
	font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
	overflow-wrap: anywhere;
}
.sheet {
	max-width: 210mm; margin: 24px auto; padding: 14mm 15mm; background: var(--paper);
	border: 1px solid var(--line); border-radius: 6px;
}
header { border-bottom: 2px solid var(--accent); padding-bottom: 12px; margin-bottom: 20px; }
.kicker { margin: 0; color: var(--muted); font-size: 13px; }
h1 { margin: 2px 0 0; font-size: 26px; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; }
.month { display: inline-block; }
.month::first-letter { text-transform: uppercase; }
.facts { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 10px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--muted); }
section { margin: 0 0 20px; }
h2 { margin: 0 0 8px; font-size: 15px; font-weight: 650; color: var(--accent); }
h2 .number { display: inline-block; min-width: 1.5em; }
.fields { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 1px; margin: 0; background: var(--line); border: 1px solid var(--line); border-radius: 4px; overflow: hidden; }
.field { grid-column: span 3; background: var(--paper); padding: 5px 10px 7px; }
.field.third { grid-column: span 2; }
.field.whole { grid-column: 1 / -1; }
dt { font-size: 12px; color: var(--muted); }
dd { margin: 0; min-height: 1.5em; }
.digits, td.digits, th.digits { font-variant-numeric: tabular-nums lining-nums; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
caption { text-align: left; color: var(--muted); font-size: 12px; padding-bottom: 4px; }
th, td { padding: 4px 8px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { font-size: 12px; font-weight: 600; color: var(--muted); border-bottom: 1px solid var(--muted); vertical-align: bottom; }
tbody th { font-weight: 500; }
th.digits, td.digits { text-align: right; white-space: nowrap; }
tfoot th, tfoot td { font-weight: 650; border-bottom: 0; border-top: 1px solid var(--muted); }
tr.marked > * { background: var(--error-soft); }
tr.marked.warning > * { background: var(--warning-soft); }
tr.marked.info > * { background: var(--info-soft); }
.mark { margin-left: 4px; font-size: 11px; font-weight: 600; }
td.digits .mark { position: absolute; }
table.overview { font-size: 13px; }
table.overview, table.totals, table.rows { overflow-wrap: break-word; }
table.overview th, table.overview td { padding: 4px 6px; }
table.rows { table-layout: fixed; }
table.rows th:nth-child(1) { width: 15%; }
table.rows th:nth-child(2), table.rows th:nth-child(3) { width: 15%; }
.weekday { color: var(--muted); display: inline-block; min-width: 2.4em; padding-left: 0.5em; text-align: left; font-weight: 400; }
.problems { margin: 0; padding: 0; list-style: none; }
.problems li { border-left: 3px solid var(--info); background: var(--info-soft); padding: 7px 12px; margin: 0 0 6px; border-radius: 0 4px 4px 0; }
.problems li.warning { border-color: var(--warning); background: var(--warning-soft); }
.problems li.error { border-color: var(--error); background: var(--error-soft); }
.level { font-weight: 650; color: var(--info); }
.warning > p > .level { color: var(--warning); }
.error > p > .level { color: var(--error); }
.problems p { margin: 0; }
.problems .advice { color: var(--muted); font-size: 13.5px; }
code { font: 12px/1.4 ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; }
.figures { font-variant-numeric: tabular-nums lining-nums; }
.together { white-space: nowrap; }
.what { white-space: nowrap; width: 1%; }
.note { margin: 8px 0 0; font-size: 13px; color: var(--muted); }
del { color: var(--error); } ins { color: var(--accent); text-decoration: none; font-weight: 600; }
.signatures { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; }
.signature { border-top: 1px solid var(--ink); padding-top: 6px; margin-top: 26px; font-size: 13px; color: var(--muted); }
.signature p { margin: 0; }
.signature strong { color: var(--ink); font-size: 15px; font-weight: 500; }
footer { margin-top: 14px; border-top: 1px solid var(--line); padding-top: 8px; font-size: 12px; color: var(--muted); }
footer p { margin: 0; }
a { color: var(--accent); }
.wide { overflow-x: auto; }
@media screen and (max-width: 640px) {
	.sheet { margin: 0; border: 0; border-radius: 0; padding: 18px 14px; }
	.field, .field.third { grid-column: 1 / -1; }
	th, td { padding: 4px 5px; }
	table { font-size: 13px; }
	table.rows th, table.rows td { padding: 4px 2px; }
	table.rows thead th { font-size: 10.5px; }
	.signatures { grid-template-columns: 1fr; gap: 0; }
}
@page {
	size: A4; margin: 13mm 15mm 15mm;
	@bottom-right { content: "Sida " counter(page) " av " counter(pages); font: 8pt sans-serif; color: #53606c; }
}
@media print {
	:root { color-scheme: light; }
	body { background: #ffffff; font-size: 9.5pt; line-height: 1.35; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
	.sheet { max-width: none; margin: 0; padding: 0; border: 0; border-radius: 0; }
	.sheet + .sheet { break-before: page; }
	header { padding-bottom: 6pt; margin-bottom: 9pt; }
	h1 { font-size: 17pt; }
	h2 { font-size: 10.5pt; margin-bottom: 4pt; break-after: avoid; }
	.kicker, .facts, .note { font-size: 8.5pt; }
	.facts { margin-top: 4pt; }
	section { margin-bottom: 9pt; }
	.field { padding: 2pt 6pt 3pt; }
	dt, caption, thead th { font-size: 7.5pt; }
	caption { padding-bottom: 2pt; }
	table { font-size: 8.5pt; }
	th, td { padding: 1.2pt 6pt; }
	.problems li { padding: 3pt 8pt; margin-bottom: 3pt; }
	.problems .advice { font-size: 8.5pt; }
	code { font-size: 7.5pt; }
	.signature { margin-top: 14pt; padding-top: 3pt; font-size: 8.5pt; }
	.signature strong { font-size: 9.5pt; }
	tr, tbody.day, .problems li, .fields, .signatures, .totals { break-inside: avoid; }
	.note { break-before: avoid; }
	thead { display: table-header-group; }
	tfoot { display: table-row-group; break-before: avoid; }
	a { color: inherit; text-decoration: none; }
}
`;
