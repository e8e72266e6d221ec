/** The links that start the BankID app on the device at hand: for a click, never for a timer. */
export interface StartLinks {
	/** For phones and tablets. */
	readonly phone: string;
	/** For computers. */
	readonly computer: string;
}

/**
 * The start links of an order.
 * @param returnUrl where the app leads back to, on phones; none by default
 */
export function startLinks(autoStartToken: string, returnUrl?: string): StartLinks {
	const token = encodeURIComponent(autoStartToken);
	const back = returnUrl === undefined ? 'null' : encodeURIComponent(returnUrl);
	return {
		phone: `https://app.bankid.com/?autostarttoken=${token}&redirect=${back}`,
		computer: `bankid:///?autostarttoken=${token}&redirect=null`,
	};
}
