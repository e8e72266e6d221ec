import { randomBytes } from 'node:crypto';

import { isSameNonce, newNonce } from '../../src/signingPage/nonce';
import { seal, sealingKey, unseal } from '../../src/signingPage/seal';
import { linkOf, readSession, waitsUntil } from '../../src/signingPage/session';

describe('the nonce of a link', () => {
	test('has 256 bits that differ each time and need no escaping in an address', () => {
		const nonces = Array.from({ length: 100 }, newNonce);
		expect(new Set(nonces).size).toBe(100);
		for (const nonce of nonces) expect(nonce).toMatch(/^[\w-]{43}$/);
	});

	test('is the same only as itself', () => {
		const nonce = newNonce();
		expect(isSameNonce(nonce, nonce)).toBe(true);
		expect(isSameNonce(nonce, newNonce())).toBe(false);
	});

	test.each([undefined, null, '', 'x', 7, [], {}, ['a'], '\u0000', 'å'.repeat(100_000)])(
		'is not what a visitor made up (case %#)',
		(given) => {
			expect(isSameNonce(newNonce(), given)).toBe(false);
		},
	);
});

describe('sealed state', () => {
	const key = sealingKey('a private key');
	const value = { orderRef: 'order-1', startedAt: 7 };
	const sealed = seal(value, key, 'order of link 1');

	test('opens with its own key and purpose', () => {
		expect(unseal(sealed, key, 'order of link 1')).toEqual(value);
	});

	test('is different each time and shows nothing of what is in it', () => {
		expect(seal(value, key, 'order of link 1')).not.toBe(sealed);
		expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('order-1');
	});

	test('does not open for another link', () => {
		expect(unseal(sealed, key, 'order of link 2')).toBeNull();
	});

	test('does not open with the key of another credential', () => {
		expect(unseal(sealed, sealingKey('another private key'), 'order of link 1')).toBeNull();
	});

	test('does not open when any one byte of it is changed', () => {
		const bytes = Buffer.from(sealed, 'base64url');
		for (const index of bytes.keys()) {
			const changed = Buffer.from(bytes);
			changed[index] = (changed[index] ?? 0) ^ 1;
			expect(unseal(changed.toString('base64url'), key, 'order of link 1')).toBeNull();
		}
	});

	test.each([
		undefined,
		null,
		'',
		'A',
		7,
		{},
		[sealed],
		'!',
		'A'.repeat(5_000_000),
		randomBytes(200).toString('base64url'),
	])('is not what a visitor made up (case %#)', (given) => {
		expect(unseal(given, key, 'order of link 1')).toBeNull();
	});

	test('has a key that does not show the private key it comes from', () => {
		expect(Buffer.from(key)).toHaveLength(32);
		expect(Buffer.from(key).toString('utf8')).not.toContain('private');
	});
});

describe('a link', () => {
	test('leads to the page of the waiting execution and keeps the token of n8n', () => {
		const link = new URL(linkOf('https://n8n.example/flows/webhook-waiting/42?signature=abc', 'n0nce'));
		expect(link.pathname).toBe('/flows/webhook-waiting/42/sign');
		expect(Object.fromEntries(link.searchParams)).toEqual({ signature: 'abc', nonce: 'n0nce' });
	});

	test('leaves the execution waiting five minutes longer than it works, for an order that was started in time', () => {
		expect(waitsUntil({ expiresAt: '2026-11-25T12:00:00.000Z' }).toISOString()).toBe(
			'2026-11-25T12:05:00.000Z',
		);
	});

	test.each([undefined, null, 'text', [], {}, { nonce: 'x' }])('is not read from %p', (json) => {
		expect(() => readSession(json)).toThrow(
			expect.objectContaining({ code: 'ITEM_INVALID', message: 'The execution has no signing link' }),
		);
	});
});
