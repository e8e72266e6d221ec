/** The links that start the BankID app on the device at hand: for a click, never for a timer. */
export interface StartLinks {
	/** For phones and tablets. */
	readonly phone: string;
	/** For computers. */
	readonly computer: string;
}

/** The start links of an order. Where the app leads back to is said by the order itself, as `returnUrl`. */
export function startLinks(autoStartToken: string): StartLinks {
	const token = encodeURIComponent(autoStartToken);
	return {
		phone: `https://app.bankid.com/?autostarttoken=${token}`,
		computer: `bankid:///?autostarttoken=${token}`,
	};
}
