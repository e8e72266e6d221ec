import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { StartedOrder } from '../../src/bankid/answers';
import { createBankIdClient } from '../../src/bankid/client';
import { loadCertificate } from '../../src/certificate/load';
import type { ReportItem } from '../../src/report/item/item';
import { OpenReport } from '../../src/report/item/openReport';
import { signReports } from '../../src/report/sign/sign';
import { signaturePolicy } from '../../src/signature/policy';
import { sealDocument } from '../../src/signature/seal';
import { createPki } from '../../src/simulator/pki/pki';
import { toPkcs12 } from '../../src/simulator/pki/pkcs12';
import { ANORDNARE, at, buildSample, TODAY } from '../report/world';
import { elt, endAll, makeFolder, printed, started, startedBy } from './elt';

/** What `simulator.json` says. */
interface SimulatorJson {
	readonly eltUrl: string;
	readonly bankIdUrl: string;
	readonly pageUrl: string;
	readonly ca: string;
	readonly bankIdTlsCa: string;
	readonly bankIdRoot: string;
	readonly client: { p12: string; passphraseFile: string; certificate: string; key: string };
	readonly relyingParty: { p12: string; passphraseFile: string };
}

let folder: string;
let remove: () => Promise<void>;
let simulator: ReturnType<typeof started>;
let json: SimulatorJson;
let items: ReportItem[];
let itemFiles: string[];

beforeAll(async () => {
	({ folder, remove } = await makeFolder());
	const dir = join(folder, 'simulator');
	simulator = started('simulator', '--dir', dir, '--pending-collects', '0');
	await simulator.says('ready');
	json = JSON.parse(readFileSync(join(dir, 'simulator.json'), 'utf8'));
	items = await sign((await buildSample()).items.slice(0, 3));
	itemFiles = items.map((item) => put(`${item.id}.json`, JSON.stringify(item)));
});

afterAll(async () => {
	simulator.interrupt();
	const { code } = await simulator.ended;
	endAll();
	await remove();
	expect(code).toBe(0);
});

function put(name: string, content: string | Uint8Array): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

/** Signs in both roles with the running simulator. */
async function sign(built: readonly ReportItem[]): Promise<ReportItem[]> {
	const { relyingParty } = json;
	const client = createBankIdClient({
		baseUrl: json.bankIdUrl,
		certificate: await loadCertificate({
			pkcs12: readFileSync(relyingParty.p12),
			passphrase: readFileSync(relyingParty.passphraseFile, 'utf8').trim(),
		}),
		ca: [readFileSync(json.bankIdTlsCa, 'utf8')],
	});
	const policy = signaturePolicy({ environment: 'custom', roots: [readFileSync(json.bankIdRoot, 'utf8')] });
	const options = {
		client,
		policy,
		endUserIp: '127.0.0.1',
		today: TODAY,
		now: () => new Date(),
		intervalMs: 5,
		onStarted: async (_order: unknown, { autoStartToken }: StartedOrder) => {
			const body = JSON.stringify({ autoStartToken });
			const { ok } = await fetch(new URL('phone/open', json.pageUrl), { method: 'POST', body });
			if (!ok) throw new TypeError('the order was not opened');
		},
	};
	const opened = await Promise.all(built.map((item, from) => OpenReport.read(item, from)));
	const first = await signReports(opened, { ...options, role: 'assistent' });
	const both = await signReports(
		first.map(({ report }) => report),
		{ ...options, role: 'anordnare', signer: ANORDNARE },
	);
	client.close();
	for (const { error } of both) expect(error).toBeNull();
	return both.map(({ report }) => report.item);
}

function submitArguments(files: readonly string[], ...more: readonly string[]): string[] {
	const pace = more.includes('--pace') ? [] : ['--pace', '0'];
	return [
		...['submit', ...files, '--endpoint', json.eltUrl, '--ca', json.ca, '--root', json.bankIdRoot],
		...['--certificate', json.client.p12, '--passphrase-file', json.client.passphraseFile],
		...['--json', ...pace, ...more],
	];
}

const submit = (files: readonly string[], ...more: readonly string[]) =>
	started(...submitArguments(files, ...more));

describe('elt verify', () => {
	test('signed items, one per file, an array, or lines: both signatures ok', async () => {
		const array = put('array.json', JSON.stringify(items));
		const lines = put('lines.jsonl', items.map((item) => JSON.stringify(item)).join('\n'));
		const { code, lines: verdicts } = await elt(
			'verify',
			...itemFiles,
			array,
			lines,
			'--root',
			json.bankIdRoot,
			'--json',
		);
		expect(code).toBe(0);
		expect(verdicts).toHaveLength(9);
		for (const [index, verdict] of verdicts.entries()) {
			expect(verdict).toMatchObject({
				id: items[index % 3]?.id,
				assistent: { ok: true },
				anordnare: { ok: true },
			});
		}
	});

	test('a changed document and a missing signature: told of each, exit 1', async () => {
		const [one, two] = [at(items, 0), at(items, 1)];
		const changed = put(
			'changed.json',
			JSON.stringify({ ...one, xml: one.xml.replace('<ns:dag>', '<ns:dag>1') }),
		);
		const unsigned = put('unsigned.json', JSON.stringify({ ...two, signatures: {} }));
		const { code, lines } = await elt('verify', changed, unsigned, '--root', json.bankIdRoot, '--json');
		expect(code).toBe(1);
		expect(lines).toMatchObject([
			{ id: one.id, assistent: { ok: false, code: 'DOCUMENT_CHANGED' }, anordnare: { ok: false } },
			{ id: two.id, assistent: { ok: false, code: 'SIGNATURE_MISSING' }, anordnare: { ok: false } },
		]);
	});

	test('a root that BankID’s test environment does not have: CERTIFICATE_ROOT_UNKNOWN', async () => {
		const { code, stdout } = await elt(
			...['verify', at(itemFiles, 0), '--root', json.bankIdRoot, '--environment', 'test'],
		);
		expect(code).toBe(1);
		expect(stdout).toContain('CERTIFICATE_ROOT_UNKNOWN');
	});

	test('an evidence file, offline, years later', async () => {
		const evidence = join(folder, 'evidence');
		await elt('verify', at(itemFiles, 0), '--root', json.bankIdRoot, '--evidence', evidence);
		const zip = join(evidence, `${at(items, 0).id}.zip`);
		const { code, lines } = await elt('verify', zip, '--root', json.bankIdRoot, '--json');
		expect([code, lines]).toMatchObject([0, [{ id: at(items, 0).id, assistent: { ok: true } }]]);
	});

	test('a seal, beside the item and in its evidence: proven with --seal-root alone', async () => {
		const item = at(items, 0);
		const { certificate, key } = json.client;
		const vendor = await loadCertificate({
			certificate: readFileSync(certificate, 'utf8'),
			key: readFileSync(key, 'utf8'),
		});
		const seal = await sealDocument(Buffer.from(item.xml, 'utf8'), vendor, new Date());
		const sealed = put('sealed.json', JSON.stringify({ ...item, seal }));
		const evidence = join(folder, 'sealed');
		const root = ['--root', json.bankIdRoot, '--json'];
		const untrusted = await elt('verify', sealed, ...root, '--evidence', evidence);
		const refused = { ok: false, code: 'SEAL_UNTRUSTED' };
		expect([untrusted.code, untrusted.lines]).toMatchObject([
			1,
			[{ assistent: { ok: true }, seal: refused }],
		]);
		for (const file of [sealed, join(evidence, `${item.id}.zip`)]) {
			const { code, lines } = await elt('verify', file, ...root, '--seal-root', certificate);
			expect([code, lines]).toMatchObject([0, [{ seal: { ok: true, subject: expect.any(String) } }]]);
		}
		const none = await elt('verify', sealed, ...root, '--seal-root', key);
		expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('holds no PEM certificate')]);
	});

	test('a file that is no item: said, exit 1', async () => {
		const { code, stdout } = await elt('verify', put('no.json', 'hello'), '--root', json.bankIdRoot);
		expect(code).toBe(1);
		expect(stdout).toContain("no.json' is neither JSON nor JSON lines");
	});
});

describe('elt submit', () => {
	test('prints the receipt of each and keeps the evidence, exit 0', async () => {
		const evidence = join(folder, 'sent');
		const { code, lines, stderr } = await submit(itemFiles.slice(0, 2), '--evidence', evidence).ended;
		expect(stderr).toContain('2 of 2 accepted');
		const proven = await elt('verify', join(evidence, `${at(items, 0).id}.zip`), '--root', json.bankIdRoot);
		expect(proven.code).toBe(0);
		expect(code).toBe(0);
		expect(lines).toHaveLength(2);
		for (const line of lines) {
			expect(line).toMatchObject({
				id: expect.any(String),
				receipt: {
					outcome: 'accepted',
					txId: expect.any(String),
					environment: 'custom',
					endpoint: json.eltUrl,
				},
			});
		}
	});

	test('one bad item does not take the others down, exit 1', async () => {
		const bad = put('bad.json', JSON.stringify({ ...at(items, 1), sha256: 'a'.repeat(64) }));
		const { code, lines } = await submit([bad, at(itemFiles, 2)]).ended;
		expect(code).toBe(1);
		expect(lines).toMatchObject([
			{ id: at(items, 1).id, receipt: null, error: { code: 'DOCUMENT_CHANGED' } },
			{ id: at(items, 2).id, receipt: { outcome: 'accepted' } },
		]);
	});

	test('a ledger: a later call passes on what was accepted, and never sends what may have been received', async () => {
		const ledger = join(folder, 'sent.jsonl');
		const [first, second] = [at(itemFiles, 0), at(itemFiles, 1)];
		expect((await submit([first], '--ledger', ledger).ended).code).toBe(0);
		const again = await submit([first], '--ledger', ledger).ended;
		expect([again.code, again.lines]).toMatchObject([
			0,
			[{ receipt: { outcome: 'accepted', earlier: true } }],
		]);
		expect(again.stderr).toContain('accepted by an earlier call');
		const id = at(items, 1).id;
		const claim = {
			at: '2026-11-20T08:00:00Z',
			endpoint: json.eltUrl,
			id,
			requestSha256: 'x',
			outcome: null,
			txId: null,
		};
		appendFileSync(ledger, `${JSON.stringify(claim)}\n{"at":"2026`);
		const unknown = await submit([second], '--ledger', ledger).ended;
		expect([unknown.code, unknown.lines]).toMatchObject([1, [{ error: { code: 'ELT_UNKNOWN_BEFORE' } }]]);
		const asked = await submit([second], '--ledger', ledger, '--resend-unknown').ended;
		expect(asked.code).toBe(0);
		const other = await submit([first], '--ledger', put('other.txt', 'hello\nworld\n')).ended;
		expect([other.code, other.stderr]).toEqual([
			2,
			expect.stringContaining('is not a ledger, or is damaged: line 1 cannot be read'),
		]);
	});

	test('refuses a ledger whose lock names no owner before anything is sent', async () => {
		const ledger = join(folder, 'locked.jsonl');
		put('locked.jsonl.lock', '');
		const refused = await submit(itemFiles.slice(0, 1), '--ledger', ledger).ended;
		expect([refused.code, refused.stderr]).toEqual([
			2,
			expect.stringContaining('which does not say by whom: if no other call is running, delete it'),
		]);
		expect(existsSync(ledger)).toBe(false);
	});

	test('a ledger on a full disk: nothing is sent, and nothing is left behind that the next call reads', async () => {
		const endpoint = 'https://elsewhere.example/';
		const filler = { at: '2026-11-20T08:00:00Z', endpoint, id: 'x', requestSha256: 'x'.repeat(64) };
		const line = JSON.stringify({ ...filler, outcome: 'accepted', txId: 'y'.repeat(790) });
		const ledger = put('full.jsonl', `${line}\n`);
		const before = readFileSync(ledger, 'utf8');
		expect(before.length).toBeGreaterThan(980);
		expect(before.length).toBeLessThan(1024);
		// A file may not grow beyond 1024 bytes: the claim fits in half.
		const cut = ['bash', '-c', 'ulimit -f 1; exec "$@"', 'bash'];
		const file = at(itemFiles, 2);
		const full = await startedBy(cut, ...submitArguments([file], '--ledger', ledger)).ended;
		expect([full.code, full.lines]).toMatchObject([
			1,
			[
				{
					receipt: null,
					error: {
						code: 'ELT_LEDGER',
						description: `Make room on the disk of '${ledger}' and check that the file may be written, then run again. Nothing was sent.`,
					},
				},
			],
		]);
		expect(readFileSync(ledger, 'utf8')).toBe(before);
		const roomy = await submit([file], '--ledger', ledger).ended;
		expect(roomy.lines).toMatchObject([{ receipt: { outcome: 'accepted', attempts: 1 } }]);
	});

	test('evidence is written report by report, and that of a call is not overwritten by a run without one', async () => {
		const [ledger, evidence] = [join(folder, 'kept.jsonl'), join(folder, 'kept')];
		const file = at(itemFiles, 0);
		await submit([file], '--ledger', ledger, '--evidence', evidence).ended;
		const path = join(evidence, `${at(items, 0).id}.zip`);
		const first = readFileSync(path);
		const again = await submit([file], '--ledger', ledger, '--evidence', evidence).ended;
		expect(again.lines).toMatchObject([{ receipt: { earlier: true } }]);
		expect(readFileSync(path).equals(first)).toBe(true);
	});

	test('evidence of what is over is there when the call is killed', async () => {
		const evidence = join(folder, 'killed');
		const running = submit(itemFiles, '--evidence', evidence, '--pace', '60000');
		const path = join(evidence, `${at(items, 0).id}.zip`);
		while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20));
		running.interrupt('SIGKILL');
		await running.ended;
		expect(existsSync(path)).toBe(true);
	});

	test('evidence that can not be written is said of its report, exit 1', async () => {
		const evidence = join(folder, 'in-the-way');
		mkdirSync(join(evidence, `${at(items, 0).id}.zip`), { recursive: true });
		const { code, stderr, lines } = await submit([at(itemFiles, 0)], '--evidence', evidence).ended;
		expect(lines).toMatchObject([{ receipt: { outcome: 'accepted' } }]);
		expect([code, stderr]).toEqual([1, expect.stringContaining('its evidence is not kept: ')]);
		expect(stderr).toContain('it is a folder, not a file');
	});

	test('a reader that goes away cancels: what becomes of each report is still told, and known to the ledger', async () => {
		const ledger = join(folder, 'head.jsonl');
		const head = ['bash', '-c', 'set -o pipefail; "$@" | head -1', 'bash'];
		const args = submitArguments(itemFiles, '--ledger', ledger, '--pace', '1000');
		const { code, stdout, stderr } = await startedBy(head, ...args).ended;
		expect(code).toBe(1);
		expect(stdout.split('\n').filter(Boolean)).toHaveLength(1);
		expect(stderr).toContain('accepted; cancelled');
		const told = `${stdout}${stderr}`.split('\n').filter((line) => line.startsWith('{"id"'));
		expect(told).toHaveLength(3);
		const again = await submit(itemFiles, '--ledger', ledger).ended;
		expect(again.lines).toMatchObject(items.map(() => ({ receipt: { outcome: 'accepted' } })));
	});

	test('with PEM certificate and key', async () => {
		const { certificate, key } = json.client;
		const { code } = await elt(
			...['submit', at(itemFiles, 0), '--endpoint', json.eltUrl, '--certificate', certificate, '--key', key],
			...['--ca', json.ca, '--root', json.bankIdRoot],
		);
		expect(code).toBe(0);
	});

	test('without trust in the server, or without a certificate it knows: nothing is sent', async () => {
		const { certificate, key } = json.client;
		const client = ['--certificate', certificate, '--key', key, '--root', json.bankIdRoot, '--attempts', '1'];
		const untrusted = await elt('submit', at(itemFiles, 0), '--endpoint', json.eltUrl, ...client);
		expect(untrusted.code).toBe(1);
		expect(untrusted.stdout).toContain('ELT_SERVER_UNTRUSTED');
		expect(untrusted.stdout).not.toMatch(/ECONN|SELF_SIGNED|UNABLE_TO/);
	});

	test('Försäkringskassan’s address needs a root', async () => {
		const { certificate, key } = json.client;
		const address = 'https://shsext.forsakringskassan.se:8020/shs2/FK.ASE.Tidredovisning.ext';
		const { code, stderr } = await elt(
			...['submit', at(itemFiles, 0), '--endpoint', address, '--certificate', certificate, '--key', key],
		);
		expect(code).toBe(2);
		expect(stderr).toContain('--root is missing');
	});

	test('Ctrl+C cancels, and says what happened to each report', async () => {
		const slow = started('simulator', '--dir', join(folder, 'slow'), '--fault', 'slow,ms=60000');
		await slow.says('ready');
		const other: SimulatorJson = JSON.parse(readFileSync(join(folder, 'slow', 'simulator.json'), 'utf8'));
		const running = started(
			...['submit', ...itemFiles, '--endpoint', other.eltUrl, '--ca', other.ca, '--root', json.bankIdRoot],
			...['--certificate', other.client.p12, '--passphrase-file', other.client.passphraseFile, '--json'],
		);
		await running.says(' sending');
		await new Promise((resolve) => setTimeout(resolve, 500));
		running.interrupt();
		const { code, lines, stderr } = await running.ended;
		expect(code).toBe(1);
		expect(stderr).toContain('0 of 3 accepted; cancelled');
		expect(lines).toHaveLength(3);
		for (const line of lines) {
			expect(line).toMatchObject({ receipt: { outcome: expect.stringMatching(/^(unknown|notSent)$/) } });
		}
		slow.interrupt('SIGTERM');
		expect((await slow.ended).code).toBe(0);
	});
});

describe('elt certificate', () => {
	test('the right passphrase: whose it is and until when', async () => {
		const { p12, passphraseFile } = json.client;
		const { code, lines } = await elt('certificate', p12, '--passphrase-file', passphraseFile, '--json');
		expect(code).toBe(0);
		expect(lines).toMatchObject([
			{
				file: p12,
				kind: 'PKCS#12',
				organisationsnummer: expect.stringMatching(/^\d{10}$/),
				daysLeft: expect.any(Number),
			},
		]);
	});

	test('a wrong passphrase and none', async () => {
		const wrong = put('wrong', 'open sesame\n');
		const { code, stdout } = await elt('certificate', json.client.p12, '--passphrase-file', wrong);
		expect(code).toBe(1);
		expect(stdout).toContain('CERTIFICATE_PASSPHRASE');
		expect(stdout).not.toContain('open sesame');
		expect((await elt('certificate', json.client.p12)).code).toBe(1);
	});

	test('one that has run out', async () => {
		const pki = await createPki({ now: new Date('2020-01-01T00:00:00Z') });
		mkdirSync(join(folder, 'old'), { recursive: true });
		const old = put(join('old', 'old.p12'), toPkcs12(pki.eltClient.leaf, 'secret-of-2020'));
		const { code, stdout } = await elt(
			'certificate',
			old,
			'--passphrase-file',
			put('old.txt', 'secret-of-2020'),
		);
		expect(code).toBe(1);
		expect(stdout).toMatch(/error CERTIFICATE_EXPIRED certificate: The certificate ran out on 20\d\d-/);
	});

	test('a file that is none', async () => {
		const { code, stdout } = await elt('certificate', put('none.p12', 'hello'));
		expect(code).toBe(1);
		expect(stdout).toContain('CERTIFICATE_UNREADABLE');
	});
});

test('nothing that was printed is secret', () => {
	const secrets = [
		readFileSync(json.client.passphraseFile, 'utf8').trim(),
		readFileSync(json.relyingParty.passphraseFile, 'utf8').trim(),
		'secret-of-2020',
		...items.flatMap(({ signatures }) => [
			signatures.assistent?.signature.slice(0, 400) ?? '',
			signatures.anordnare?.ocspResponse.slice(0, 400) ?? '',
		]),
	];
	for (const text of printed) {
		for (const secret of secrets) expect(text.includes(secret)).toBe(false);
		expect(text).not.toMatch(/PRIVATE KEY/);
		expect(text).not.toMatch(/\n\s+at .*\.js:\d+/);
		expect(text).not.toMatch(/\b(?:19|20)\d{6}-?(?!\*)\d{4}\b/);
	}
});
