/**
 * The tidredovisning as a value: the elements of Försäkringskassan's schema
 * (tidredovisning_extern_v1.xsd), spelled and ordered as there.
 */

/** The editions of the schema this package writes and reads. */
export type SchemaVersion = 'v1';

/** The kinds of time a row may be of; exactly one each. */
export const TIDSTYPER = ['aktivTid', 'vanteTid', 'beredskapsTid'] as const;

/** Active time, waiting time (väntetid) or on-call time (beredskap). */
export type Tidstyp = (typeof TIDSTYPER)[number];

/** A row of the report: one stretch of one kind of time within one day, by the clock on the wall. */
export interface RapportRad {
	/** Day of the month, 1–31. */
	readonly dag: number;
	/** `HH.MM`, 00.00–23.59. */
	readonly fromTid: string;
	/** `HH.MM`, 00.01–24.00. */
	readonly tomTid: string;
	readonly tidstyp: Tidstyp;
}

/** The person who receives assistance. */
export interface PersonSomHarAssistans {
	/** 12 digits. */
	readonly personnummer: string;
	readonly fornamn: string;
	readonly efternamn: string;
}

/** The person who worked: known by a personnummer or, on paper only, a samordningsnummer. */
export interface Assistent {
	/** 12 digits; exactly one of `personnummer` and `samordningsnummer` is there. */
	readonly personnummer?: string;
	readonly samordningsnummer?: string;
	readonly fornamn: string;
	readonly efternamn: string;
	/** Whether a collective agreement covers the assistent. */
	readonly kollektivavtal: boolean;
}

/** A period over which working time is limited; dates `YYYY-MM-DD`, both inclusive. */
export interface Berakningsperiod {
	readonly fromDag: string;
	readonly tomDag: string;
}

/** An employer that is neither the person nor the provider. */
export interface AnnanArbetsgivare {
	readonly arbetsgivareNamn?: string;
	/** 10 digits. */
	readonly organisationsnummer: string;
}

/** The provider's choice of employer inside `assistansanordnare`. */
export type AnordnarensArbetsgivare =
	| { readonly assistentAnstalldAvAnordnare: true }
	| { readonly annanArbetsgivare: AnnanArbetsgivare }
	| { readonly assistentEgenForetagare: true };

/** The provider of assistance that answers for the report. */
export type Assistansanordnare = {
	readonly anordnareNamn?: string;
	/** 10 digits. */
	readonly organisationsnummer: string;
	readonly kontaktperson?: string;
	readonly telefonnummer?: string;
} & AnordnarensArbetsgivare;

/** Who employs: the person, or a provider's arrangement. */
export type Arbetsgivare =
	{ readonly anstalldAvPersonSomHarAssistans: true } | { readonly assistansanordnare: Assistansanordnare };

/** One assistent's month with one person: what is signed and sent. */
export type Tidredovisning = {
	/** Lower-case UUID. */
	readonly id: string;
	/** `YYYY-MM`. */
	readonly redovisningsmanad: string;
	readonly personSomHarAssistans: PersonSomHarAssistans;
	readonly assistent: Assistent;
	readonly berakningsperiod: readonly Berakningsperiod[];
	readonly tidrapport: { readonly rapportRad: readonly RapportRad[] };
	readonly telefonnummerAnordnare: string;
	readonly telefonnummerAssistent?: string;
} & Arbetsgivare;

/** A worked shift as an export has it, by the clock on the wall; it may run past midnight. */
export interface Shift {
	/** Where it stood in the export, counted from 1; for messages. */
	readonly row: number;
	/** Local date-time `YYYY-MM-DDTHH:MM`; `+01:00` behind it at the second coming of that clock time in autumn. */
	readonly start: string;
	/** As `start`, and after it. */
	readonly end: string;
	readonly tidstyp: Tidstyp;
	readonly assistent: Assistent;
	readonly personSomHarAssistans: PersonSomHarAssistans;
	readonly telefonnummerAssistent?: string;
	/** `YYYY-MM-DD`: when the employer's notification (FK 3066) was handed in, where a column says so. */
	readonly notified3066?: string;
	/** What a column of the export says in place of the provider's defaults. */
	readonly overrides?: Partial<ProviderDefaults>;
}

/** Who employs the assistent, in one word each. */
export const EMPLOYERS = [
	'anordnare',
	'annanArbetsgivare',
	'egenForetagare',
	'personSomHarAssistans',
] as const;

/** One of the four choices of employer. */
export type Employer = (typeof EMPLOYERS)[number];

/** What is the same on every report of a provider: an ANORDNARE.json, or the node's parameters. */
export interface ProviderDefaults {
	readonly anordnareNamn?: string;
	readonly organisationsnummer?: string;
	readonly kontaktperson?: string;
	readonly telefonnummer?: string;
	readonly telefonnummerAnordnare: string;
	readonly kollektivavtal: boolean;
	readonly employer: Employer;
	readonly annanArbetsgivare?: AnnanArbetsgivare;
	readonly berakningsperiod?: readonly Berakningsperiod[];
}

/** Minutes of one kind of time. */
export interface Minutes {
	/** By the clock on the wall, as the rows say. */
	readonly clockMinutes: number;
	/** Really worked in Europe/Stockholm: an hour less or more on the two change nights. */
	readonly actualMinutes: number;
}

/** Minutes per kind of time. */
export type Hours = Readonly<Record<Tidstyp, Minutes>>;

/** The last day a report may be received: the 5th of the second month after the reported one. */
export interface Deadline {
	/** `YYYY-MM-DD`. */
	readonly date: string;
	/** Whole days from today to the date; negative when it has passed. */
	readonly daysLeft: number;
}

/** A value while it is being put together: optional fields are set one by one, which is faster than spreading. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };
