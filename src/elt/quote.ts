import { maskPersonnummerIn } from '../identity/masking';

/** The longest quotation in a message, characters; the receipt's `response` has the whole. */
const LONGEST = 1000;

/** Signatures, certificates and documents as base64, also broken into lines; a SHA-256 in hex is none. */
const BASE64 = /(?:(?![0-9a-f]{64}(?![A-Za-z0-9+/]))[A-Za-z0-9+/]{64,}={0,2}[\r\n]*)+[A-Za-z0-9+/]*={0,2}/g;

/** A server's own words, fit for a message or a log: without base64, personnummer masked, at most 1000 characters. */
export function quote(words: string): string {
	const told = maskPersonnummerIn(words.replace(BASE64, '[base64]'));
	return told.length > LONGEST ? `${told.slice(0, LONGEST)}…` : told;
}
