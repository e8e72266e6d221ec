/** The languages of BankID's texts. */
export type Language = 'sv' | 'en';

type Text = Readonly<Record<Language, string>>;

const WENT_WRONG: Text = {
	sv: 'Något gick fel. Försök igen.',
	en: 'Something went wrong. Please try again.',
};

/** BankID's recommended texts for users (RFA). */
export const RFA = {
	RFA1: { sv: 'Starta BankID-appen.', en: 'Start your BankID app.' },
	RFA3: {
		sv: 'Åtgärden avbröts. Försök igen.',
		en: 'The action was cancelled. Please try again.',
	},
	RFA4: {
		sv: 'En identifiering eller underskrift pågår redan för ditt personnummer. Försök igen.',
		en: 'An identification or signature is already in progress for your personal identity number. Please try again.',
	},
	RFA5: WENT_WRONG,
	RFA6: { sv: 'Åtgärden avbröts.', en: 'The action was cancelled.' },
	RFA8: {
		sv: 'BankID-appen svarar inte. Kontrollera att den är startad och att du har internetanslutning. Försök sedan igen.',
		en: "The BankID app is not responding. Please check that it's started and that you have internet access. Try again.",
	},
	RFA9: {
		sv: 'Skriv in din säkerhetskod i BankID-appen och välj Skriv under.',
		en: 'Enter your security code in the BankID app and select Sign.',
	},
	RFA13: { sv: 'Försöker starta BankID-appen.', en: 'Trying to start your BankID app.' },
	RFA15A: {
		sv: 'Söker efter BankID. Säkerställ att du har ett giltigt BankID på den här datorn. Om du har ett BankID på kort, sätt in kortet i kortläsaren.',
		en: 'Searching for BankID. Make sure that you have a valid BankID on this computer. If you have a BankID on card, insert the card into the card reader.',
	},
	RFA15B: {
		sv: 'Söker efter BankID. Säkerställ att du har ett giltigt BankID på den här enheten.',
		en: 'Searching for BankID. Make sure that you have a valid BankID on this device.',
	},
	RFA16: {
		sv: 'Ditt BankID är för gammalt eller spärrat. Använd ett annat BankID eller skaffa ett nytt hos din bank.',
		en: 'Your BankID is blocked or too old. Please use another BankID or get a new one from your bank.',
	},
	RFA17A: {
		sv: 'Du verkar inte ha BankID-appen/programmet. Installera den och skaffa ett BankID hos din bank.',
		en: "You don't seem to have the BankID app. Install it and get a BankID from your bank.",
	},
	RFA17B: {
		sv: 'Misslyckades att läsa av QR-koden. Starta BankID-appen och läs av QR-koden.',
		en: 'Failed to scan the QR code. Start the BankID app and scan the QR code.',
	},
	RFA20: {
		sv: 'Vill du använda BankID på den här enheten eller på en annan enhet?',
		en: 'Would you like to use BankID on this device or on another device?',
	},
	RFA21: {
		sv: 'En identifiering eller underskrift pågår.',
		en: 'An identification or signing is in progress.',
	},
	RFA22: WENT_WRONG,
	RFA23: {
		sv: 'Fotografera och läs av din ID-handling med BankID-appen.',
		en: 'Process your machine-readable travel document using the BankID app.',
	},
	RFA24: {
		sv: 'Gör en ansiktsigenkänning i BankID-appen.',
		en: 'Use facial recognition in the BankID app.',
	},
	RFA25: {
		sv: 'Välj hur du vill bekräfta din identitet i BankID-appen.',
		en: 'Choose how to confirm your identity in the BankID app.',
	},
	RFA26: {
		sv: 'Kontrollen av din ID-handling misslyckades. Försök igen.',
		en: 'The check of your identity document failed. Please try again.',
	},
	RFA27: {
		sv: 'Ansiktsigenkänningen misslyckades. Försök igen.',
		en: 'The facial recognition failed. Please try again.',
	},
	RFA28: {
		sv: 'Din enhet saknar den läsare som behövs för att kontrollera ID-handlingar.',
		en: 'Your device does not have the reader that is needed to check identity documents.',
	},
	RFA29: {
		sv: 'Du har flera BankID på din enhet. Du behöver radera alla utom ett BankID för att kunna slutföra identifieringen. Det gör du under Meny - Inställningar i din BankID-app.',
		en: 'You have several BankIDs on your device. Delete all but one to complete the identification: go to Menu - Settings in your BankID app.',
	},
	RFA30: {
		sv: 'Bekräftelsen av din identitet misslyckades. Försök igen.',
		en: 'The confirmation of your identity failed. Please try again.',
	},
} as const satisfies Record<string, Text>;

/** The number of one of BankID's texts. */
export type RfaCode = keyof typeof RFA;

/** How the user starts the app: which device, and by what. */
export interface Situation {
	/** The device that shows the page: a computer, or a phone or tablet. */
	readonly device: 'computer' | 'phone';
	/** Started by a link on this device, or by a QR code shown to another. */
	readonly start: 'link' | 'qr';
}

type Choice = RfaCode | ((situation: Situation) => RfaCode);

/** hintCode → text while an order is pending. */
const PENDING: Readonly<Record<string, Choice>> = {
	outstandingTransaction: ({ start }) => (start === 'link' ? 'RFA13' : 'RFA1'),
	noClient: 'RFA1',
	started: ({ device }) => (device === 'computer' ? 'RFA15A' : 'RFA15B'),
	userMrtd: 'RFA23',
	userSign: 'RFA9',
	userFace: 'RFA24',
	userStepUp: 'RFA25',
	processing: 'RFA21',
};

/** hintCode → text of an order that came to nothing. */
const FAILED: Readonly<Record<string, Choice>> = {
	expiredTransaction: 'RFA8',
	certificateErr: 'RFA16',
	userCancel: 'RFA6',
	cancelled: 'RFA3',
	startFailed: ({ start }) => (start === 'qr' ? 'RFA17B' : 'RFA17A'),
	mrtdVerificationFailed: 'RFA26',
	facialRecognitionFailed: 'RFA27',
	nfcNotSupportedByDevice: 'RFA28',
	multipleBankIdsOnDevice: 'RFA29',
	stepUpFailed: 'RFA30',
};

const LINK_ON_PHONE: Situation = { device: 'phone', start: 'link' };

function choose(
	table: Readonly<Record<string, Choice>>,
	hintCode: string,
	otherwise: RfaCode,
	at: Situation,
): RfaCode {
	const choice = Object.hasOwn(table, hintCode) ? (table[hintCode] ?? otherwise) : otherwise;
	return typeof choice === 'string' ? choice : choice(at);
}

/** A text for the user and its number. */
export interface UserMessage extends Text {
	readonly code: RfaCode;
}

/**
 * The text for an order's state. Hint codes that are not known here still have one: RFA21 while pending, RFA22
 * when failed.
 */
export function userMessage(
	status: 'pending' | 'failed',
	hintCode: string,
	situation: Situation = LINK_ON_PHONE,
): UserMessage {
	const code =
		status === 'pending'
			? choose(PENDING, hintCode, 'RFA21', situation)
			: choose(FAILED, hintCode, 'RFA22', situation);
	return { code, ...RFA[code] };
}
