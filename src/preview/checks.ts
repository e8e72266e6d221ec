import type { Level, Problem } from '../errors';
import type { ChangedField, Difference } from '../tidredovisning/difference';
import { changesNothing } from '../tidredovisning/difference';
import { TIDSTYPER, type RapportRad, type Tidstyp } from '../tidredovisning/types';
import { type Html, foreign, html } from './html';
import type { Shown } from './shown';
import { LEVEL_LABELS, TIDSTYP_LABELS, counted, hoursAndMinutes, weekdayOf } from './words';

const COUNTS: Readonly<Record<Level, readonly [string, string]>> = {
	error: ['fel', 'fel'],
	warning: ['varning', 'varningar'],
	info: ['upplysning', 'upplysningar'],
};

/** `1 fel, 2 varningar`, or that nothing was found. */
export function problemCounts(problems: readonly Problem[]): string {
	const levels: readonly Level[] = ['error', 'warning', 'info'];
	const counts = levels
		.map((level): [Level, number] => [level, problems.filter((problem) => problem.level === level).length])
		.filter(([, count]) => count > 0);
	if (counts.length === 0) return 'Inga anmärkningar';
	return counts.map(([level, count]) => counted(count, ...COUNTS[level])).join(', ');
}

/** What the rules found, numbered; the texts are English. */
export function problemList(problems: readonly Problem[], id: string, shown: Shown): Html {
	if (problems.length === 0)
		return html`<p class="note">Inga anmärkningar: reglerna har inget att invända.</p>`;
	const items = problems.map(
		({ level, code, path, message, description }, index) =>
			html`<li class="${level}" id="${id}-${index + 1}">
				<p>
					<span class="level">${index + 1}. ${LEVEL_LABELS[level]}</span> <code>${code}</code>
					<span lang="en">${foreign(shown.text(message))}</span>
				</p>
				<p class="advice" lang="en">${foreign(shown.text(description))} <code>${foreign(path)}</code></p>
			</li>`,
	);
	return html`<ol class="problems">
		${items}
	</ol>`;
}

function rowText(month: string, { dag, fromTid, tomTid, tidstyp }: RapportRad): Html {
	return html`<span class="digits"
			>${weekdayOf(month, dag)} ${dag}, ${foreign(fromTid)}–${foreign(tomTid)}</span
		>
		${TIDSTYP_LABELS[tidstyp]}`;
}

function changeLines(month: string, { removed, added, changed }: Difference): Html[] {
	const lines: { dag: number; what: string; text: Html }[] = [
		...removed.map((row) => ({
			dag: row.dag,
			what: 'Borttagen',
			text: html`<del>${rowText(month, row)}</del>`,
		})),
		...added.map((row) => ({ dag: row.dag, what: 'Tillagd', text: html`<ins>${rowText(month, row)}</ins>` })),
		...changed.map(({ before, after }) => ({
			dag: before.dag,
			what: 'Ändrad',
			text: html`<del>${rowText(month, before)}</del> → <ins>${rowText(month, after)}</ins>`,
		})),
	];
	lines.sort((one, other) => one.dag - other.dag);
	return lines.map(
		({ what, text }) =>
			html`<tr>
				<th scope="row" class="what">${what}</th>
				<td>${text}</td>
			</tr>`,
	);
}

function fieldLine({ path, before, after }: ChangedField): Html {
	return html`<tr>
		<th scope="row"><code>${foreign(path)}</code></th>
		<td><del>${foreign(before)}</del> → <ins>${foreign(after)}</ins></td>
	</tr>`;
}

function minutesLine(tidstyp: Tidstyp, { clockMinutes }: Difference): Html | null {
	const { before, after } = clockMinutes[tidstyp];
	if (before === after) return null;
	const sign = after > before ? '+' : '';
	return html`<tr>
		<th scope="row" class="what">${TIDSTYP_LABELS[tidstyp]}</th>
		<td class="figures">
			${hoursAndMinutes(before)} → ${hoursAndMinutes(after)} (${sign}${hoursAndMinutes(after - before)})
		</td>
	</tr>`;
}

/**
 * What a correction changes in the report that it replaces.
 * @param difference null where the earlier report is not at hand
 */
export function differenceTable(month: string, replaces: string, difference: Difference | null): Html {
	const intro = html`<p>Ersätter <code>${foreign(replaces)}</code>.</p>`;
	if (!difference)
		return html`${intro}
			<p class="note">Den tidigare tidredovisningen finns inte till hands att jämföra med.</p>`;
	if (changesNothing(difference))
		return html`${intro}
			<p class="note">Ingenting är ändrat.</p>`;
	const minutes = TIDSTYPER.map((tidstyp) => minutesLine(tidstyp, difference)).filter(
		(line) => line !== null,
	);
	return html`${intro}
		<table class="difference">
			<caption>
				${counted(difference.unchanged, 'rad', 'rader')} är oförändrade. Summor enligt klockan.
			</caption>
			<thead>
				<tr>
					<th scope="col">Ändring</th>
					<th scope="col">Före → efter</th>
				</tr>
			</thead>
			<tbody>
				${changeLines(month, difference)}${difference.fields.map(fieldLine)}${minutes}
			</tbody>
		</table>`;
}
