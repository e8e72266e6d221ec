import { maskPersonnummer } from '../../identity/masking';
import { isOrganisationsnummer, readOrganisationsnummer } from '../../identity/organisationsnummer';
import { isPersonnummer, readPersonnummer, readSamordningsnummer } from '../../identity/personnummer';
import { excerpt } from '../../problems/excerpt';
import { isXmlText } from '../../xml/escape';
import type { Tidredovisning } from '../types';
import type { Facts, Finding } from './facts';

/** `PERSONNUMMER` */
export function personnummer({ t, context }: Facts): Finding[] {
	const found: Finding[] = [];
	const check = (path: string, text: string | undefined) => {
		if (text === undefined) return;
		const read = readPersonnummer(text, context.today);
		if (read.ok && read.value === text) return;
		const reason = read.ok ? 'it is not written with 12 digits' : read.reason;
		found.push({
			path,
			found: excerpt(text, maskPersonnummer),
			message: `The personnummer "${excerpt(text, maskPersonnummer)}" is none: ${reason}.`,
			description: 'Write the 12 digits YYYYMMDDNNNN of the person.',
		});
	};
	check('personSomHarAssistans.personnummer', t.personSomHarAssistans.personnummer);
	check('assistent.personnummer', t.assistent.personnummer);
	if (t.assistent.personnummer === undefined && t.assistent.samordningsnummer === undefined) {
		check('assistent.personnummer', '');
	}
	return found;
}

/** `SAMORDNINGSNUMMER` */
export function samordningsnummer({ t, context }: Facts): Finding[] {
	const text = t.assistent.samordningsnummer;
	if (text === undefined) return [];
	const masked = excerpt(text, maskPersonnummer);
	const both = t.assistent.personnummer !== undefined;
	const read = readSamordningsnummer(text, context.today);
	if (read.ok && read.value === text && !both) return [];
	const reason = both
		? 'the assistent has a personnummer too'
		: read.ok
			? 'it is not written with 12 digits'
			: read.reason;
	return [
		{
			path: 'assistent.samordningsnummer',
			found: masked,
			message: `The samordningsnummer "${masked}" can't stand: ${reason}.`,
			description:
				'Write the 12 digits YYYYMM(DD+60)NNNN, or the personnummer alone if the assistent has got one.',
		},
	];
}

/** `SAMORDNINGSNUMMER_NO_BANKID` */
export function samordningsnummerNoBankId({ t }: Facts): Finding[] {
	const text = t.assistent.samordningsnummer;
	if (text === undefined) return [];
	return [
		{
			path: 'assistent.samordningsnummer',
			found: excerpt(text, maskPersonnummer),
			message: `The assistent has a samordningsnummer (${excerpt(text, maskPersonnummer)}) and can't sign with BankID.`,
			description: 'Report this month on paper (form FK 3059).',
		},
	];
}

/** `SAME_PERSON` */
export function samePerson({ t }: Facts): Finding[] {
	const assistent = t.assistent.personnummer;
	if (
		assistent === undefined ||
		assistent !== t.personSomHarAssistans.personnummer ||
		!isPersonnummer(assistent)
	)
		return [];
	return [
		{
			path: 'assistent.personnummer',
			found: maskPersonnummer(assistent),
			message: `The assistent and the person who receives assistance are the same (${maskPersonnummer(assistent)}).`,
			description: "Correct one of the two numbers: nobody is one's own assistent.",
		},
	];
}

/** `ORGANISATIONSNUMMER` */
export function organisationsnummer({ t }: Facts): Finding[] {
	const found: Finding[] = [];
	for (const { path, text } of organisationsnummerIn(t)) {
		if (isOrganisationsnummer(text)) continue;
		const masked = excerpt(text, maskPersonnummer);
		const read = readOrganisationsnummer(text);
		found.push({
			path,
			found: masked,
			message: `The organisationsnummer "${masked}" is none: ${read.ok ? 'it is not written with 10 digits' : read.reason}.`,
			description: `Write ${read.ok && masked === text ? `it as ${read.value}` : 'its 10 digits'}; a sole trader writes the last 10 digits of the personnummer.`,
		});
	}
	return found;
}

function organisationsnummerIn(t: Tidredovisning): { readonly path: string; readonly text: string }[] {
	if (!('assistansanordnare' in t)) return [];
	const anordnare = t.assistansanordnare;
	const found = [{ path: 'assistansanordnare.organisationsnummer', text: anordnare.organisationsnummer }];
	if ('annanArbetsgivare' in anordnare) {
		const path = 'assistansanordnare.annanArbetsgivare.organisationsnummer';
		found.push({ path, text: anordnare.annanArbetsgivare.organisationsnummer });
	}
	return found;
}

/** The least a phone number has: characters by the schema, digits by sense; and the most that anyone dials. */
const PHONE_CHARACTERS = 7;
const PHONE_LONGEST = 100;
const PHONE_DIGITS = 5;

/** `PHONE` */
export function phone({ t }: Facts): Finding[] {
	const found: Finding[] = [];
	const check = (path: string, text: string | undefined) => {
		const reason = text === undefined ? null : whyNoPhone(text);
		if (text === undefined || reason === null) return;
		found.push({
			path,
			found: excerpt(text),
			message:
				text === ''
					? `${path} is empty.`
					: `The phone number "${excerpt(text)}" (${path}) is none: ${reason}.`,
			description: `Write a number that Försäkringskassan can call: at least ${PHONE_CHARACTERS} characters on one line, e.g. 08-123 45 67.`,
		});
	};
	if ('assistansanordnare' in t)
		check('assistansanordnare.telefonnummer', t.assistansanordnare.telefonnummer);
	check('telefonnummerAnordnare', t.telefonnummerAnordnare);
	check('telefonnummerAssistent', t.telefonnummerAssistent);
	return found;
}

function whyNoPhone(text: string): string | null {
	if (text.length > PHONE_LONGEST) return `it has more than ${PHONE_LONGEST} characters`;
	if (!/^.{7,}$/u.test(text)) return `it is not at least ${PHONE_CHARACTERS} characters on one line`;
	const digits = text.replace(/\D/g, '');
	if (digits.length < PHONE_DIGITS) return `it has fewer than ${PHONE_DIGITS} digits`;
	if (/^(\d)\1*$/.test(digits)) return 'it is one digit repeated';
	return isXmlText(text) ? null : 'it holds a character that XML cannot carry';
}

/** `NAME` */
export function name({ t }: Facts): Finding[] {
	const found: Finding[] = [];
	const check = (path: string, text: string | undefined) => {
		const reason = text === undefined ? null : whyNoName(text);
		if (text === undefined || reason === null) return;
		found.push({
			path,
			found: excerpt(text),
			message: `The name in ${path} ${reason}.`,
			description: 'Write the name as in the population register or the register of companies.',
		});
	};
	check('personSomHarAssistans.fornamn', t.personSomHarAssistans.fornamn);
	check('personSomHarAssistans.efternamn', t.personSomHarAssistans.efternamn);
	check('assistent.fornamn', t.assistent.fornamn);
	check('assistent.efternamn', t.assistent.efternamn);
	if (!('assistansanordnare' in t)) return found;
	const anordnare = t.assistansanordnare;
	check('assistansanordnare.anordnareNamn', anordnare.anordnareNamn);
	check('assistansanordnare.kontaktperson', anordnare.kontaktperson);
	if ('annanArbetsgivare' in anordnare) {
		check(
			'assistansanordnare.annanArbetsgivare.arbetsgivareNamn',
			anordnare.annanArbetsgivare.arbetsgivareNamn,
		);
	}
	return found;
}

/** Control characters, line breaks, characters without width, direction marks, and the one for a lost character. */
const SUSPECT = /[\p{Cc}\p{Cf}\u2028\u2029\ufffd]/u;
const LINE_OR_CONTROL = /[\p{Cc}\u2028\u2029]/u;
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/;
const VISIBLE = /[^\s\p{Cf}]/u;

/** A name is one line that a person can see as it is. */
function whyNoName(text: string): string | null {
	if (text.trim() === '') return 'is empty';
	if (text === text.trim() && isXmlText(text) && !SUSPECT.test(text)) return null;
	const quoted = JSON.stringify(excerpt(text));
	if (!isXmlText(text)) return `${quoted} holds a character that XML cannot carry`;
	if (text !== text.trim()) return `${quoted} begins or ends with white space`;
	if (!VISIBLE.test(text)) return 'has only characters that nobody can see';
	if (LINE_OR_CONTROL.test(text)) return `${quoted} holds a line break, a tab or another control character`;
	if (DIRECTION.test(text)) return `${quoted} holds a mark that turns the direction of writing`;
	return text.includes('\ufffd') ? `${quoted} holds "\ufffd", which stands for a lost character` : null;
}
