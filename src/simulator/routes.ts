import type { ServerResponse } from 'node:http';

/** What came with a request. */
export interface Given {
	/** JSON, or the fields of a form. */
	readonly body: unknown;
	/** What is behind the question mark. */
	readonly query: string;
	/** Whether it is a form of the phone page, which is answered with a page. */
	readonly isForm: boolean;
}

/** What one path and method do. */
export type Route = (response: ServerResponse, given: Given) => void | Promise<void>;
