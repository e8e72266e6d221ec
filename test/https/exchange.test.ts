import { createServer, type TLSSocket } from 'node:tls';

import { SecureAgent } from '../../src/https/agent';
import { exchange } from '../../src/https/exchange';
import { eltTls } from '../../src/simulator/elt/faultConnections';
import type { Pki } from '../../src/simulator/pki/pki';
import { sharedPki } from '../world/pki';

let pki: Pki;

beforeAll(async () => {
	pki = await sharedPki();
});

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** A server over real TLS that does as told with each whole request of a connection. */
async function serving(onRequest: (socket: TLSSocket, ofConnection: number) => void) {
	let connections = 0;
	const server = createServer(eltTls(pki, pki.eltTls.leaf), (socket) => {
		connections += 1;
		let requests = 0;
		socket.on('error', () => socket.destroy());
		socket.on('data', (chunk) => {
			if (chunk.toString('latin1').includes('<report/>')) onRequest(socket, (requests += 1));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new TypeError('not listening');
	const agent = new SecureAgent({
		identity: pki.eltClient.leaf,
		trust: { ca: [pki.eltTls.root.certificatePem], roots: 'added' },
		connectTimeoutMs: 20_000,
		environment: {},
	});
	const post = (body: Uint8Array = new TextEncoder().encode('<report/>')) =>
		exchange(agent, {
			url: `https://127.0.0.1:${address.port}/x`,
			headers: {},
			body,
			timeoutMs: 20_000,
			maxAnswerBytes: 1000,
		});
	const close = () => {
		agent.destroy();
		server.close();
	};
	return { post, close, connections: () => connections };
}

describe('kept connections', () => {
	it('are used again as long as none breaks', async () => {
		const { post, close, connections } = await serving((socket) => socket.write(ANSWER));
		for (let call = 0; call < 3; call += 1) expect((await post()).kind).toBe('answer');
		close();
		expect(connections()).toBe(1);
	});

	it('are given up for good once one broke before any answer: one unknown, not one after the other', async () => {
		const { post, close, connections } = await serving((socket, ofConnection) =>
			ofConnection === 1 ? socket.write(ANSWER) : socket.destroy(),
		);
		const ends = [];
		for (let call = 0; call < 6; call += 1) {
			const ended = await post();
			ends.push(ended.kind === 'answer' ? ended.answer.status : ended.at);
		}
		close();
		expect(ends).toEqual([200, 'sendBroken', 200, 200, 200, 200]);
		expect(connections()).toBe(5);
	});

	it('are not given up for a fresh one that breaks', async () => {
		let calls = 0;
		const { post, close, connections } = await serving((socket) =>
			(calls += 1) === 1 ? socket.destroy() : socket.write(ANSWER),
		);
		const ends = [];
		for (let call = 0; call < 3; call += 1) ends.push((await post()).kind);
		close();
		expect([ends, connections()]).toEqual([['broken', 'answer', 'answer'], 2]);
	});
});

describe('what is sent', () => {
	it('may be any bytes: those of a Uint8Array that is a part of a larger one', async () => {
		const { post, close } = await serving((socket) => socket.write(ANSWER));
		const whole = new TextEncoder().encode('before<report/>after');
		expect(await post(whole.subarray(6, 15))).toMatchObject({ kind: 'answer', answer: { status: 200 } });
		close();
	});
});
