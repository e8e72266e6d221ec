import type { Problem } from '../../errors';
import { anordnareOf, namnOf } from './describe';
import { nummerOf } from '../../tidredovisning/reportKey';
import type { ReportItem } from './item';
import { isMonth } from '../../tidredovisning/calendar';
import { deadlineFor } from '../../tidredovisning/deadline';
import { digestOfWritten } from '../../tidredovisning/digest';
import { hoursOf } from '../../tidredovisning/hours';
import type { Tidredovisning } from '../../tidredovisning/types';
import { writeTidredovisning } from '../../tidredovisning/write';

/**
 * Writes a report's document, once, and puts the item around it.
 *
 * @param today `YYYY-MM-DD` by the Swedish calendar
 * @param problems what the item carries along
 */
export function makeItem(report: Tidredovisning, today: string, problems: readonly Problem[]): ReportItem {
	const document = writeTidredovisning(report);
	const { redovisningsmanad, assistent, personSomHarAssistans } = report;
	return {
		id: report.id,
		redovisningsmanad,
		schemaVersion: 'v1',
		assistent: { namn: namnOf(assistent), personnummer: nummerOf(assistent) },
		personSomHarAssistans: {
			namn: namnOf(personSomHarAssistans),
			personnummer: personSomHarAssistans.personnummer,
		},
		anordnare: anordnareOf(report),
		xml: Buffer.from(document).toString('utf8'),
		sha256: digestOfWritten(document),
		rows: report.tidrapport.rapportRad,
		hours: hoursOf(report),
		deadline: isMonth(redovisningsmanad)
			? deadlineFor(redovisningsmanad, today)
			: { date: today, daysLeft: 0 },
		problems,
		signatures: {},
	};
}
