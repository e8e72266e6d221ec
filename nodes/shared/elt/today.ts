import { swedishDay } from '../../../src/identity/calendar';

/** Today by the Swedish calendar, `YYYY-MM-DD`. */
export function todayInSweden(): string {
	return swedishDay(new Date());
}
