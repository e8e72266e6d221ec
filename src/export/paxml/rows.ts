import { type Length, readLength } from '../hoursDiffer';
import type { Reading } from '../reading';
import { isTidstyp, ownMeanings, plainWord, type TimeMeaning, type TimeWords } from '../timeWords';
import { codeMeanings } from './codes';
import type { PaxmlDag, PaxmlTidtrans } from './file';
import type { FoundEmployee, PaxmlPeople } from './people';
import { readShare, type Share } from './schedule';
import { type Fault, readWhen, type When } from './when';

/** A `tidtrans` as it is understood. */
export interface TimeRow {
	readonly row: PaxmlTidtrans;
	/** The time code as it is compared. */
	readonly code: string;
	/** What the code means; undefined for one that nobody defines. */
	readonly meaning: TimeMeaning | undefined;
	/** Whether the provider said itself what the code means. */
	readonly own: boolean;
	readonly when: When;
	readonly hours: Reading<Length>;
	readonly share: Reading<Share>;
	readonly who: FoundEmployee;
	/** Whatever of the row cannot be understood. */
	readonly faults: readonly Fault[];
}

/** A `dag` as it is understood. */
export interface DagRow {
	readonly row: PaxmlDag;
	readonly when: When;
	readonly hours: Reading<Length>;
	readonly who: FoundEmployee;
	readonly faults: readonly Fault[];
}

const HOURS = 'Write hours as 7.5 or 7:30.';

function faultsOf(when: When, hours: Reading<Length>, timmar: string): Fault[] {
	const faults = when.form === 'notUnderstood' ? [...when.faults] : [];
	if (hours.kind === 'notUnderstood')
		faults.push({
			code: 'ROW_HOURS',
			name: 'timmar',
			text: timmar,
			reason: hours.reason,
			description: HOURS,
		});
	return faults;
}

const NO_DAY: Fault = {
	code: 'ROW_DAY',
	name: 'datum',
	text: '',
	reason: 'is missing',
	description: 'Write the day in datum, or datumfrom and datumtom.',
};

function repeatedFault(name: string): Fault {
	const description = 'Keep the one that is right.';
	return { code: 'ELEMENT_TWICE', name, text: '', reason: 'occurs more than once', description };
}

/** @param reported whether the row is time to report: a share of that is not said by clock times */
function shareFaults({ omfattning: text }: PaxmlTidtrans, share: Reading<Share>, reported: boolean): Fault[] {
	const fault = { code: 'ROW_HOURS', name: 'omfattning', text } as const;
	if (share.kind === 'notUnderstood')
		return [{ ...fault, reason: share.reason, description: 'Write 100 for a whole day.' }];
	const part = share.kind === 'understood' && share.value === 'part' && /[1-9]/u.test(text);
	if (!part || !reported) return [];
	const reason = 'says that only a part of the time was worked';
	return [{ ...fault, reason, description: 'Export when that part was: starttid and sluttid of it alone.' }];
}

/** Reads the rows of a PAXml file: what each means, when it was, and whose it is. */
export class RowReader {
	private readonly meaningOf: (code: string) => TimeMeaning | undefined;
	private readonly ownMeaning: (code: string) => TimeMeaning | undefined;

	constructor(
		private readonly people: PaxmlPeople,
		codes: TimeWords | undefined,
	) {
		this.meaningOf = codeMeanings(codes);
		this.ownMeaning = ownMeanings(codes);
	}

	tidtrans(row: PaxmlTidtrans): TimeRow {
		const meaning = this.meaningOf(row.tidkod);
		const when = readWhen(row, isTidstyp(meaning) ? 'exact' : 'widened');
		const hours = readLength(row.timmar, 'hours');
		const share = readShare(row.omfattning);
		const faults = [
			...faultsOf(when, hours, row.timmar),
			...shareFaults(row, share, isTidstyp(meaning)),
			...row.repeated.map(repeatedFault),
		];
		if (when.form === 'none' && (meaning === 'absence' || meaning === 'leaveOut' || meaning === undefined))
			faults.push(NO_DAY);
		const own = this.ownMeaning(row.tidkod) !== undefined;
		const who = this.people.employeeOf(row);
		return { row, code: plainWord(row.tidkod), meaning, own, when, hours, share, who, faults };
	}

	dag(row: PaxmlDag): DagRow {
		const when = readWhen(row, 'exact');
		const hours = readLength(row.timmar, 'hours');
		const who = this.people.employeeOf(row);
		return { row, when, hours, who, faults: faultsOf(when, hours, row.timmar) };
	}
}

/** Whether anything was planned on a day: it has a clock time, or hours other than 0. */
export function isPlanned({ row, hours }: DagRow): boolean {
	if (row.starttid !== '' || row.sluttid !== '') return true;
	return hours.kind === 'notUnderstood' || (hours.kind === 'understood' && hours.value.minutes > 0);
}
