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
			message: `The proxy did not open a way to 127.0.0.1 port ${world.server.port}.`,
		});
	});

	it('a proxy that is not there is notSent', async () => {
		const client = clientThrough(() => ({ HTTPS_PROXY: 'http://127.0.0.1:1' }));
		const { explanation } = await world.submit(await world.report(), { client });
		client.close();
		expect(explanation).toMatchObject({ outcome: 'notSent', code: 'ELT_PROXY' });
	});
});
