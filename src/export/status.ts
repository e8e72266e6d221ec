import { remember } from '../tidredovisning/remember';
import type { Tidstyp } from '../tidredovisning/types';
import { folded, readYesNo } from '../tidredovisning/words';
import { type Length, readLength } from './hoursDiffer';
import { notUnderstood, type Reading, understood } from './reading';
import type { TimeMeaning } from './timeWords';
import { type HeadingSays, headingSays, inMinutes } from './watchedHeadings';

/** Why a row is not reported. */
export type NotReported = 'cancelled' | Exclude<TimeMeaning, Tidstyp>;

/**
 * What a cell says of its shift: that it was worked, as which kind of time, or why not; a length is absence for a
 * part of it.
 */
export type Said = 'worked' | Tidstyp | NotReported | Length;

/** The words of status and absence columns, without case, accents, spaces and punctuation. */
const WORDS = {
	worked: `
		utford utfort genomford genomfort arbetad arbetat jobbad jobbat klar klart slutford slutfort
		avslutad avslutat fardig godkand godkant attesterad attesterat rapporterad inrapporterad
		signerad narvarande narvaro normal ok aktiv aktivt ingen inga inget ingenfranvaro
		ingenavvikelse ingaavvikelser utanavvikelse utananmarkning ejavbokad ejinstalld ejsjuk
		ejfranvarande enligtplan enligtschema somplanerat done completed complete finished worked
		performed approved attested closed present attended active reported none noabsence notabsent
		notcancelled notcanceled
	`,
	cancelled: `
		avbokad avbokat avbokning avbokadavkund avbokadavbrukare senavbokning sentavbokad installd
		installt installtpass avlyst struken struket makulerad makulerat annullerad annullerat
		borttagen borttaget raderad raderat avsagd aterkallad uteblev utebliven uteblivet avslagen
		nekad avbojd missad missat ejutford ejutfort inteutford ejgenomford ejgenomfort ejarbetad
		ejarbetat cancelled canceled cancellation deleted removed void voided rejected declined
		noshow missed notworked notperformed notcompleted notdone calledoff
	`,
	absence: `
		franvaro franvarande franvaroanmald giltigfranvaro ogiltigfranvaro olovligfranvaro borta
		sjuk sjukdom sjukfranvaro sjukskriven sjukskrivning sjukanmald sjukanmalan sjukledig sjuklon
		sjukpenning karens karensdag karensavdrag vab vabb vardavbarn vardavsjuktbarn sjuktbarn
		barnsjukt foraldraledig foraldraledighet foraldrapenning mammaledig pappaledig semester
		semesterdag semesterledig ledig ledighet tjanstledig tjanstledighet permission permitterad
		permittering kompledig kompledighet arbetstidsforkortning facklig fackligtid utbildning
		lakarbesok begravning strejk lockout avstangd ejnarvarande sick sickness sickleave sickday
		sickpay ill illness absent absence leave onleave unpaidleave annualleave vacation onvacation
		holiday pto timeoff dayoff parentalleave maternityleave paternityleave childsick sickchild
		careofchild compassionateleave bereavement strike training notpresent suspended
	`,
	planned: `
		planerad planerat schemalagd schemalagt preliminar preliminart utkast bokad bokat bekraftad
		kommande oppen oppet vakant obemannad obemannat ejattesterad ejgodkand ejpaborjad vantar
		vantande pagaende planned scheduled draft booked confirmed tentative open pending unapproved
		notapproved vacant unassigned inprogress notstarted upcoming
	`,
} as const;

const MEANINGS: ReadonlyMap<string, keyof typeof WORDS> = new Map(
	(['worked', 'cancelled', 'absence', 'planned'] as const).flatMap((meaning) =>
		WORDS[meaning]
			.trim()
			.split(/\s+/)
			.map((word) => [word, meaning] as const),
	),
);

/** What a yes, and what a no, in a column says by its heading; nothing where that is not known. */
const FLAGS: Readonly<Record<HeadingSays, { readonly yes?: Said; readonly no?: Said }>> = {
	cancelled: { yes: 'cancelled', no: 'worked' },
	absent: { yes: 'absence', no: 'worked' },
	worked: { yes: 'worked', no: 'cancelled' },
	approved: { yes: 'worked' },
	inDoubt: { no: 'worked' },
};

/** Whether a text anywhere is a word for a shift that was cancelled or for absence. */
export const saysNotWorked = remember((text): 'cancelled' | 'absence' | undefined => {
	const meaning = MEANINGS.get(folded(text));
	return meaning === 'cancelled' || meaning === 'absence' ? meaning : undefined;
});

/**
 * Reads a cell of a status or absence column: a word in Swedish or English, yes or no where the heading says of
 * what (`Inställd`, `Utförd`), and a length of time or per cent where the heading is of absence.
 * @param text not empty
 */
export function readStatus(heading: string, text: string): Reading<Said> {
	const says = headingSays(heading);
	const length = readAbsence(heading, text, says);
	if (length !== null) return length;
	const flag = readYesNo(text);
	const said = says === undefined || flag === undefined ? undefined : FLAGS[says][flag ? 'yes' : 'no'];
	if (said !== undefined) return understood(said);
	if (/^[-–—/.]+$/.test(text)) return understood('worked');
	const meaning = MEANINGS.get(folded(text));
	if (meaning === 'planned')
		return notUnderstood('says that the shift was planned or is open, not that it was worked');
	if (meaning !== undefined) return understood(meaning);
	return notUnderstood(
		flag === undefined
			? 'is not a known word for whether the shift was worked'
			: 'does not say whether the shift was worked',
	);
}

/** Absence as a length or per cent, and no deviation at all; null for any other text. */
function readAbsence(heading: string, text: string, says: HeadingSays | undefined): Reading<Said> | null {
	if (says !== 'absent' && says !== 'inDoubt') return null;
	const [, percent] = /^(\d{1,3})(?:[.,]0+)?\s*%$/.exec(text) ?? [];
	if (percent !== undefined && Number(percent) === 0) return understood('worked');
	if (percent === '100' && says === 'absent') return understood('absence');
	if (percent !== undefined) return notUnderstood('does not say which part of the shift was not worked');
	const length = readLength(text, inMinutes(heading) ? 'minutes' : 'hours');
	if (length.kind !== 'understood') return null;
	if (length.value.minutes === 0) return understood('worked');
	return says === 'absent' ? length : null;
}
