import type { Language } from '../bankid/messages';
import type { SignerRole } from '../report/item/item';
import type { Tidstyp } from '../tidredovisning/types';

type Text = Readonly<Record<Language, string>>;

/** What the page itself says, next to BankID's own texts. */
export const TEXTS = {
	title: { sv: 'Skriv under tidredovisning', en: 'Sign time report' },
	kicker: { sv: 'Tidredovisning · Assistansersättning', en: 'Time report · Assistance allowance' },
	testBanner: {
		sv: 'TEST. Det som skrivs under här gäller inte på riktigt.',
		en: 'TEST. What is signed here has no legal effect.',
	},
	language: { sv: 'In English', en: 'På svenska' },
	whatHeading: { sv: 'Det här skriver du under', en: 'What you sign' },
	assistent: { sv: 'Assistent', en: 'Assistant (assistent)' },
	person: { sv: 'Person som har assistans', en: 'Person with assistance' },
	anordnare: { sv: 'Anordnare', en: 'Provider (anordnare)' },
	month: { sv: 'Månad', en: 'Month' },
	rows: { sv: 'Rader', en: 'Rows' },
	remarks: { sv: 'Anmärkningar', en: 'Remarks' },
	noRemarks: { sv: 'Inga', en: 'None' },
	totals: { sv: 'Summor enligt klockan', en: 'Totals by the clock' },
	total: { sv: 'Summa', en: 'Total' },
	reports: { sv: 'Tidredovisningar', en: 'Time reports' },
	wholeReport: { sv: 'Hela tidredovisningen', en: 'The whole time report' },
	swedishOnly: { sv: '', en: 'The time report itself is in Swedish.' },
	back: { sv: 'Tillbaka till underskriften', en: 'Back to signing' },
	moreReports: { sv: 'Visa fler', en: 'Show more' },
	fewerReports: { sv: 'Visa från början', en: 'Show from the start' },
	signHeading: { sv: 'Skriv under med BankID', en: 'Sign with BankID' },
	sign: { sv: 'Skriv under med BankID', en: 'Sign with BankID' },
	signHere: { sv: 'Använd BankID på den här enheten', en: 'Use BankID on this device' },
	signElsewhere: { sv: 'Använd BankID på en annan enhet', en: 'Use BankID on another device' },
	onlyYou: {
		sv: 'Bara den som länken är gjord för kan skriva under.',
		en: 'Only the person whom the link was made for can sign.',
	},
	open: { sv: 'Öppna BankID-appen', en: 'Open the BankID app' },
	openHint: {
		sv: 'Tryck på knappen inom 30 sekunder. Kom sedan tillbaka till den här sidan.',
		en: 'Press the button within 30 seconds. Then come back to this page.',
	},
	scanHeading: { sv: 'Läs av QR-koden', en: 'Scan the QR code' },
	scanHint: {
		sv: 'Öppna BankID-appen på din mobil inom 30 sekunder, tryck på QR-ikonen och rikta kameran mot koden.',
		en: 'Open the BankID app on your phone within 30 seconds, tap the QR symbol and point the camera at the code.',
	},
	qrLabel: { sv: 'QR-kod för BankID-appen', en: 'QR code for the BankID app' },
	qrLost: {
		sv: 'QR-koden kan inte visas längre. Avbryt och försök igen.',
		en: 'The QR code can no longer be shown. Cancel and try again.',
	},
	timeLimit: {
		sv: 'Du har ungefär tre minuter på dig.',
		en: 'You have about three minutes.',
	},
	appHeading: { sv: 'Fortsätt i BankID-appen', en: 'Continue in the BankID app' },
	cancel: { sv: 'Avbryt', en: 'Cancel' },
	refresh: { sv: 'Uppdatera', en: 'Refresh' },
	busyHeading: {
		sv: 'Underskriften pågår i ett annat fönster',
		en: 'Signing is in progress in another window',
	},
	busyHint: {
		sv: 'Fortsätt där, eller vänta några minuter och försök igen här.',
		en: 'Continue there, or wait a few minutes and try again here.',
	},
	failedHeading: { sv: 'Det blev ingen underskrift', en: 'Nothing was signed' },
	wrongPerson: {
		sv: 'Underskriften är gjord av någon annan än den som länken är gjord för. Den används inte.',
		en: 'The signature is from another person than the one the link was made for. It is not used.',
	},
	tooMany: {
		sv: 'Länken har använts för många gånger. Kontakta den som skickade den.',
		en: 'The link has been used too many times. Contact the person who sent it.',
	},
	changed: {
		sv: 'Tidredovisningen har ändrats sedan länken skickades. Kontakta den som skickade länken.',
		en: 'The time report has changed since the link was sent. Contact the person who sent the link.',
	},
	signedHeading: { sv: 'Underskriften är mottagen', en: 'The signature is received' },
	signedBy: { sv: 'Undertecknad av', en: 'Signed by' },
	signedAt: { sv: 'Tidpunkt', en: 'Time' },
	keep: { sv: 'Spara en kopia', en: 'Keep a copy' },
	closeHint: {
		sv: 'Du kan stänga sidan. Länken kan inte användas igen.',
		en: 'You can close the page. The link cannot be used again.',
	},
	unprovenHeading: {
		sv: 'Underskriften är mottagen men inte godkänd än',
		en: 'The signature is received but not accepted yet',
	},
	unprovenHint: {
		sv: 'Den som skickade länken får veta det och hör av sig om något mer behövs.',
		en: 'The person who sent the link is informed and will contact you if anything more is needed.',
	},
	declineSummary: { sv: 'Jag vill inte skriva under', en: 'I do not want to sign' },
	declineReason: {
		sv: 'Varför? Den som skickade länken får läsa det.',
		en: 'Why? The person who sent the link will read it.',
	},
	decline: { sv: 'Avstå från att skriva under', en: 'Decline to sign' },
	declinedHeading: { sv: 'Du har avstått', en: 'You have declined' },
	declinedHint: {
		sv: 'Den som skickade länken har fått din anledning. Du kan stänga sidan.',
		en: 'The person who sent the link has your reason. You can close the page.',
	},
	expiredHeading: { sv: 'Länken gäller inte längre', en: 'The link is no longer valid' },
	expiredHint: {
		sv: 'Be den som skickade länken om en ny.',
		en: 'Ask the person who sent the link for a new one.',
	},
	unknownHeading: { sv: 'Länken stämmer inte', en: 'The link is not right' },
	unknownHint: {
		sv: 'Öppna länken precis som den är i meddelandet.',
		en: 'Open the link exactly as it is in the message.',
	},
	troubleHeading: { sv: 'Något gick fel', en: 'Something went wrong' },
	troubleHint: {
		sv: 'Vänta en stund och försök igen. Hjälper det inte, kontakta den som skickade länken.',
		en: 'Wait a while and try again. If that does not help, contact the person who sent the link.',
	},
	offline: {
		sv: 'Ingen kontakt med servern. Sidan försöker igen.',
		en: 'No contact with the server. The page tries again.',
	},
	over: {
		sv: 'Länken är avslutad. Om du skrev under i BankID-appen är underskriften mottagen.',
		en: 'The link has ended. If you signed in the BankID app, the signature is received.',
	},
} as const satisfies Record<string, Text>;

/** The kinds of time, as the schema calls them and as people read them. */
export const TIDSTYP_NAMES: Readonly<Record<Tidstyp, Text>> = {
	aktivTid: { sv: 'Aktiv tid', en: 'Active time' },
	vanteTid: { sv: 'Väntetid', en: 'Waiting time' },
	beredskapsTid: { sv: 'Beredskap', en: 'Standby' },
};

/** In which role somebody signs. */
export const ROLE_TEXTS: Readonly<Record<SignerRole, Text>> = {
	assistent: { sv: 'Du skriver under som assistent.', en: 'You sign as the assistant (assistent).' },
	anordnare: { sv: 'Du skriver under för anordnaren.', en: 'You sign for the provider (anordnare).' },
};

/** The language of a visitor: the one chosen on the page, else the browser's first of the two; Swedish by default. */
export function languageOf(chosen: unknown, acceptLanguage: string | undefined): Language {
	if (chosen === 'sv' || chosen === 'en') return chosen;
	const preferred = (acceptLanguage ?? '')
		.split(',')
		.map((entry) => entry.trim().slice(0, 2).toLowerCase())
		.find((language) => language === 'sv' || language === 'en');
	return preferred === 'en' ? 'en' : 'sv';
}

/** `2026-10` → `oktober 2026`, `October 2026`. */
export function monthText(month: string, language: Language): string {
	return inStockholm(new Date(`${month}-15T12:00:00Z`), language, { month: 'long', year: 'numeric' });
}

/** An instant as Swedish wall-clock time, with the date. */
export function timeText(at: Date, language: Language): string {
	return inStockholm(at, language, { dateStyle: 'long', timeStyle: 'short' });
}

function inStockholm(at: Date, language: Language, options: Intl.DateTimeFormatOptions): string {
	const locale = language === 'sv' ? 'sv-SE' : 'en-GB';
	return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'Europe/Stockholm' }).format(at);
}
