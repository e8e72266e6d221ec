import { datumForSignatur } from '../../../src/signature/dates';

/** Today by the Swedish calendar, `YYYY-MM-DD`. */
export function todayInSweden(): string {
	return datumForSignatur(new Date());
}
