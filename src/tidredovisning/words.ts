import { remember } from './remember';
import type { Employer, Tidstyp } from './types';

/** The words an export uses for the kinds of time. Jour is waiting time (väntetid). */
const TIDSTYP_WORDS: Readonly<Record<Tidstyp, readonly string[]>> = {
	aktivTid: [
		'aktivtid',
		'aktiv',
		'arbetad',
		'arbete',
		'arbetstid',
		'assistans',
		'assistanstid',
		'active',
		'activetime',
		'work',
		'a',
	],
	vanteTid: ['vantetid', 'vante', 'vantan', 'jour', 'jourtid', 'waiting', 'waitingtime', 'v'],
	beredskapsTid: ['beredskapstid', 'beredskap', 'oncall', 'oncalltime', 'standby', 'b'],
};

/** The words an export uses for the four employers. */
const EMPLOYER_WORDS: Readonly<Record<Employer, readonly string[]>> = {
	anordnare: ['anordnare', 'anordnaren', 'assistansanordnare', 'provider'],
	annanArbetsgivare: ['annanarbetsgivare', 'annan', 'otheremployer', 'other'],
	egenForetagare: ['egenforetagare', 'enskildfirma', 'selfemployed', 'soletrader'],
	personSomHarAssistans: ['personsomharassistans', 'brukare', 'brukaren', 'person', 'client', 'recipient'],
};

const TIDSTYPER = index(TIDSTYP_WORDS);
const EMPLOYERS = index(EMPLOYER_WORDS);
const YES_AND_NO: ReadonlyMap<string, boolean> = new Map([
	['ja', true],
	['j', true],
	['yes', true],
	['y', true],
	['true', true],
	['sant', true],
	['1', true],
	['x', true],
	['nej', false],
	['n', false],
	['no', false],
	['false', false],
	['falskt', false],
	['0', false],
]);

/** What is understood as a kind of time, for messages. */
export const TIDSTYP_FORMS = 'Aktiv, Vänte (or Jour) or Beredskap';

/** Reads a kind of time by the words of {@link TIDSTYP_FORMS} and their English ones. */
export const readTidstyp = remember((text): Tidstyp | undefined => TIDSTYPER.get(folded(text)));

/** Reads an employer: anordnare, annanArbetsgivare, egenForetagare, personSomHarAssistans, or an English word for it. */
export function readEmployer(text: string): Employer | undefined {
	return EMPLOYERS.get(folded(text));
}

/** Reads ja/nej, yes/no, true/false, 1/0. */
export function readYesNo(text: string): boolean | undefined {
	return YES_AND_NO.get(folded(text));
}

function index<T extends string>(words: Readonly<Record<T, readonly string[]>>): ReadonlyMap<string, T> {
	const found = new Map<string, T>();
	for (const meaning in words) for (const word of words[meaning]) found.set(word, meaning);
	return found;
}

/** A word as it is compared: without case, accents, spaces and punctuation. */
export function folded(text: string): string {
	return text
		.normalize('NFD')
		.toLowerCase()
		.replace(/[^a-z0-9]/g, '');
}
