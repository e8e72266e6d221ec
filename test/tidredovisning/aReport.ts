import type { Problem } from '../../src/errors';
import { checkTidredovisning, type RuleContext } from '../../src/tidredovisning/rules';
import type { Assistansanordnare, RapportRad, Tidredovisning } from '../../src/tidredovisning/types';

/** All fields of a report that a test may set. */
export type Changes = Partial<
	Omit<Tidredovisning, 'assistansanordnare' | 'anstalldAvPersonSomHarAssistans'>
> & {
	readonly rows?: readonly RapportRad[];
	readonly anordnare?: Assistansanordnare;
};

/** Active time of one day. */
export function rad(
	dag: number,
	fromTid: string,
	tomTid: string,
	tidstyp: RapportRad['tidstyp'] = 'aktivTid',
): RapportRad {
	return { dag, fromTid, tomTid, tidstyp };
}

export const ANORDNARE: Assistansanordnare = {
	anordnareNamn: 'Exempel Assistans AB',
	organisationsnummer: '5547165067',
	kontaktperson: 'Kontakt Person',
	telefonnummer: '08-123 45 67',
	assistentAnstalldAvAnordnare: true,
};

type Head = Omit<Tidredovisning, 'assistansanordnare' | 'anstalldAvPersonSomHarAssistans'>;

function head({ rows, ...rest }: Omit<Changes, 'anordnare'>): Head {
	const usual = [rad(2, '08.00', '16.00'), rad(5, '22.00', '24.00', 'vanteTid'), rad(6, '00.00', '02.00')];
	return {
		id: '4a8db4b8-bc29-4406-901c-3f69298cabe3',
		redovisningsmanad: '2026-10',
		personSomHarAssistans: { personnummer: '198108169924', fornamn: 'José', efternamn: 'Öberg' },
		assistent: { personnummer: '198911079930', fornamn: 'Åsa', efternamn: 'Sjöö', kollektivavtal: true },
		berakningsperiod: [{ fromDag: '2026-10-01', tomDag: '2026-10-31' }],
		tidrapport: { rapportRad: rows ?? usual },
		telefonnummerAnordnare: '08-123 45 67',
		telefonnummerAssistent: '070-471 93 68',
		...rest,
	};
}

/** A right report of October 2026, with no problems at all on {@link TODAY}. */
export function aReport({ anordnare = ANORDNARE, ...changes }: Changes = {}): Tidredovisning {
	return { ...head(changes), assistansanordnare: anordnare };
}

/** The same with the person as employer, in place of a provider. */
export function ownEmployerReport(changes: Omit<Changes, 'anordnare'> = {}): Tidredovisning {
	return { ...head(changes), anstalldAvPersonSomHarAssistans: true };
}

/** A day on which nothing is to be said about a report of October 2026. */
export const TODAY = '2026-11-02';

/** What the rules say, by default when building on {@link TODAY}. */
export function check(report: Tidredovisning, context: Partial<RuleContext> = {}): Problem[] {
	return checkTidredovisning(report, { today: TODAY, stage: 'build', ...context });
}

/** The problems of one code. */
export function checkOf(code: string, report: Tidredovisning, context: Partial<RuleContext> = {}): Problem[] {
	return check(report, context).filter((problem) => problem.code === code);
}

/** A problem as tests compare it. */
export function brief({ code, level, path, message, found }: Problem) {
	return { code, level, path, message, found };
}
