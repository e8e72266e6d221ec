import { ownMeanings, plainWord, type TimeMeaning, type TimeWords } from '../timeWords';

function numbered(prefix: string, last: number): string[] {
	return Array.from({ length: last }, (_, index) => `${prefix}${index + 1}`);
}

/** PAXml's own time codes by what they mean here. Jour is waiting time (väntetid). */
const CODES: readonly { readonly meaning: TimeMeaning; readonly codes: readonly string[] }[] = [
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
	{ meaning: 'leaveOut', codes: ['SCH', ...numbered('RE', 3), ...numbered('NV', 9)] },
];

const MEANINGS: ReadonlyMap<string, TimeMeaning> = new Map(
	CODES.flatMap(({ meaning, codes }) => codes.map((code): [string, TimeMeaning] => [code, meaning])),
);

/**
 * Finds what a time code means; undefined for one that PAXml does not define.
 * @param own the provider's own codes; they go before PAXml's
 * @see https://www.paxml.se
 */
export function codeMeanings(own?: TimeWords): (code: string) => TimeMeaning | undefined {
	const ownMeaning = ownMeanings(own);
	return (code) => ownMeaning(code) ?? MEANINGS.get(plainWord(code));
}
