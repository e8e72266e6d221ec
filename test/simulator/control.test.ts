import { request } from 'node:http';

import type { Simulator } from '../../src/simulator';
import { call } from './https';
import { reportNumber, requestFor } from './reports';
import { startSharedSimulator } from '../world/pki';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSharedSimulator();
	for (const n of [1, 2, 2]) await send(n);
});
afterAll(() => simulator.close());

const send = async (n: number) =>
	call(simulator.eltUrl, {
		ca: simulator.ca,
		client: simulator.pki.eltClient.leaf,
		headers: {
			'Content-Type': 'text/xml; charset=utf-8',
			SOAPAction: '"urn:shs:emottagning:SkickaTidredovisningResponder:1:SkickaTidredovisning"',
		},
		body: await requestFor(simulator.pki, reportNumber(n)),
	});

const at = (path: string): string => new URL(path, simulator.pageUrl).href;
const json = async (path: string, init: RequestInit = {}) => {
	const response = await fetch(at(path), init);
	return { status: response.status, body: await response.json() };
};

describe('the page', () => {
	test('shows each report with its duplicates and nobody’s whole personnummer', async () => {
		const page = await (await fetch(simulator.pageUrl)).text();
		expect(page).toContain('<bdi>Åsa Sjöö</bdi>');
		expect(page).toContain('19891107-****');
		expect(page).toContain(`<a href="/reports/${reportNumber(1).id}">`);
		expect(page.match(/2 times/g)).toHaveLength(1);
		expect(page).not.toContain('198911079930');
		expect(page).not.toContain('198108169924');
	});

	test('has no script, and allows none nor anything from elsewhere', async () => {
		const response = await fetch(simulator.pageUrl);
		const page = await response.text();
		expect(page).not.toMatch(/<script|javascript:|\son\w+=|style="|https?:\/\/(?!127\.0\.0\.1)/i);
		expect(response.headers.get('content-security-policy')).toMatch(
			/^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
		);
		expect(response.headers.get('cache-control')).toBe('no-store');
	});

	test('asks to be loaded again only when it is followed', async () => {
		expect(await (await fetch(simulator.pageUrl)).text()).not.toContain('http-equiv="refresh"');
		expect(await (await fetch(at('/?live'))).text()).toContain('http-equiv="refresh" content="3"');
	});

	test('of one report shows it as its reader sees it', async () => {
		const response = await fetch(at(`/reports/${reportNumber(1).id}`));
		const page = await response.text();
		expect(response.status).toBe(200);
		expect(page).toContain('Åsa Sjöö');
		expect(page).toContain('08.00');
		expect(page).not.toContain('198911079930');
		const styles = page.match(/<style>/g);
		expect(styles).toHaveLength(1);
		expect(response.headers.get('content-security-policy')).toMatch(
			/^default-src 'none'; style-src 'sha256-/,
		);
	});

	test('of an unknown report is not there', async () => {
		expect(await json(`/reports/${reportNumber(9).id}`)).toMatchObject({ status: 404 });
	});
});

describe('the control address', () => {
	test('tells what arrived as JSON, without documents', async () => {
		const { body } = await json('/received');
		expect(body.totals).toEqual({ calls: 3, received: 3, ids: 2, duplicates: 1 });
		expect(body.reports[0]).toMatchObject({
			id: reportNumber(1).id,
			assistent: { namn: 'Åsa Sjöö', personnummer: '19891107-****' },
			times: 1,
			rows: 1,
		});
		expect(JSON.stringify(body)).not.toContain('198911079930');
	});

	test('tells the calls with their times', async () => {
		const { body } = await json('/calls');
		expect(body).toHaveLength(3);
		expect(body[2].arrivedAtMs).toBeGreaterThan(body[1].arrivedAtMs);
	});

	test('takes fault rules, tells them, and takes them away', async () => {
		const rule = { fault: 'http-503', times: 1, retryAfter: '5' };
		const headers = { 'Content-Type': 'application/json' };
		expect(await json('/faults', { method: 'POST', headers, body: JSON.stringify(rule) })).toEqual({
			status: 201,
			body: [{ ...rule, played: 0 }],
		});
		expect(await send(3)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
		expect((await json('/faults')).body).toEqual([{ ...rule, played: 1 }]);
		expect(await json('/faults', { method: 'DELETE' })).toEqual({ status: 200, body: [] });
	});

	test.each([
		['an unknown fault', '{"fault":"gone"}', /^There is no fault "gone"; there are /],
		['no JSON', '{', /JSON/],
		['nothing', '', /^A fault rule is a JSON object$/],
	])('refuses %s with a sentence', async (_name, body, message) => {
		const answer = await json('/faults', { method: 'POST', body });
		expect(answer.status).toBe(400);
		expect(answer.body.message).toMatch(message);
	});

	test('obeys nobody who calls it by another name or from another page', async () => {
		const status = (method: string, headers: Record<string, string>) =>
			new Promise((resolve, reject) => {
				request(at('/faults'), { method, headers }, (response) => {
					response.resume();
					resolve(response.statusCode);
				})
					.on('error', reject)
					.end();
			});
		expect(await status('GET', { Host: 'rebound.example' })).toBe(403);
		expect(await status('DELETE', { Origin: 'https://page.example' })).toBe(403);
		expect(await status('DELETE', {})).toBe(200);
	});

	test('forgets what arrived', async () => {
		expect(await json('/received', { method: 'DELETE' })).toEqual({
			status: 200,
			body: { calls: 0, received: 0, ids: 0, duplicates: 0 },
		});
	});
});
