import type { Level, Problem } from '../errors';
import { isMonth, minutesOf } from '../tidredovisning/calendar';
import { allMinutes, hoursOf } from '../tidredovisning/hours';
import { changeNightOf } from '../tidredovisning/stockholm';
import {
	TIDSTYPER,
	type Minutes,
	type RapportRad,
	type Tidredovisning,
	type Tidstyp,
} from '../tidredovisning/types';
import { type Html, foreign, html } from './html';
import { TIDSTYP_LABELS, counted, hoursAndMinutes, monthInWords, weekdayOf } from './words';

/** A problem's number in the list below the rows, by the row that it is about. */
interface Mark {
	readonly number: number;
	readonly level: Level;
}

interface NumberedRow {
	readonly row: RapportRad;
	/** Its place in the document, from 0. */
	readonly index: number;
}

const ROW_PATH = /rapportRad\[(\d+)\]/gu;

/** The heaviest problem of each row. */
function marksOf(problems: readonly Problem[]): Map<number, Mark> {
	const weight: Readonly<Record<Level, number>> = { error: 3, warning: 2, info: 1 };
	const marks = new Map<number, Mark>();
	problems.forEach(({ path, level }, index) => {
		for (const match of path.matchAll(ROW_PATH)) {
			const row = Number(match[1]);
			const known = marks.get(row);
			if (!known || weight[level] > weight[known.level]) marks.set(row, { number: index + 1, level });
		}
	});
	return marks;
}

/** The rows by day, in the order of their times. */
function byDay(rows: readonly RapportRad[]): (readonly NumberedRow[])[] {
	const days = new Map<number, NumberedRow[]>();
	const numbered = rows.map((row, index) => ({ row, index }));
	numbered.sort(
		(one, other) => one.row.dag - other.row.dag || one.row.fromTid.localeCompare(other.row.fromTid),
	);
	for (const entry of numbered) days.set(entry.row.dag, [...(days.get(entry.row.dag) ?? []), entry]);
	return [...days.values()];
}

function minutesCell({ fromTid, tomTid }: RapportRad): string {
	const minutes = minutesOf(tomTid) - minutesOf(fromTid);
	return minutesOf(fromTid) < 0 || minutes <= 0 ? '?' : hoursAndMinutes(minutes);
}

function markLink(mark: Mark | undefined, id: string): Html {
	return mark ? html`<a class="mark" href="#${id}-${mark.number}">(${mark.number})</a>` : html``;
}

function rowCells({ row }: NumberedRow, mark: Mark | undefined, id: string): Html {
	const typed = TIDSTYPER.map(
		(tidstyp) => html`<td class="digits">${row.tidstyp === tidstyp ? minutesCell(row) : ''}</td>`,
	);
	return html`<td class="digits">${foreign(row.fromTid)}</td>
		<td class="digits">${foreign(row.tomTid)}${markLink(mark, id)}</td>
		${typed}`;
}

function dayRows(
	rows: readonly NumberedRow[],
	month: string,
	marks: ReadonlyMap<number, Mark>,
	id: string,
): Html {
	const dag = rows[0]?.row.dag ?? 0;
	const head = html`<th scope="rowgroup" class="digits" rowspan="${rows.length}">
		${dag}<span class="weekday">${weekdayOf(month, dag)}</span>
	</th>`;
	const lines = rows.map((entry, index) => {
		const mark = marks.get(entry.index);
		const line = html`${index === 0 ? head : ''}${rowCells(entry, mark, id)}`;
		return mark
			? html`<tr class="marked ${mark.level}">
					${line}
				</tr>`
			: html`<tr>
					${line}
				</tr>`;
	});
	return html`<tbody class="day">
		${lines}
	</tbody>`;
}

/**
 * The rows by day, a column per kind of time, and their sums by the clock.
 * @param id what the numbers of the problems begin with, so that a row can point at its own
 */
export function rowsTable(report: Tidredovisning, problems: readonly Problem[], id: string): Html {
	const { rapportRad } = report.tidrapport;
	if (rapportRad.length === 0) return html`<p class="note">Ingen tid är redovisad.</p>`;
	const marks = marksOf(problems);
	const hours = hoursOf(report);
	const heads = TIDSTYPER.map(
		(tidstyp) => html`<th scope="col" class="digits">${TIDSTYP_LABELS[tidstyp]}</th>`,
	);
	const sums = TIDSTYPER.map(
		(tidstyp) => html`<td class="digits">${hoursAndMinutes(hours[tidstyp].clockMinutes)}</td>`,
	);
	const days = byDay(rapportRad).map((rows) => dayRows(rows, report.redovisningsmanad, marks, id));
	const caption = `${counted(rapportRad.length, 'rad', 'rader')} på ${counted(days.length, 'dag', 'dagar')}. Tid i timmar:minuter enligt klockan.`;
	return html`<table class="rows">
		<caption>
			${caption}
		</caption>
		<thead>
			<tr>
				<th scope="col" class="digits">Dag</th>
				<th scope="col" class="digits">Från</th>
				<th scope="col" class="digits">Till</th>
				${heads}
			</tr>
		</thead>
		${days}
		<tfoot>
			<tr>
				<th scope="row" colspan="3">Summa</th>
				${sums}
			</tr>
		</tfoot>
	</table>`;
}

function changeNote(report: Tidredovisning): Html {
	const { redovisningsmanad: month } = report;
	const night = isMonth(month) ? changeNightOf(month) : null;
	const { clockMinutes, actualMinutes } = allMinutes(hoursOf(report));
	if (!night || clockMinutes === actualMinutes) return html``;
	const direction = night.shiftMinutes > 0 ? 'fram till sommartid' : 'tillbaka till vintertid';
	const minutes = Math.abs(actualMinutes - clockMinutes);
	const longer = actualMinutes > clockMinutes ? 'längre' : 'kortare';
	return html`<p class="note">
		Klockan ställs ${direction} den ${night.dag} ${monthInWords(month)}. Raderna anger tid enligt klockan; den
		faktiska tiden är ${counted(minutes, 'minut', 'minuter')} ${longer}.
	</p>`;
}

function sumRow(label: string, { clockMinutes, actualMinutes }: Minutes): Html {
	return html`<tr>
		<th scope="row">${label}</th>
		<td class="digits">${hoursAndMinutes(clockMinutes)}</td>
		<td class="digits">${hoursAndMinutes(actualMinutes)}</td>
	</tr>`;
}

/** The sums per kind of time: by the clock and really worked. */
export function sumsTable(report: Tidredovisning): Html {
	const hours = hoursOf(report);
	const rows = TIDSTYPER.map((tidstyp: Tidstyp) => sumRow(TIDSTYP_LABELS[tidstyp], hours[tidstyp]));
	return html`<table class="totals">
			<caption>
				Timmar:minuter.
			</caption>
			<thead>
				<tr>
					<th scope="col">Tidstyp</th>
					<th scope="col" class="digits">Enligt klockan</th>
					<th scope="col" class="digits">Faktisk tid</th>
				</tr>
			</thead>
			<tbody>
				${rows}
			</tbody>
			<tfoot>
				${sumRow('Sammanlagt', allMinutes(hours))}
			</tfoot>
		</table>
		${changeNote(report)}`;
}
