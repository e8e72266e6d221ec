import type { CodeText } from './code';

/** The codes of what is found in an export; those of the rules occur there too. */
export const EXPORT_CODES = {
	COLUMN_MISSING: {
		levels: ['error'],
		says: 'The export has no column for something that a report needs',
		todo: 'Name the column, or map it.',
	},
	COLUMN_TWICE: {
		levels: ['error'],
		says: 'Two columns can be the same field',
		todo: 'Say in the column mapping which of them it is.',
	},
	EXPORT_EMPTY: {
		levels: ['error'],
		says: 'The file has no rows',
		todo: 'Export the shifts again.',
	},
	EXPORT_ENCODING: {
		levels: ['warning', 'error'],
		says: 'The bytes are not what the file says, or letters were lost',
		todo: 'Look at the names before anyone signs; export as UTF-8.',
	},
	EXPORT_FORMAT: {
		levels: ['error'],
		says: 'The file is not CSV, TSV or PAXml',
		todo: 'Export in one of these formats.',
	},
	EXPORT_HEADING: {
		levels: ['error'],
		says: 'The heading has a column twice, or too many columns',
		todo: 'Give each column its own heading.',
	},
	EXPORT_QUOTE: {
		levels: ['error'],
		says: 'A quotation mark is not closed',
		todo: 'Correct the row that is named.',
	},
	EXPORT_ROW_COLUMNS: {
		levels: ['error'],
		says: 'A row has another number of columns than the heading',
		todo: 'Correct the row, or the delimiter.',
	},
	EXPORT_TOO_LARGE: {
		levels: ['error'],
		says: 'The file is larger than what is read',
		todo: 'Export one month at a time.',
	},
	KOLLEKTIVAVTAL: {
		levels: ['error'],
		says: 'A cell for the collective agreement is neither yes nor no',
		todo: 'Write ja or nej, or leave it empty.',
	},
	TIDSTYP_ASSUMED: {
		levels: ['warning'],
		says: 'No column says the kind of time: all rows are taken as active time',
		todo: 'Map the column that says it, or make sure that all is active time.',
	},
	TIME_WORD: {
		levels: ['error'],
		says: 'An own time word has no meaning, or two',
		todo: "Give each word one meaning in 'Time Words'.",
	},
	ROW_STATUS: {
		levels: ['error'],
		says: 'A word in a status or absence column is unknown',
		todo: "Say in 'Time Words' whether such a shift counts.",
	},
	ROW_HOURS: {
		levels: ['error'],
		says: 'A figure of hours cannot be read',
		todo: 'Write hours as 8, 8:30 or 8.5.',
	},
	HOURS_DIFFER: {
		levels: ['error', 'warning'],
		says: "The export's own hours differ from its clock times",
		todo: 'Correct the row, or write two rows around the break.',
	},
	BREAK_NOT_PLACED: {
		levels: ['error', 'warning'],
		says: 'A break is not placed within its shift',
		todo: 'Write two rows around the break, or give its start and end.',
	},
	ROW_ABSENCE: {
		levels: ['info', 'warning'],
		says: 'A row is absence: it is not reported; a warning where it does not say when on a day with worked time',
		todo: 'Nothing, or make sure that the absence was at another time of the day.',
	},
	ROW_CANCELLED: {
		levels: ['info', 'warning'],
		says: 'A shift was not worked: it is not reported',
		todo: 'Nothing needs to be done.',
	},
	ROW_NOT_ASSISTANCE: {
		levels: ['info', 'warning'],
		says: 'A row is other time than assistance: nothing of it is reported',
		todo: 'Say in the settings if its code stands for assistance in your system.',
	},
	ROW_CONTRADICTED: {
		levels: ['error'],
		says: 'A row says that time was worked that another row calls absence or other time',
		todo: 'Correct one of the two rows.',
	},
	ROW_NOT_REPORTED: {
		levels: ['info', 'warning'],
		says: 'A planned shift is not reported, or only a part of it: worked time or absence takes its place',
		todo: 'Make sure that the rest was worked as planned.',
	},
	ROWS_PLANNED: {
		levels: ['warning'],
		says: 'Rows come from a schedule: planned time, not reported as worked',
		todo: 'Make sure that they were worked before anyone signs.',
	},
	ROW_EMPLOYEE: {
		levels: ['error'],
		says: 'The file has no person for an employee',
		todo: 'Export the section personal too.',
	},
	ROW_PERSON: {
		levels: ['error'],
		says: 'Nobody knows who received assistance in a row',
		todo: 'Say it in the settings for PAXml.',
	},
	ANSTID_SPELLING: {
		levels: ['warning'],
		says: 'A number of employment is read as another spelling of it',
		todo: 'Write the anstid in the same way everywhere.',
	},
	TIDKOD: {
		levels: ['error'],
		says: 'A time code is unknown',
		todo: 'Say in the settings what the code means.',
	},
	ELEMENT_MISPLACED: {
		levels: ['error'],
		says: 'An element is in a place where PAXml does not have it',
		todo: 'Export it as PAXml has it: it may say that someone was absent.',
	},
	ELEMENT_TWICE: {
		levels: ['error'],
		says: 'An element of a row occurs more than once',
		todo: 'Correct the row in the file.',
	},
	ELEMENT_UNKNOWN: {
		levels: ['warning'],
		says: 'The file has elements or attributes that PAXml does not have',
		todo: 'Make sure that they say nothing about breaks, absence or cancelled shifts.',
	},
	ROWS_DISAGREE: {
		levels: ['error'],
		says: 'Rows of one report disagree about its persons or employer',
		todo: 'Make the names, the phone and the employer the same in all rows.',
	},
	CONTACT_DIFFERS: {
		levels: ['warning'],
		says: 'Rows of one report say different things about whom to reach',
		todo: 'Nothing needs to be done if the first value is right.',
	},
	ROWS_UNREADABLE: {
		levels: ['error'],
		says: 'More rows cannot be read than are listed with their reason',
		todo: 'Correct the rows that are listed, then build again.',
	},
	ROWS_WARNED: {
		levels: ['warning'],
		says: 'More rows have warnings than are listed',
		todo: 'Look at the rows that are named.',
	},
	ROW_LEFT_OUT: {
		levels: ['warning'],
		says: 'A row that cannot be read was left out',
		todo: 'Make sure that no shift is missing before anyone signs.',
	},
} as const satisfies Readonly<Record<string, CodeText>>;
