import type { BankIdServer } from './bankid';
import type { EltServer } from './elt';

/** A placeholder until the page is laid out. */
export function overviewPage({ elt, bankId }: { elt: EltServer; bankId: BankIdServer }): string {
	return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Simulator</title></head><body>${elt.url} ${bankId.url}</body></html>`;
}
