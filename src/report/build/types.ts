import type { Contact } from '../../export/contact';
import type { Problem } from '../../errors';
import type { ColumnMapping } from '../../export/columns';
import type { WhenHoursDiffer } from '../../export/hoursDiffer';
import type { PaxmlOptions } from '../../export/paxml/paxml';
import type { TimeWords } from '../../export/timeWords';
import type { BerakningsperiodRule } from '../../tidredovisning/berakningsperiod';
import type { Difference } from '../../tidredovisning/difference';
import type { RuleChoices } from '../../tidredovisning/rules';
import type { ProviderDefaults, Tidredovisning } from '../../tidredovisning/types';

/** An earlier report that a new one corrects. */
export interface Replaced {
	/** Its id; the new report gets another. */
	readonly id: string;
	/**
	 * Its document, for the difference; without it a single report is taken to be the one meant. As bytes where it
	 * comes from a file: its declaration says what they are.
	 */
	readonly xml?: string | Uint8Array;
}

/** What a report replaces, and what is different. */
export interface Replacement {
	readonly id: string;
	/** Null when the replaced document was not given. */
	readonly difference: Difference | null;
}

/** How reports are built. */
export interface BuildReportsOptions extends RuleChoices {
	/** `YYYY-MM-DD` by the Swedish calendar. */
	readonly today: string;
	/** What is the same on every report; needed for rows and files; fills the gaps of whole reports. */
	readonly defaults?: ProviderDefaults;
	/** `YYYY-MM`: only this month is built, and what falls outside is named. All months unless given. */
	readonly month?: string;
	/** Which column contains what, where it has none of the known headings. */
	readonly mapping?: ColumnMapping;
	/** What the provider says about PAXml: own time codes, who the customers are. */
	readonly paxml?: PaxmlOptions;
	/** The provider's own words and PAXml codes for the kind of time; they go before those of `paxml`. */
	readonly timeWords?: TimeWords;
	/** What happens where a row counts less time than its clock times, or has a break without any; default `stop`. */
	readonly hoursDiffer?: WhenHoursDiffer;
	/** Calculates the beräkningsperioder of each month; default: those of the defaults' list that touch it. */
	readonly periods?: BerakningsperiodRule;
	/** Where ids come from: `content` (default), `random`, or `own`, which takes `ownId` for the only report. */
	readonly id?: 'content' | 'random' | 'own';
	readonly ownId?: string;
	/** Earlier reports that these correct. */
	readonly replaces?: readonly Replaced[];
	/**
	 * Whether reports are built although rows that may belong to them can't be read; default no: a report that
	 * lacks a shift would be signed and paid short. Each row is then listed as `ROW_LEFT_OUT`.
	 */
	readonly leaveOutUnreadable?: boolean;
}

/** A report before it is judged and written. */
export interface Draft {
	/** Null for a whole report that could not be read. */
	readonly tidredovisning: Tidredovisning | null;
	/** What reading found about it. */
	readonly problems: readonly Problem[];
	/** Row numbers, or the report's number. */
	readonly from: readonly number[];
	/** What to call it in a message where there is no id. */
	readonly name: string;
	readonly replaces?: Replacement;
	readonly contact?: Contact | null;
	/** What a column says: the day on which the notification (FK 3066) was handed in, the latest of the rows. */
	readonly notified3066?: string;
}

/** The drafts of an input, and what was found about the input. */
export interface Drafts {
	readonly drafts: readonly Draft[];
	readonly problems: readonly Problem[];
	readonly recognised: string;
}
