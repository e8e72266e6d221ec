import type { Html } from '../../preview/html';
import { PAGE_STYLE } from './style';

/** What is in a page of the simulator. */
export interface PageParts {
	readonly title: string;
	readonly body: Html;
	/** Seconds after which the browser loads the page again; never by default. */
	readonly refreshSeconds?: number;
	/** The page's one script, in place; none by default. */
	readonly script?: string;
}

/** A whole page. */
export function page({ title, body, refreshSeconds, script }: PageParts): string {
	const refresh =
		refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}" />`;
	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Simulator</title>
${refresh}<style>${PAGE_STYLE}</style>
</head>
<body>${body.toString()}${script === undefined ? '' : `<script>${script}</script>`}</body>
</html>
`;
}
