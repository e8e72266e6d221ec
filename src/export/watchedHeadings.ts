import { remember } from '../tidredovisning/remember';
import type { ShiftField } from './columns';

/** What a heading says of its cells: a yes in `Inställd` means cancelled, a yes in `Utförd` means worked. */
export type HeadingSays = 'cancelled' | 'absent' | 'worked' | 'approved' | 'inDoubt';

const OPPOSITE: Readonly<Record<HeadingSays, HeadingSays>> = {
	cancelled: 'worked',
	absent: 'worked',
	worked: 'cancelled',
	approved: 'inDoubt',
	inDoubt: 'approved',
};

/** The words of a heading, without accents, in small letters; `breakMinutes` is two. */
function wordsOf(heading: string): string[] {
	return heading
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z\d%]+/)
		.filter(Boolean);
}

const START = 'start|starttid|starts|startar|started|borjar|borjan|borjade|fran|from|begin|begins|began|ut';
const END = 'slut|sluttid|slutar|slutade|till|tom|to|end|ends|ended|stop|until|in';
const LENGTH = 'tid|tider|langd|min|mins|minut|minuter|minutes|tim|timmar|time|hours|h';
const OFF =
	'(?:obetald|mat|lunch|middags|maltids)?rast(?:en|er)?|paus(?:en|er)?|breaks?|lunch|lunchbreak|meal|uppehall|matuppehall|kafferast|fika';
const BREAK = new RegExp(`^(?:${OFF})(?:${START}|${END}|${LENGTH})?\\d?$`);
const PAID = /^(?:betald|betalda|paid|inkl|inklusive|including|included|ingar)$/;
const BEGINS = new RegExp(`^(?:${OFF}|franvaro|sjuk|absence|sick)?(?:${START})\\d?$`);
const ENDS = new RegExp(`^(?:${OFF}|franvaro|sjuk|absence|sick)?(?:${END})\\d?$`);

/** What headings say of their cells, by their words or all of them joined. */
const SAYS: readonly { readonly says: HeadingSays; readonly word: RegExp }[] = [
	{
		says: 'cancelled',
		word: /^(?:avbok|installd|installt|makuler|annuller|struk(?:en|et|na)$|avlyst|aterkall|cancel|noshow|void|uteblev|uteblive)/,
	},
	{
		says: 'absent',
		word: /^(?:franvar|absen|sick(?:$|leave|day|ness)|sjuk(?:$|franvaro|skriv|anmal|dom|dag|ledig|tim|tid)|vab$|semester(?:$|dag|tim|uttag)|(?:tjanst|foraldra|komp)?ledig(?:$|het)|leave$|leavetype|vacation|timeoff)/,
	},
	{
		says: 'worked',
		word: /^(?:utfor[dt]|genomfor[dt]|arbetad$|worked$|narvar|present?$|presence|attend|performed|completed)/,
	},
	{ says: 'approved', word: /^(?:attest|godkan|approv|bekraft|confirm|verifier)/ },
	{ says: 'inDoubt', word: /^(?:avvik|deviat)/ },
];

/** Why, of which a `till` is no end. */
const WHY = /^(?:orsak|anledning|reason|cause|typ|type|kod|code)/;
/** Who or when, of which a heading says nothing about the shift. */
const BY_OR_AT =
	/^(?:av|by|datum|date|tidpunkt|at|on|nar|namn|name|kommentar|comment|note|andrad|changed|id|nr)$|datum$/;
const NOT = new Set(['ej', 'inte', 'icke', 'not', 'non', 'un']);

const STATUS = /^status|status$|^(?:pass)?tillstand$/;
/** A status of something other than the shift. */
const OF_OTHERS =
	/^(?:kund|brukar|client|customer|anstall|employ|civil|lon|payroll|faktur|invoice|betal|payment|export|synk|sync|order)/;

const HOURS =
	/^(?:arbets?|jobb|pass)?(?:tim|timmar|timme|h|hours|hrs|minuter|minutes|min|langd|varaktighet|duration)$/;
const WITH_HOURS =
	/^(?:antal|arbetad|arbetade|arbetat|summa|sum|totalt?|totala|utford|utforda|faktisk|faktiska|rapporterade?|betalda?|netto|net|worked|work|working|paid|actual|reported|shift|pass|passets|arbetspass|arbetspassets|tid|time|of|in|i|per|decimal|decimaler|dec|number)$/;
const NET =
	/^(?:netto(?:tid|timmar)|(?:net|netto|total|totala|summa|arbetad|utford|faktisk|betald|worked|paid|actual|elapsed)(?:tid|time))$/;

/** Waiting or on-call time as a heading of its own: `Jour`, `Jourtimmar`, `Antal tim beredskap`. */
const OTHER_TIME =
	/^(?:(?:sovande|natt|dag|passiv)?jour|vantan|vantetid|vante|beredskap|beredskaps|passiv|passivt|waiting|oncall|standby)(?:tid|timmar|tim|min|minuter|pass|time|hours)?$/;
const COUNTING =
	/^(?:antal|summa|varav|tid|timmar|tim|h|min|minuter|pass|ja|nej|time|hours|of|which|number)$/;

/** Whether a column says by its heading that a row, or a part of it, is waiting or on-call time. */
export const isOtherTime = remember((heading): boolean => {
	const words = wordsOf(heading).filter((word) => !COUNTING.test(word));
	return (
		words.length > 0 && (OTHER_TIME.test(words.join('')) || words.every((word) => OTHER_TIME.test(word)))
	);
});

/** What a yes in a column says by its heading; undefined where the heading does not say. */
export const headingSays = remember((heading): HeadingSays | undefined => {
	const words = wordsOf(heading);
	const negated = NOT.has(words[0] ?? '');
	const rest = negated ? words.slice(1) : words;
	const tried = [rest.join(''), ...rest];
	const says = SAYS.find(({ word }) => tried.some((each) => word.test(each)))?.says;
	return negated && says !== undefined ? OPPOSITE[says] : says;
});

/** Whether numbers in a column are minutes, by its heading. */
export const inMinutes = remember((heading): boolean =>
	wordsOf(heading).some((word) => /(?:^|[a-z])(?:min|mins|minut|minuter|minutes)\d?$/.test(word)),
);

/** Whether numbers in a column are hours, by its heading. */
export const inHours = remember((heading): boolean =>
	wordsOf(heading).some((word) => /(?:^|[a-z])(?:tim|timmar|hours|hrs)\d?$|^h$/.test(word)),
);

/**
 * Recognises columns that can say that time was not worked, whatever their exact heading: breaks, absence, status,
 * and the export's own hours.
 */
export function watchedField(heading: string): ShiftField | undefined {
	const words = wordsOf(heading);
	const length = inMinutes(heading) || inHours(heading) || words.some((word) => WHY.test(word));
	const begins = !length && words.some((word) => BEGINS.test(word));
	const ends = !length && words.some((word) => ENDS.test(word));
	if (words.some((word) => BREAK.test(word)))
		return words.some((word) => PAID.test(word)) ? undefined : placed(begins, ends, 'break');
	if (isHours(words)) return 'hours';
	const says = headingSays(heading);
	if (says === 'absent') return placed(begins, ends, 'absence');
	if (says === 'cancelled') return 'status';
	if (words.some((word) => OF_OTHERS.test(word) || BY_OR_AT.test(word))) return undefined;
	return says !== undefined || words.some((word) => STATUS.test(word)) ? 'status' : undefined;
}

function isHours(words: readonly string[]): boolean {
	const counted = words.some((word) => HOURS.test(word));
	return (
		(counted && words.every((word) => HOURS.test(word) || WITH_HOURS.test(word))) || NET.test(words.join(''))
	);
}

/** A column of time off: where it begins, where it ends, or what is said of it all. */
function placed(begins: boolean, ends: boolean, off: 'break' | 'absence'): ShiftField {
	if (begins !== ends) return begins ? `${off}Start` : `${off}End`;
	return off === 'break' ? 'break' : 'status';
}
