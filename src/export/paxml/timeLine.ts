import { DAY_MINUTES, dateOf } from '../../tidredovisning/calendar';
import { localDateTime } from '../localTime';

/** A stretch by the clock on the wall, in minutes since 1970-01-01 00.00; `to` after `from`. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
}

/** A stretch, and whose it is. */
export interface Piece<T> extends Stretch {
	readonly of: T;
}

/** A minute since 1970-01-01 00.00 as `YYYY-MM-DDTHH:MM`. */
export function writeMinute(minute: number): string {
	const day = Math.floor(minute / DAY_MINUTES);
	return localDateTime({ date: dateOf(day), minutes: minute - day * DAY_MINUTES });
}

/** Pieces in their order, none over another: what two have in common is the earlier one's. */
export class TimeLine<T> {
	private readonly pieces: readonly Piece<T>[];

	constructor(pieces: readonly Piece<T>[]) {
		const disjoint: Piece<T>[] = [];
		let end = -Infinity;
		for (const piece of [...pieces].sort((one, other) => one.from - other.from)) {
			if (piece.to <= end) continue;
			disjoint.push({ ...piece, from: Math.max(piece.from, end) });
			end = piece.to;
		}
		this.pieces = disjoint;
	}

	/** The pieces that have a minute of a stretch, cut to it. */
	within({ from, to }: Stretch): Piece<T>[] {
		const found: Piece<T>[] = [];
		for (let index = this.firstAfter(from); index < this.pieces.length; index += 1) {
			const piece = this.pieces[index];
			if (piece === undefined || piece.from >= to) break;
			found.push({ of: piece.of, from: Math.max(piece.from, from), to: Math.min(piece.to, to) });
		}
		return found;
	}

	/** What is left of a stretch. */
	outside(stretch: Stretch): Stretch[] {
		const left: Stretch[] = [];
		let from = stretch.from;
		for (const piece of this.within(stretch)) {
			if (piece.from > from) left.push({ from, to: piece.from });
			from = piece.to;
		}
		if (from < stretch.to) left.push({ from, to: stretch.to });
		return left;
	}

	/** Where the first piece is that ends after a minute. */
	private firstAfter(minute: number): number {
		let low = 0;
		let high = this.pieces.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.pieces[middle]?.to ?? Infinity) > minute) high = middle;
			else low = middle + 1;
		}
		return low;
	}
}
