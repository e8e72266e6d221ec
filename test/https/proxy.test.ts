import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';

import { proxyFor } from '../../src/https/proxy';
import { World } from '../elt/world';

describe('which proxy', () => {
	const HTTPS_PROXY = 'http://proxy.example:3128';

	it.each([
		[{}, null],
		[{ HTTPS_PROXY }, 'http://proxy.example:3128/'],
		[{ https_proxy: 'http://lower.example:1', HTTPS_PROXY }, 'http://lower.example:1/'],
		[{ ALL_PROXY: HTTPS_PROXY }, 'http://proxy.example:3128/'],
		[{ HTTP_PROXY: HTTPS_PROXY }, null],
		[{ HTTPS_PROXY: 'proxy.example:3128' }, 'http://proxy.example:3128/'],
		[{ HTTPS_PROXY, NO_PROXY: '*' }, null],
		[{ HTTPS_PROXY, NO_PROXY: 'shs.forsakringskassan.se' }, null],
		[{ HTTPS_PROXY, NO_PROXY: 'localhost, .forsakringskassan.se' }, null],
		[{ HTTPS_PROXY, no_proxy: '*.forsakringskassan.se' }, null],
		[{ HTTPS_PROXY, NO_PROXY: 'forsakringskassan.se:7020' }, null],
		[{ HTTPS_PROXY, NO_PROXY: 'forsakringskassan.se:443' }, 'http://proxy.example:3128/'],
		[{ HTTPS_PROXY, NO_PROXY: 'kassan.se' }, 'http://proxy.example:3128/'],
	])('%j', (environment, expected) => {
		expect(proxyFor('shs.forsakringskassan.se', 7020, environment)?.href ?? null).toBe(expected);
	});

	it('that is no address is said to be the proxy', () => {
		expect(() => proxyFor('a.example', 443, { HTTPS_PROXY: 'http://:::' })).toThrow(
			expect.objectContaining({ at: 'proxy' }),
		);
	});

	it.each([
		['::1', '::1', true],
		['[::1]', '::1', true],
		['[::1]:8443', '::1', true],
		['[::1]:1', '::1', false],
		['::2', '::1', false],
		['10.0.0.0/8', '10.1.2.3', true],
		['10.0.0.0/8', '11.1.2.3', false],
		['10.0.0.0/99', '10.1.2.3', false],
		['fd00::/8', 'fd12::1', true],
		['10.0.0.0/8', 'ten.example', false],
		['EXAMPLE.SE.', 'example.se', true],
		['example.se', 'elt.example.se.', true],
		['example.se', 'badexample.se', false],
	])('NO_PROXY %s for %s: straight is %s', (NO_PROXY, host, straight) => {
		expect(proxyFor(host, 8443, { HTTPS_PROXY, NO_PROXY }) === null).toBe(straight);
	});

	it.each([
		['https://me:secret@proxy.example', 'HTTPS_PROXY begins with https:// and only'],
		['socks5://proxy.example:1080', 'HTTPS_PROXY begins with socks5:// and only'],
		['ftp://proxy.example', 'HTTPS_PROXY begins with ftp:// and only'],
		['http://', 'HTTPS_PROXY is not an address'],
		['http://me:50%off@proxy.example', 'has a % that stands for nothing'],
	])('%s is refused with a sentence, and its password is not repeated', (address, detail) => {
		const refusal = () => proxyFor('a.example', 443, { HTTPS_PROXY: address });
		expect(refusal).toThrow(
			expect.objectContaining({ at: 'proxy', detail: expect.stringContaining(detail) }),
		);
		expect(refusal).toThrow(expect.objectContaining({ detail: expect.not.stringMatching(/secret|off/) }));
	});
});

describe('through a CONNECT proxy', () => {
	let world: World;
	let proxy: Server;
	let asked: { target: string; authorization: string | undefined }[];
	let refuse: number | null;
	const open = new Set<Socket>();

	beforeAll(async () => {
		world = await World.start();
		proxy = createServer((_, response) => response.writeHead(400).end());
		proxy.on('connect', (request, client: Socket) => {
			asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
			if (refuse !== null) return void client.end(`HTTP/1.1 ${refuse} No\r\nContent-Length: 0\r\n\r\n`);
			const upstream = connect(world.server.port, '127.0.0.1', () => {
				client.write('HTTP/1.1 200 Connection established\r\n\r\n');
				upstream.pipe(client).pipe(upstream);
			});
			for (const socket of [client, upstream]) {
				open.add(socket);
				socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket));
			}
		});
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	});

	afterAll(async () => {
		for (const socket of open) socket.destroy();
		proxy.close();
		await world.close();
	});

	beforeEach(() => {
		asked = [];
		refuse = null;
	});

	function clientThrough(environment: (address: string) => Record<string, string>) {
		const address = proxy.address();
		if (address === null || typeof address === 'string') throw new TypeError('not listening');
		return World.clientFor(world.pki, world.server, {
			environment: environment(`127.0.0.1:${address.port}`),
		});
	}

	it('the client certificate reaches the server, and one tunnel serves many reports', async () => {
		const client = clientThrough((address) => ({ HTTPS_PROXY: `http://vendor:p%40ss@${address}` }));
		for (let sent = 0; sent < 3; sent += 1) {
			const { receipt } = await world.submit(await world.report(), { client });
			expect(receipt.outcome).toBe('accepted');
		}
		client.close();
		const authorization = `Basic ${Buffer.from('vendor:p@ss').toString('base64')}`;
		expect(asked).toEqual([{ target: `127.0.0.1:${world.server.port}`, authorization }]);
	});

	it('NO_PROXY goes straight', async () => {
		const client = clientThrough((address) => ({ HTTPS_PROXY: `http://${address}`, NO_PROXY: '127.0.0.1' }));
		const { receipt } = await world.submit(await world.report(), { client });
		client.close();
		expect([receipt.outcome, asked]).toEqual(['accepted', []]);
	});

	it.each([407, 403, 502])('a proxy that answers %d is notSent', async (status) => {
		refuse = status;
		const client = clientThrough((address) => ({ HTTPS_PROXY: `http://${address}` }));
		const { explanation } = await world.submit(await world.report(), { client });
		client.close();
		expect(explanation).toMatchObject({
			outcome: 'notSent',
			code: 'ELT_PROXY',
			message: `The proxy did not open a way to 127.0.0.1 port ${world.server.port}: it answered HTTP ${status}.`,
		});
	});

	it('a proxy that can not be used is notSent, with its sentence, and sees no password', async () => {
		const client = clientThrough((address) => ({ HTTPS_PROXY: `https://me:secret@${address}` }));
		const { explanation } = await world.submit(await world.report(), { client });
		client.close();
		expect(explanation).toMatchObject({
			outcome: 'notSent',
			code: 'ELT_PROXY',
			message: expect.stringContaining(': HTTPS_PROXY begins with https:// and only proxies at http://'),
		});
		expect(asked).toEqual([]);
	});

	it('a proxy that is not there is notSent', async () => {
		const client = clientThrough(() => ({ HTTPS_PROXY: 'http://127.0.0.1:1' }));
		const { explanation } = await world.submit(await world.report(), { client });
		client.close();
		expect(explanation).toMatchObject({ outcome: 'notSent', code: 'ELT_PROXY' });
	});
});
