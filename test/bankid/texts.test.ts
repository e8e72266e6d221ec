import { bindingEntry, MAX_ENTRIES, userNonVisibleData } from '../../src/binding';
import { bankIdBaseUrl } from '../../src/bankid/environments';
import { RFA, userMessage } from '../../src/bankid/messages';
import { qrSvg, qrText } from '../../src/bankid/qr';
import { startLinks } from '../../src/bankid/startLinks';
import {
	DEFAULT_TEMPLATES,
	MAX_TEXT_BYTES,
	placeholdersOf,
	userVisibleData,
	visibleText,
} from '../../src/bankid/visibleText';

const SHA = 'a'.repeat(64);
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('the binding', () => {
	it('is id, comma, digest; many are joined by semicolons and sent as base64', () => {
		const entries = [1, 2].map((n) => bindingEntry({ id: idOf(n), sha256: SHA }));
		expect(entries[0]).toBe(`${idOf(1)},${SHA}`);
		expect(Buffer.from(userNonVisibleData(entries), 'base64').toString()).toBe(
			`${idOf(1)},${SHA};${idOf(2)},${SHA}`,
		);
	});

	it("of the most entries fits into BankID's 200 000 characters", () => {
		const entries = Array.from({ length: MAX_ENTRIES }, (_, n) => `${idOf(n)},${SHA}`);
		expect(userNonVisibleData(entries).length).toBeLessThanOrEqual(200_000);
		expect(() => userNonVisibleData([...entries, `${idOf(MAX_ENTRIES)},${SHA}`])).toThrow(
			expect.objectContaining({
				code: 'BANKID_ENTRIES',
				message: '1471 reports cannot be signed with one order',
			}),
		);
	});

	it.each([
		['none', [], '0 reports'],
		['a digest in upper case', [`${idOf(1)},${SHA.toUpperCase()}`], 'cannot bind a report'],
		['an id that is no UUID', [`1,${SHA}`], 'cannot bind a report'],
		['two in one', [`${idOf(1)},${SHA};${idOf(2)},${SHA}`], 'cannot bind a report'],
		['a report twice', [`${idOf(1)},${SHA}`, `${idOf(1)},${'b'.repeat(64)}`], 'occurs twice'],
	])('refuses %s', (_, entries, says) => {
		expect(() => userNonVisibleData(entries)).toThrow(
			expect.objectContaining({ code: 'BANKID_ENTRIES', message: expect.stringContaining(says) }),
		);
	});
});

describe('the QR code', () => {
	const [token, key] = [
		'67df3917-fa0d-44e5-b327-edcc928297f8',
		'd28db9a7-4cde-429e-a983-359be676944c',
	] as const;
	const start = { qrStartToken: token, qrStartSecret: key };

	it.each([
		[0, 'dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8'],
		[1, '949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2'],
		[2, 'a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3'],
	])("has BankID's published text at %d s", (seconds, code) => {
		expect(qrText(start, seconds)).toBe(`bankid.${start.qrStartToken}.${seconds}.${code}`);
	});

	it.each([-1, 0.5, Number.NaN])('knows no second %d', (seconds) => {
		expect(() => qrText(start, seconds)).toThrow(new TypeError('seconds must be a whole number, 0 or more'));
	});

	it('is an image of at least 200 pixels, black on white', async () => {
		const svg = await qrSvg(qrText(start, 0), 10);
		expect(svg).toMatch(/^<svg[^>]* width="200" height="200"/);
		expect(svg).toContain('#ffffff');
	});
});

describe('start links', () => {
	it('start links lead to the app on phones and on computers', () => {
		expect(startLinks('a b')).toEqual({
			phone: 'https://app.bankid.com/?autostarttoken=a%20b',
			computer: 'bankid:///?autostarttoken=a%20b',
		});
	});
});

describe('texts for the user', () => {
	const phone = { device: 'phone', start: 'link' } as const;
	const qr = { device: 'computer', start: 'qr' } as const;

	it.each([
		['pending', 'outstandingTransaction', phone, 'RFA13'],
		['pending', 'outstandingTransaction', qr, 'RFA1'],
		['pending', 'noClient', phone, 'RFA1'],
		['pending', 'started', qr, 'RFA15A'],
		['pending', 'started', phone, 'RFA15B'],
		['pending', 'userMrtd', phone, 'RFA23'],
		['pending', 'userSign', phone, 'RFA9'],
		['pending', 'userFace', phone, 'RFA24'],
		['pending', 'userStepUp', phone, 'RFA25'],
		['pending', 'processing', phone, 'RFA21'],
		['pending', 'somethingNew', phone, 'RFA21'],
		['pending', 'toString', phone, 'RFA21'],
		['failed', 'expiredTransaction', phone, 'RFA8'],
		['failed', 'certificateErr', phone, 'RFA16'],
		['failed', 'userCancel', phone, 'RFA6'],
		['failed', 'cancelled', phone, 'RFA3'],
		['failed', 'startFailed', phone, 'RFA17A'],
		['failed', 'startFailed', qr, 'RFA17B'],
		['failed', 'mrtdVerificationFailed', phone, 'RFA26'],
		['failed', 'facialRecognitionFailed', phone, 'RFA27'],
		['failed', 'nfcNotSupportedByDevice', phone, 'RFA28'],
		['failed', 'multipleBankIdsOnDevice', phone, 'RFA29'],
		['failed', 'stepUpFailed', phone, 'RFA30'],
		['failed', 'somethingNew', phone, 'RFA22'],
		['failed', '', phone, 'RFA22'],
	] as const)('%s %s %j is %s', (status, hintCode, situation, code) => {
		expect(userMessage(status, hintCode, situation)).toEqual({ code, ...RFA[code] });
	});
});

describe('the text that is signed', () => {
	it('has its placeholders filled in and keeps its lines', () => {
		const reports = ['Åsa 8 h', 'Östen 7 h'];
		const text = visibleText('Månad {month}\n{reports}', { month: '2026-10', reports });
		expect(text).toBe('Månad 2026-10\nÅsa 8 h\nÖsten 7 h');
		expect(Buffer.from(userVisibleData(text), 'base64').toString('utf8')).toBe(text);
	});

	it('takes a value as it is: no placeholder in a value is filled in, no control character stays', () => {
		expect(visibleText('{a} {b}', { a: '{b}', b: 'x\u0007\ty\r' })).toBe('{b} x y ');
	});

	it.each([
		['a line feed', 'Öberg\n\nJag intygar inte detta.', 'Öberg Jag intygar inte detta.'],
		['a carriage return', 'Öberg\rAnna', 'Öberg Anna'],
		['a line separator', 'Öberg\u2028Anna', 'Öberg Anna'],
		['a mark that turns the direction', 'Öberg\u202Eannat', 'Öbergannat'],
		['a letter without width', 'Ö\u200Bberg', 'Öberg'],
	])('keeps a name with %s within its line', (_, name, line) => {
		expect(visibleText('{name}\n{reports}', { name, reports: [name, 'Ek'] })).toBe(`${line}\n${line}\nEk`);
	});

	it('escapes what simpleMarkdown would read as markup', () => {
		expect(visibleText('# {name}', { name: '*A* #1 _x_ | + - ! \\' }, 'simpleMarkdownV1')).toBe(
			'# \\*A\\* \\#1 \\_x\\_ \\| \\+ \\- \\! \\\\',
		);
	});

	it('refuses a placeholder without a value, naming those there are', () => {
		expect(() => visibleText('{month} {mnth}', { month: '2026-10', person: 'x' })).toThrow(
			expect.objectContaining({
				code: 'BANKID_TEXT',
				message: 'The text for the signer has the placeholder {mnth}, for which there is no value.',
				description: 'Use only these: {month}, {person}.',
			}),
		);
	});

	it('counts bytes, not letters', () => {
		expect(visibleText('{a}', { a: 'å'.repeat(MAX_TEXT_BYTES / 2) })).toHaveLength(15_000);
		expect(() => visibleText('{a}', { a: `${'å'.repeat(MAX_TEXT_BYTES / 2)}x` })).toThrow(
			expect.objectContaining({
				code: 'BANKID_TEXT',
				message: 'The text for the signer has 30001 bytes; BankID shows at most 30000.',
			}),
		);
		expect(userVisibleData('x'.repeat(MAX_TEXT_BYTES))).toHaveLength(40_000);
		expect(() => visibleText(' \n', {})).toThrow(
			expect.objectContaining({ code: 'BANKID_TEXT', message: 'The text for the signer is empty.' }),
		);
	});

	it('of the product says itself that it is for tests', () => {
		for (const template of Object.values(DEFAULT_TEMPLATES))
			expect(template).toMatch(/^TEST – .*inte godkänd/);
		expect(placeholdersOf(DEFAULT_TEMPLATES.assistent)).toEqual(['month', 'assistent', 'person', 'hours']);
	});
});

describe('addresses', () => {
	it("are BankID's own, or one that is not", () => {
		expect(bankIdBaseUrl('test')).toBe('https://appapi2.test.bankid.com/rp/v6.0/');
		expect(bankIdBaseUrl('production')).toBe('https://appapi2.bankid.com/rp/v6.0/');
		expect(bankIdBaseUrl('custom', 'https://127.0.0.1:8443/rp/v6.0')).toBe('https://127.0.0.1:8443/rp/v6.0/');
	});

	it('never repeats a password that stands in an address', () => {
		expect(() => bankIdBaseUrl('custom', 'http://me:secret@a.example/')).toThrow(
			expect.objectContaining({ message: 'The address "http://a.example/" is not an https address.' }),
		);
	});

	it.each([
		'',
		'http://a.example/',
		'https://appapi2.bankid.com/rp/v6.0/',
		'https://appapi2.bankid.com./rp/',
	])('refuses "%s" as one of your own', (address) => {
		expect(() => bankIdBaseUrl('custom', address)).toThrow(
			expect.objectContaining({ code: 'BANKID_ADDRESS' }),
		);
	});
});
