import { bindingEntry, userNonVisibleData } from '../../src/binding';
import { buildEnvelope, type EnvelopeSignature } from '../../src/elt/envelope';
import { swedishDay } from '../../src/identity/calendar';
import { signAsPerson } from '../../src/simulator/bankid/signature';
import type { Person, Pki } from '../../src/simulator/pki/pki';
import { digestOfWritten } from '../../src/tidredovisning/digest';
import type { Tidredovisning } from '../../src/tidredovisning/types';
import { writeTidredovisning } from '../../src/tidredovisning/write';
import { ASSISTENT, base64 } from './tools';

/** Who signs for the provider. */
export const ANORDNARE: Person = { personnummer: '199707199817', givenName: 'Märta', surname: 'Lindqvist' };

/** The n-th fictitious report. */
export function reportNumber(n: number): Tidredovisning {
	return {
		id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
		redovisningsmanad: '2026-10',
		personSomHarAssistans: { personnummer: '198108169924', fornamn: 'José', efternamn: 'Öberg' },
		assistent: {
			personnummer: ASSISTENT.personnummer,
			fornamn: 'Åsa',
			efternamn: 'Sjöö',
			kollektivavtal: true,
		},
		berakningsperiod: [{ fromDag: '2026-10-01', tomDag: '2026-10-31' }],
		assistansanordnare: { organisationsnummer: '5547165067', assistentAnstalldAvAnordnare: true },
		tidrapport: { rapportRad: [{ dag: 1, fromTid: '08.00', tomTid: '16.00', tidstyp: 'aktivTid' }] },
		telefonnummerAnordnare: '08-123 45 67',
	};
}

/** What a test changes in an otherwise right request. */
export interface RequestChanges {
	readonly document?: Uint8Array;
	/** Who signs as the assistent. */
	readonly signer?: Person;
	readonly hidden?: string;
	readonly datumForSignatur?: string;
}

/** A signature as the request carries it. */
async function signed(pki: Pki, person: Person, hidden: string): Promise<EnvelopeSignature> {
	const at = new Date();
	const evidence = await signAsPerson({
		pki,
		person,
		at,
		userVisibleData: base64('Jag intygar att uppgifterna är riktiga.'),
		userNonVisibleData: hidden,
	});
	return { ...evidence, datumForSignatur: swedishDay(at) };
}

/** The request for a report, signed by both. */
export async function requestFor(
	pki: Pki,
	report: Tidredovisning,
	changes: RequestChanges = {},
): Promise<Uint8Array> {
	const document = writeTidredovisning(report);
	const sha256 = digestOfWritten(document);
	const hidden = changes.hidden ?? userNonVisibleData([bindingEntry({ id: report.id, sha256 })]);
	const assistent = await signed(pki, changes.signer ?? ASSISTENT, hidden);
	const anordnare = await signed(pki, ANORDNARE, hidden);
	return buildEnvelope({
		document: changes.document ?? document,
		assistent: {
			...assistent,
			...(changes.datumForSignatur === undefined ? {} : { datumForSignatur: changes.datumForSignatur }),
		},
		anordnare,
	});
}
