import { html, type Html } from '../../preview/html';
import type { Order } from '../bankid/order';
import { type Behaviour, BEHAVIOURS, behaviourOf } from '../bankid/persons';
import type { BankIdServer } from '../bankid/server';
import { type ShownOrder, shownOrder, shownPerson } from './orders';
import { page } from './layout';

/** Loads the list of orders again each second and shows it when it has changed, unless a button in it has the focus. */
const FOLLOW = `
const list = document.getElementById('orders');
setInterval(async () => {
	const answer = await fetch('/phone?orders').catch(() => null);
	if (!answer || !answer.ok) return;
	const text = await answer.text();
	if (text === list.dataset.shown || list.contains(document.activeElement)) return;
	list.dataset.shown = text;
	list.innerHTML = text;
}, 1000);
`;

const SHOWN_ORDERS = 20;
const OPEN_WITHIN_MS = 30_000;

const STATUS = {
	notOpened: 'waits to be opened',
	wrongPerson: 'no BankID for it on this phone',
	open: 'open in the app',
	over: 'over',
} as const satisfies Record<ShownOrder['status'], string>;

function clock(at: Date): string {
	return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', timeStyle: 'medium' }).format(at);
}

/** The persons to choose from, by their place in the list: no personnummer is on the page. */
function personChoice(bankId: BankIdServer, first: string): Html {
	const persons = bankId.persons.list().map(({ personnummer }, index) => {
		const { name, personnummer: masked } = shownPerson(bankId, personnummer);
		return html`<option value="${index}">${name} (${masked})</option>`;
	});
	return html`<option value="">${first}</option>
		${persons}`;
}

function hidden(name: string, value: string): Html {
	return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/** A button that does one thing with an order. */
function act(order: ShownOrder, action: 'sign' | 'cancel' | 'decline', label: string): Html {
	return html`<form method="post" action="/phone/${action}">
		${hidden('orderRef', order.orderRef)}
		<button class="${action}" aria-label="${`${label}: order of ${whose(order)}`}">${label}</button>
	</form>`;
}

function whose({ signer }: ShownOrder): string {
	return signer === null ? 'anyone' : `${signer.name} (${signer.personnummer})`;
}

function openForm(bankId: BankIdServer, shown: ShownOrder, { start, orderRef }: Order): Html {
	const opening = start === undefined ? hidden('orderRef', orderRef) : hidden('start', start.autoStartToken);
	const whom =
		shown.signer === null
			? html`<label
					>On the phone of
					<select name="person">
						${personChoice(bankId, 'the first person')}
					</select></label
				>`
			: '';
	return html`<form method="post" action="/phone/open">
		${opening}${whom}
		<button class="open" aria-label="${`Open in the App: order of ${whose(shown)}`}">Open in the App</button>
	</form>`;
}

function actions(bankId: BankIdServer, shown: ShownOrder, order: Order): Html {
	if (shown.status === 'over') return html`${backLink(shown)}`;
	if (shown.status !== 'open') return openForm(bankId, shown, order);
	return html`${act(shown, 'sign', 'Sign')}${act(shown, 'cancel', 'Cancel')}
	${shown.kind === 'phone/sign' ? act(shown, 'decline', 'Decline the Call') : ''}`;
}

/** Where the app leads back to when the person is done. */
function backLink({ returnUrl }: ShownOrder): Html | '' {
	if (returnUrl === null || !/^https?:/.test(returnUrl)) return '';
	return html`<a href="${returnUrl}">Back to ${new URL(returnUrl).host}</a>`;
}

/** A time that stays as it is, so that the list changes only when an order does. */
function timeOf(shown: ShownOrder, order: Order, bankId: BankIdServer): string {
	const started = new Date(Math.round((Date.now() - bankId.orders.ageOf(order)) / 1000) * 1000);
	if (shown.status === 'over') return `started ${clock(started)}`;
	if (shown.status === 'open') return `started ${clock(started)}, ends three minutes later`;
	return `must be opened by ${clock(new Date(started.getTime() + OPEN_WITHIN_MS))}`;
}

function card(bankId: BankIdServer, order: Order): Html {
	const shown = shownOrder(bankId, order);
	const state = shown.outcome ?? STATUS[shown.status];
	const openedBy =
		shown.openedBy !== null && shown.openedBy.personnummer !== shown.signer?.personnummer
			? html` · on the phone of <bdi>${shown.openedBy.name}</bdi>`
			: '';
	return html`<li class="order ${shown.status}">
		<p class="who">
			<strong><bdi>${shown.signer?.name ?? 'Anyone'}</bdi></strong>
			<span class="digits muted">${shown.signer?.personnummer ?? ''}</span>
			<span class="tag ${shown.outcome === 'complete' ? 'received' : shown.status}">${state}</span>
		</p>
		<p class="muted">
			${shown.kind === 'phone/sign' ? 'By phone' : 'By link or QR code'} ·
			${timeOf(shown, order, bankId)}${openedBy}
		</p>
		<pre tabindex="0" aria-label="What the person reads">${shown.text}</pre>
		<div class="actions">${actions(bankId, shown, order)}</div>
	</li>`;
}

/** The orders, the newest first: what the page loads again each second. */
export function orderList(bankId: BankIdServer): Html {
	const orders = bankId.orders.list().slice(-SHOWN_ORDERS).toReversed();
	const running = orders.filter(({ outcome }) => outcome === undefined).length;
	const said = running === 1 ? '1 order waits for its person.' : `${running} orders wait for their persons.`;
	const list =
		orders.length === 0
			? ''
			: html`<ul class="orders">
					${orders.map((order) => card(bankId, order))}
				</ul>`;
	return html`<p role="status" class="muted">${said}</p>
		${list}`;
}

function behaviourForm(chosen: Behaviour | null, person: string, label: string): Html {
	const options = Object.keys(BEHAVIOURS).map((name) =>
		name === chosen
			? html`<option value="${name}" selected>${name}</option>`
			: html`<option value="${name}">${name}</option>`,
	);
	return html`<form method="post" action="/persons">
		${person === '' ? '' : hidden('person', person)}
		<select name="behaviour" aria-label="${`What ${label} does`}">
			${options}
		</select>
		<button aria-label="${`Set: what ${label} does`}">Set</button>
	</form>`;
}

function personRow(bankId: BankIdServer, personnummer: string, behaviour: Behaviour, index: number): Html {
	const { name, personnummer: masked } = shownPerson(bankId, personnummer);
	return html`<tr>
		<th scope="row"><bdi>${name}</bdi></th>
		<td class="digits">${masked}</td>
		<td>${behaviourOf(behaviour).what}</td>
		<td>${behaviourForm(behaviour, String(index), name)}</td>
	</tr>`;
}

function personsTable(bankId: BankIdServer): Html {
	const rows = bankId.persons
		.list()
		.map(({ personnummer, behaviour }, index) => personRow(bankId, personnummer, behaviour, index));
	return html`<div class="wide">
		<table>
			<caption>
				Open orders follow at once. Anybody who is not listed is called Test Testsson.
			</caption>
			<thead>
				<tr>
					<th scope="col">Person</th>
					<th scope="col">Personnummer</th>
					<th scope="col">With an open order</th>
					<th scope="col">From now on</th>
				</tr>
			</thead>
			<tbody>
				${rows}
				<tr>
					<th scope="row">Everybody</th>
					<td></td>
					<td></td>
					<td>${behaviourForm(null, '', 'everybody')}</td>
				</tr>
			</tbody>
		</table>
	</div>`;
}

/**
 * The page on which a developer plays the persons and their phones; its forms work without script.
 *
 * @param refused why the last thing asked for was not done, in a sentence
 */
export function phonePage(bankId: BankIdServer, refused?: string): string {
	const body = html`<main>
		<header>
			<p class="kicker">
				Simulator · fictitious persons, on this machine only · <a href="/">What arrived</a>
			</p>
			<h1>Phones</h1>
			${refused === undefined ? '' : html`<p role="alert" class="refused">${refused}.</p>`}
		</header>
		<section>
			<h2>Open an order</h2>
			<form method="post" action="/phone/open" class="scan">
				<label>Start link, or the text of a QR code <input name="start" required autocomplete="off" /></label>
				<label
					>On the phone of
					<select name="person">
						${personChoice(bankId, 'the person it is for')}
					</select></label
				>
				<button class="open">Open in the App</button>
			</form>
			<p class="muted">
				An order is opened within 30 seconds, by its start link or by a QR code that is at most three seconds
				old.
			</p>
		</section>
		<section>
			<h2>Orders</h2>
			<div id="orders">${orderList(bankId)}</div>
		</section>
		<section>
			<h2>Persons</h2>
			${personsTable(bankId)}
		</section>
	</main>`;
	return page({ title: 'Phones', body, script: FOLLOW });
}
