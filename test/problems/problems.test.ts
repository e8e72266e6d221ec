import fc from 'fast-check';

import type { Problem } from '../../src/errors';
import { excerpt, someOf } from '../../src/problems/excerpt';
import { Problems } from '../../src/problems/problems';

function problem(code: Problem['code'], row: number, level: Problem['level'] = 'error'): Problem {
	const path = `row ${row}, column "Start"`;
	return { code, level, path, message: `Row ${row} is wrong`, description: 'Correct it.', found: '' };
}

describe('Problems', () => {
	test('keeps up to 20 of a kind as they are, in the order they were found', () => {
		const given = Array.from({ length: 20 }, (_, row) => [
			problem('ROW_DAY', row),
			problem('ROW_ORDER', row),
		]).flat();
		const problems = new Problems();
		problems.addAll(given);
		expect(problems.list()).toEqual(given);
	});

	test('counts what comes after, and says where the first of those is', () => {
		const problems = new Problems();
		for (let row = 1; row <= 100_000; row += 1) problems.add(problem('ROW_TIME', row));
		const list = problems.list();
		expect(list).toHaveLength(21);
		expect(list.at(-1)).toEqual({
			code: 'ROW_TIME',
			level: 'error',
			path: 'row 21, column "Start"',
			message: 'And 99980 more of this kind (ROW_TIME), the first at row 21, column "Start"',
			description:
				'Only the first 20 of a kind are listed. Correct them first: so many often have one cause.',
			found: '99980',
		});
	});

	test('never counts an error among warnings of the same code', () => {
		const problems = new Problems();
		for (let row = 0; row < 50; row += 1) problems.add(problem('HOURS_DIFFER', row, 'warning'));
		expect(problems.hasErrors).toBe(false);
		problems.add(problem('HOURS_DIFFER', 50));
		expect(problems.hasErrors).toBe(true);
		expect(problems.list()).toContainEqual(problem('HOURS_DIFFER', 50));
	});

	test('does not describe what is only counted', () => {
		const problems = new Problems();
		let described = 0;
		for (let row = 0; row < 1000; row += 1) {
			problems.note('ROW_DAY', 'error', () => {
				described += 1;
				return problem('ROW_DAY', row);
			});
		}
		expect(described).toBe(21);
	});
});

describe('excerpt', () => {
	test('leaves a short value as it is', () => {
		expect(excerpt('sometime')).toBe('sometime');
	});

	test('cuts a value of 8 MB after 100 characters', () => {
		expect(excerpt('1'.repeat(8_000_000))).toBe(`${'1'.repeat(100)}…`);
	});

	test('masks a personnummer wherever the cut falls', () => {
		fc.assert(
			fc.property(
				fc.nat(160),
				fc.constantFrom('198911079930', '19891107-9930', '891107-9930', '1989 1107 9930'),
				(before, number) => {
					const text = excerpt(`${'x'.repeat(before)} ${number} ${'y'.repeat(200)}`);
					expect(text.replace(/\D/g, '').length).toBeLessThanOrEqual(8);
					expect(text.length).toBeLessThanOrEqual(101);
				},
			),
		);
	});
});

test.each([
	[[3], '3'],
	[[1, 2, 3, 4, 5], '1, 2, 3, 4, 5'],
	[[1, 2, 3, 4, 5, 6, 7], '1, 2, 3, 4, 5 and 2 more'],
])('someOf names at most five of %j', (values, text) => {
	expect(someOf(values)).toBe(text);
});
