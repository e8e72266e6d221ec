/** A piece of HTML whose every foreign text is escaped; only {@link html} makes one. */
export class Html {
	private constructor(private readonly text: string) {}

	/** @internal */
	static of(text: string): Html {
		return new Html(text);
	}

	toString(): string {
		return this.text;
	}
}

/** What may stand in the place of a value in {@link html}: text is escaped, lists are joined. */
export type HtmlValue = Html | string | number | readonly HtmlValue[];

const ESCAPES: ReadonlyMap<string, string> = new Map([
	['&', '&amp;'],
	['<', '&lt;'],
	['>', '&gt;'],
	['"', '&quot;'],
	["'", '&#39;'],
]);

/** Control characters, which HTML doesn't allow or show, but for tab and line ends; halves of characters. */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\p{Cs}]/gu;

/** Escapes a text for an element's content or a quoted attribute; control characters become `�`. */
export function escapeHtml(text: string): string {
	return text.replace(CONTROLS, '\ufffd').replace(/[&<>"']/gu, (character) => ESCAPES.get(character) ?? '');
}

function render(value: HtmlValue): string {
	if (value instanceof Html) return value.toString();
	if (typeof value === 'string') return escapeHtml(value);
	return typeof value === 'number' ? String(value) : value.map(render).join('');
}

/** Writes HTML: values that are text are escaped, values that are HTML stand as they are. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
	return Html.of(parts.map((part, index) => part + render(values[index] ?? '')).join(''));
}

/** Text from outside in an element of its own, so that a writing direction in it goes no further. */
export function foreign(text: string): Html {
	return html`<bdi>${text}</bdi>`;
}

/** HTML that this package made itself, such as an image, as it is; never for text from outside. */
export function verbatim(markup: string): Html {
	return Html.of(markup);
}
