import { remember } from '../tidredovisning/remember';

/** What a column of an export may hold: what a shift is read from. */
export const SHIFT_FIELDS = [
	'assistentPersonnummer',
	'assistentSamordningsnummer',
	'assistentFornamn',
	'assistentEfternamn',
	'telefonnummerAssistent',
	'personPersonnummer',
	'personFornamn',
	'personEfternamn',
	'start',
	'end',
	'date',
	'endDate',
	'tidstyp',
	'hours',
	'kollektivavtal',
	'anordnareNamn',
	'organisationsnummer',
	'kontaktperson',
	'telefonnummer',
	'telefonnummerAnordnare',
	'employer',
	'arbetsgivareNamn',
	'arbetsgivareOrganisationsnummer',
] as const;

/** One of the things a column may hold. */
export type ShiftField = (typeof SHIFT_FIELDS)[number];

/** Which heading of the export holds what, where it is not one of the known headings. */
export type ColumnMapping = Readonly<Partial<Record<ShiftField, string>>>;

/** What was recognised in an export; for telling people. */
export interface Recognised {
	readonly rows: number;
	/** Heading → what it was taken for. */
	readonly columns: Readonly<Record<string, ShiftField>>;
	/** Headings that were not taken for anything. */
	readonly ignored: readonly string[];
}

/**
 * The headings that are known, Swedish first. Case, accents, spaces and punctuation don't count:
 * `Assistent förnamn`, `assistent_fornamn` and `assistent.fornamn` are one.
 */
export const HEADINGS: Readonly<Record<ShiftField, readonly string[]>> = {
	assistentPersonnummer: [
		'Assistent personnummer',
		'Assistentens personnummer',
		'Personnummer assistent',
		'Assistent pnr',
		'Anställd personnummer',
		'Assistant personal number',
		'Assistant personal identity number',
		'Assistant personnummer',
		'Employee personal number',
		'Employee personal identity number',
		'Employee personnummer',
	],
	assistentSamordningsnummer: [
		'Assistent samordningsnummer',
		'Assistentens samordningsnummer',
		'Assistant coordination number',
		'Employee coordination number',
		'Assistant samordningsnummer',
	],
	assistentFornamn: [
		'Assistent förnamn',
		'Assistentens förnamn',
		'Förnamn assistent',
		'Anställd förnamn',
		'Assistant first name',
		'Assistant given name',
		'Employee first name',
		'Employee given name',
	],
	assistentEfternamn: [
		'Assistent efternamn',
		'Assistentens efternamn',
		'Efternamn assistent',
		'Anställd efternamn',
		'Assistant last name',
		'Assistant surname',
		'Assistant family name',
		'Employee last name',
		'Employee surname',
		'Employee family name',
	],
	telefonnummerAssistent: [
		'Assistent telefon',
		'Assistent telefonnummer',
		'Assistentens telefon',
		'Assistentens telefonnummer',
		'Anställd telefon',
		'Telefonnummer assistent',
		'Assistant phone',
		'Assistant phone number',
		'Employee phone',
		'Employee phone number',
	],
	personPersonnummer: [
		'Brukare personnummer',
		'Brukarens personnummer',
		'Personnummer brukare',
		'Brukare pnr',
		'Kund personnummer',
		'Person som har assistans personnummer',
		'Person personnummer',
		'Client personal number',
		'Client personal identity number',
		'Client personnummer',
		'Recipient personal number',
		'Recipient personal identity number',
		'Person personal number',
		'Person personal identity number',
	],
	personFornamn: [
		'Brukare förnamn',
		'Brukarens förnamn',
		'Förnamn brukare',
		'Kund förnamn',
		'Person som har assistans förnamn',
		'Person förnamn',
		'Client first name',
		'Client given name',
		'Recipient first name',
		'Recipient given name',
		'Person first name',
		'Person given name',
	],
	personEfternamn: [
		'Brukare efternamn',
		'Brukarens efternamn',
		'Efternamn brukare',
		'Kund efternamn',
		'Person som har assistans efternamn',
		'Person efternamn',
		'Client last name',
		'Client surname',
		'Client family name',
		'Recipient last name',
		'Recipient surname',
		'Recipient family name',
		'Person last name',
		'Person surname',
		'Person family name',
	],
	start: [
		'Start',
		'Starttid',
		'Start tid',
		'Starttidpunkt',
		'Börjar',
		'Från',
		'Från tid',
		'From tid',
		'Från kl',
		'Pass start',
		'Arbetspass start',
		'Start time',
		'Shift start',
		'From',
		'From time',
		'Begin',
		'Begins',
		'Started at',
		'Start date time',
	],
	end: [
		'Slut',
		'Sluttid',
		'Slut tid',
		'Sluttidpunkt',
		'Slutar',
		'Till',
		'Till tid',
		'Tom',
		'Tom tid',
		'Till kl',
		'Pass slut',
		'Arbetspass slut',
		'End',
		'End time',
		'Shift end',
		'To',
		'To time',
		'Until',
		'Stop',
		'Ends',
		'Ended at',
		'End date time',
	],
	date: [
		'Datum',
		'Dag',
		'Arbetsdag',
		'Startdatum',
		'Från datum',
		'Date',
		'Day',
		'Work date',
		'Start date',
		'Shift date',
	],
	endDate: ['Slutdatum', 'Till datum', 'End date'],
	tidstyp: [
		'Tidstyp',
		'Typ',
		'Tidkod',
		'Typ av tid',
		'Arbetstyp',
		'Passtyp',
		'Type',
		'Time type',
		'Type of time',
		'Shift type',
		'Time code',
	],
	hours: ['Timmar', 'Antal timmar', 'Antal', 'Arbetad tid', 'Hours', 'Number of hours', 'Duration'],
	kollektivavtal: ['Kollektivavtal', 'Har kollektivavtal', 'Collective agreement'],
	anordnareNamn: [
		'Anordnare',
		'Anordnare namn',
		'Anordnarens namn',
		'Assistansanordnare',
		'Provider',
		'Provider name',
	],
	organisationsnummer: [
		'Organisationsnummer',
		'Anordnare organisationsnummer',
		'Anordnarens organisationsnummer',
		'Orgnr',
		'Organisation number',
		'Organization number',
		'Provider organisation number',
		'Company registration number',
	],
	kontaktperson: [
		'Kontaktperson',
		'Anordnare kontaktperson',
		'Contact',
		'Contact person',
		'Provider contact',
	],
	telefonnummer: [
		'Kontaktperson telefon',
		'Kontaktperson telefonnummer',
		'Kontaktpersonens telefon',
		'Contact phone',
		'Contact phone number',
	],
	telefonnummerAnordnare: [
		'Telefonnummer anordnare',
		'Telefon anordnare',
		'Anordnare telefon',
		'Anordnare telefonnummer',
		'Anordnarens telefonnummer',
		'Provider phone',
		'Provider phone number',
	],
	employer: ['Anställd av', 'Employer', 'Employed by'],
	arbetsgivareNamn: [
		'Arbetsgivare namn',
		'Arbetsgivarens namn',
		'Annan arbetsgivare namn',
		'Annan arbetsgivare',
		'Employer name',
	],
	arbetsgivareOrganisationsnummer: [
		'Arbetsgivare organisationsnummer',
		'Arbetsgivarens organisationsnummer',
		'Annan arbetsgivare organisationsnummer',
		'Employer organisation number',
		'Employer organization number',
	],
};

/** Its own name as a heading says nobody's: in an export of employees a bare phone is the employee's. */
const NO_HEADING: ShiftField = 'telefonnummer';

const KNOWN = new Map<string, ShiftField>(
	SHIFT_FIELDS.flatMap((field) =>
		[...(field === NO_HEADING ? [] : [field]), ...HEADINGS[field]].map((heading): [string, ShiftField] => [
			plain(heading),
			field,
		]),
	),
);

/** Headings that give way to another of the same field: beside a date they hold the day of the week. */
const WEAK: ReadonlySet<string> = new Set(['dag', 'day']);

/** Whether a heading gives way to another column that may hold the same. */
export function givesWay(heading: string): boolean {
	return WEAK.has(plain(heading));
}

/** What a heading is known for, or undefined. */
export const fieldOf = remember((heading): ShiftField | undefined => KNOWN.get(plain(heading)));

/** Case, accents, spaces and punctuation taken away. */
function plain(heading: string): string {
	return heading
		.normalize('NFD')
		.toLowerCase()
		.replace(/[^a-z0-9]/g, '');
}
