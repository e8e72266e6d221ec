/**
 * What the page does in the browser: sends its buttons without a reload, asks how the order is getting on, and puts
 * in what the server answers. Without it every button works too, by an ordinary form and a reload.
 */
export const PAGE_SCRIPT = `'use strict';
(function () {
	var heading = document.getElementById('heading');
	var status = document.getElementById('status');
	var line = Promise.resolve();
	var timer = 0;
	function part() { return document.getElementById('signing'); }
	function say(text) { if (status.textContent !== text) status.textContent = text; }
	function pause() { return Number(part().dataset.wait); }
	function lookLater() { clearTimeout(timer); if (pause() > 0) timer = setTimeout(look, pause()); }
	function send(fields, keepalive) {
		var body = new URLSearchParams(fields);
		body.set('fragment', '1');
		body.set('lang', document.documentElement.lang);
		return fetch(location.href, { method: 'POST', body: body, keepalive: keepalive, signal: AbortSignal.timeout(15000) });
	}
	function show(html) {
		var next = new DOMParser().parseFromString(html, 'text/html').getElementById('signing');
		var now = part();
		if (!next) return;
		say(next.dataset.status);
		var code = now.querySelector('#qr');
		if (next.dataset.state !== now.dataset.state || next.dataset.state === 'failed') {
			heading.textContent = next.dataset.heading;
			now.replaceWith(next);
			heading.focus();
			if (next.dataset.state === 'signed') send({ action: 'done' }, true).catch(function () {});
		} else if (code) {
			code.replaceChildren.apply(code, next.querySelector('#qr').childNodes);
		}
	}
	function over() {
		say(document.body.dataset.over);
		part().querySelectorAll('form, a, details').forEach(function (one) { one.remove(); });
		part().dataset.wait = '0';
	}
	async function exchange(fields) {
		clearTimeout(timer);
		try {
			var answer = await send(fields, false);
			var isPage = (answer.headers.get('content-type') || '').startsWith('text/html');
			if (isPage) show(await answer.text());
			else if (answer.status === 404 || answer.status === 409) over();
		} catch (error) {
			say(document.body.dataset.offline);
			part().querySelectorAll('button').forEach(function (one) { one.disabled = false; });
		}
		lookLater();
	}
	function ask(fields) { line = line.then(function () { return exchange(fields); }); }
	function look() { if (!document.hidden) ask({ action: 'look' }); }
	document.addEventListener('visibilitychange', function () { if (!document.hidden && pause() > 0) look(); });
	document.addEventListener('submit', function (event) {
		event.preventDefault();
		var fields = {};
		new FormData(event.target, event.submitter).forEach(function (value, name) { fields[name] = value; });
		part().querySelectorAll('button').forEach(function (one) { one.disabled = true; });
		ask(fields);
	});
	if (part().dataset.state === 'signed') send({ action: 'done' }, true).catch(function () {});
	lookLater();
})();
`;
