import { PREVIEW_STYLE } from '../preview/style';

/** How the page looks, on top of the preview's style: one column, large buttons, the QR code on white on any screen. */
export const PAGE_STYLE = `${PREVIEW_STYLE}
.page { max-width: 210mm; margin: 0 auto; padding: 12px 14px 40px; }
.banner { margin: 0; padding: 8px 14px; background: #ffd400; color: #201a00; font-weight: 650; text-align: center; }
.top { display: flex; flex-wrap: wrap; gap: 4px 16px; justify-content: space-between; align-items: baseline; border: 0; margin: 0 0 8px; padding: 0; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 16px; margin: 0 0 16px; }
.card h2 { font-size: 18px; color: var(--ink); margin: 0 0 8px; }
.card h2:focus { outline: none; }
.page h1 { font-size: 24px; }
.lead { margin: 4px 0 14px; }
.status { margin: 0 0 12px; font-size: 17px; }
.status:empty { display: none; }
.facts-list { display: grid; grid-template-columns: minmax(7em, auto) 1fr; gap: 2px 14px; margin: 0 0 12px; }
.facts-list dt { font-size: inherit; }
.facts-list dd { min-height: 0; }
button, .button {
	display: block; width: 100%; max-width: 26em; min-height: 48px; margin: 8px 0; padding: 10px 18px; border-radius: 8px;
	border: 2px solid var(--accent); background: var(--accent); color: var(--paper); font: inherit; font-size: 17px;
	font-weight: 650; text-align: center; text-decoration: none; cursor: pointer;
}
button.second { background: transparent; color: var(--accent); }
button.quiet { border-color: transparent; background: transparent; color: var(--accent); text-decoration: underline; font-weight: 400; }
button:disabled { opacity: 0.6; cursor: progress; }
:focus-visible { outline: 3px solid var(--info); outline-offset: 2px; }
.qr { width: 264px; max-width: 100%; margin: 12px 0; padding: 12px; background: #ffffff; border-radius: 8px; }
.qr svg { display: block; width: 100%; height: auto; min-width: 200px; }
details.decline { margin-top: 16px; border-top: 1px solid var(--line); padding-top: 10px; }
summary { cursor: pointer; min-height: 32px; color: var(--accent); }
label { display: block; margin: 8px 0 4px; }
textarea { width: 100%; max-width: 40em; min-height: 5em; font: inherit; padding: 8px; color: inherit; background: var(--paper); border: 1px solid var(--muted); border-radius: 6px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.page .sheet { margin: 16px 0; }
.reports { overflow-wrap: normal; }
@media (max-width: 360px) { .facts-list { grid-template-columns: 1fr; } .facts-list dd { margin-bottom: 6px; } }
@media print { form, .top, .button, details.decline { display: none; } }
`;
