/** How the simulator's page looks, light or dark; the page allows it by its digest and nothing else. */
export const PAGE_STYLE = `
:root {
	color-scheme: light dark;
	--ground: #e9edf0; --paper: #ffffff; --ink: #16202a; --muted: #53606c; --line: #d3dae0; --soft: #f4f6f8;
	--accent: #10604f; --good-soft: #e3f2ec; --warning: #7a4a00; --warning-soft: #fff0cf; --bad: #a3141c; --bad-soft: #fde5e5;
}
@media (prefers-color-scheme: dark) {
	:root {
		--ground: #0f1418; --paper: #182027; --ink: #e8edf1; --muted: #9fadb9; --line: #34404a; --soft: #1f2931;
		--accent: #6fd0b6; --good-soft: #173a32; --warning: #f2c46d; --warning-soft: #3d3016; --bad: #ff9a9a; --bad-soft: #431f23;
	}
}
* { box-sizing: border-box; }
body {
	margin: 0; background: var(--ground); color: var(--ink);
	font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
}
main { max-width: 1080px; margin: 24px auto; padding: 28px 32px; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
header { border-bottom: 2px solid var(--accent); padding-bottom: 14px; margin-bottom: 22px; }
header p { margin: 0; }
.kicker, .muted, .under, caption, footer { color: var(--muted); font-size: 13px; }
h1 { margin: 2px 0 14px; font-size: 28px; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; }
h2 { margin: 0 0 8px; font-size: 16px; font-weight: 650; color: var(--accent); }
section { margin: 0 0 28px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 0 0 14px; }
.figure { background: var(--soft); border-radius: 6px; padding: 10px 14px; }
.figure dt { font-size: 13px; color: var(--muted); }
.figure dd { margin: 0; font-size: 26px; line-height: 1.2; font-weight: 600; }
.figure.warning { background: var(--warning-soft); }
.figure.warning dd { color: var(--warning); }
.digits { font-variant-numeric: tabular-nums lining-nums; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
caption { text-align: left; padding-bottom: 4px; }
th, td { padding: 6px 10px 6px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { font-size: 12px; font-weight: 600; color: var(--muted); border-bottom: 1px solid var(--muted); white-space: nowrap; }
th.number, td.number { text-align: right; padding-right: 18px; white-space: nowrap; }
.under { display: block; white-space: nowrap; }
.reason { display: block; max-width: 60ch; font-size: 13px; color: var(--muted); }
.month { white-space: nowrap; }
code { font: 12.5px/1.4 ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; }
td code { white-space: nowrap; }
.tag { display: inline-block; padding: 0 8px; border-radius: 9px; font-size: 12.5px; line-height: 19px; font-weight: 600; white-space: nowrap; }
.tag.received { background: var(--good-soft); color: var(--accent); }
.tag.refused { background: var(--bad-soft); color: var(--bad); }
.tag.notReceived, .tag.warning { background: var(--warning-soft); color: var(--warning); }
.empty { margin: 0; padding: 14px 16px; background: var(--soft); border-radius: 6px; color: var(--muted); }
.faults { margin: 0; padding: 0; list-style: none; }
.faults li { border-left: 3px solid var(--warning); background: var(--warning-soft); padding: 7px 12px; margin: 0 0 6px; border-radius: 0 4px 4px 0; }
footer { border-top: 1px solid var(--line); padding-top: 12px; }
footer p { margin: 0; overflow-wrap: anywhere; }
a { color: var(--accent); }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.tag.notOpened, .tag.wrongPerson { background: var(--warning-soft); color: var(--warning); }
.tag.open { background: var(--good-soft); color: var(--accent); }
.tag.over { background: var(--soft); color: var(--muted); }
.refused { margin: 0; padding: 8px 12px; border-left: 3px solid var(--bad); border-radius: 0 4px 4px 0; background: var(--bad-soft); color: var(--bad); }
.scan { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; }
label { display: flex; flex-direction: column; gap: 4px; font-size: 13px; color: var(--muted); }
.scan label:first-child { flex: 1 1 22em; }
input, select, button { font: inherit; color: var(--ink); min-height: 44px; border: 1px solid var(--muted); border-radius: 6px; background: var(--paper); padding: 6px 12px; max-width: 100%; }
button { cursor: pointer; font-weight: 600; }
button:hover { background: var(--soft); }
button.open, button.sign { background: var(--accent); border-color: var(--accent); color: var(--paper); }
button.open:hover, button.sign:hover { filter: brightness(1.12); }
button.decline, button.cancel { border-color: var(--bad); color: var(--bad); }
input:focus-visible, select:focus-visible, button:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.orders { margin: 8px 0 0; padding: 0; list-style: none; display: grid; gap: 12px; }
.order { border: 1px solid var(--line); border-left: 4px solid var(--warning); border-radius: 6px; padding: 12px 16px; min-width: 0; }
.order.open { border-left-color: var(--accent); }
.order.over { border-left-color: var(--line); }
.order p { margin: 0 0 4px; }
.order pre { margin: 8px 0; padding: 10px 12px; max-height: 16em; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); border-radius: 6px; font: inherit; }
td.digits { white-space: nowrap; }
.actions { display: flex; flex-wrap: wrap; gap: 10px; align-items: end; }
.actions form, td form { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; }
@media (max-width: 700px) { main { margin: 0; padding: 20px 16px; border: 0; border-radius: 0; } }
`;
