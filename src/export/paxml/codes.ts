import { TIDSTYPER } from '../../tidredovisning/types';

/**
 * What a PAXml time code (tidkod) means for a tidredovisning: a kind of time; absence, which is never reported;
 * a supplement, which is paid on top of time that another row holds; or other time, which is no assistance.
 */
export const CODE_MEANINGS = [...TIDSTYPER, 'absence', 'supplement', 'otherTime'] as const;

/** One of the things a time code may mean. */
export type CodeMeaning = (typeof CODE_MEANINGS)[number];

function numbered(prefix: string, last: number): string[] {
	return Array.from({ length: last }, (_, index) => `${prefix}${index + 1}`);
}

/** PAXml's own time codes by what they mean here. Jour is waiting time (väntetid). */
const CODES: readonly { readonly meaning: CodeMeaning; readonly codes: readonly string[] }[] = [
	{ meaning: 'aktivTid', codes: ['TID', 'ARB', 'MER', ...numbered('ÖT', 5), ...numbered('ÖK', 5)] },
	{ meaning: 'vanteTid', codes: numbered('JR', 3) },
	{ meaning: 'beredskapsTid', codes: numbered('BE', 3) },
	{
		meaning: 'absence',
		codes: [
			...['SJK', 'SJK_KAR', 'SJK_LÖN', 'SJK_ERS', 'SJK_PEN', 'ASK', 'HAV', 'FPE', 'PAP', 'VAB', 'SMB', 'NÄR'],
			...['SEM', 'SEM_BET', 'SEM_SPA', 'SEM_OBE', 'SEM_FÖR', 'KOM', 'TJL', 'PEM', 'PER', 'MIL', 'SVE', 'UTB'],
			...['FAC', 'ATK', 'ATF', 'KON', ...numbered('FR', 9), ...numbered('JS', 3), ...numbered('BS', 3)],
		],
	},
	{
		meaning: 'supplement',
		codes: [
			...numbered('OB', 5),
			...numbered('OS', 5),
			...numbered('LT', 9),
			'SKI',
			'HLG',
			'FLX',
			...numbered('TS', 9),
		],
	},
	{ meaning: 'otherTime', codes: ['SCH', ...numbered('RE', 3), ...numbered('NV', 9)] },
];

const MEANINGS: ReadonlyMap<string, CodeMeaning> = new Map(
	CODES.flatMap(({ meaning, codes }) => codes.map((code): [string, CodeMeaning] => [code, meaning])),
);

/** A code as the table spells it. */
export function plainCode(code: string): string {
	return code.trim().normalize('NFC').toUpperCase();
}

/**
 * What a time code means, or undefined for one that PAXml doesn't define.
 * @param own the provider's own codes; they go before PAXml's
 * @see https://www.paxml.se
 */
export function meaningOfCode(
	code: string,
	own: Readonly<Partial<Record<string, CodeMeaning>>> = {},
): CodeMeaning | undefined {
	const plain = plainCode(code);
	const ownCode = Object.keys(own).find((name) => plainCode(name) === plain);
	return (ownCode === undefined ? undefined : own[ownCode]) ?? MEANINGS.get(plain);
}
