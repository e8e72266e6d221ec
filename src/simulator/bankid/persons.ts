import type { Person } from '../pki/pki';

/** What a person does with an order that reached their app: what a collect says meanwhile, and how it ends. */
interface BehaviourOf {
	/** The hint codes of the collects from then on, the last one repeated; BankID's usual ones by default. */
	readonly hints?: readonly string[];
	/** `complete`, or the hint code of a failed order; null where the person waits to be told. */
	readonly ends: string | null;
	/** What the command line says of it. */
	readonly what: string;
}

/** What persons can do with an order. */
export const BEHAVIOURS = {
	sign: { ends: 'complete', what: 'signs' },
	cancel: { ends: 'userCancel', what: 'taps Cancel' },
	wait: { ends: null, what: 'waits for Sign or Cancel on the phone page' },
	neverStart: { ends: null, what: 'never opens the app' },
	certificateErr: {
		hints: ['started'],
		ends: 'certificateErr',
		what: 'has a BankID that is too old or blocked',
	},
	unknownHint: {
		hints: ['aNewPendingHint'],
		ends: 'aNewFailedHint',
		what: 'meets hint codes that BankID has not published',
	},
	identify: { ends: 'complete', what: 'gives an identification instead of a signature' },
} as const satisfies Record<string, BehaviourOf>;

/** One of the things a person can do. */
export type Behaviour = keyof typeof BEHAVIOURS;

/** Whether a text names something that a person can do. */
export function isBehaviour(name: unknown): name is Behaviour {
	return typeof name === 'string' && Object.hasOwn(BEHAVIOURS, name);
}

/** What a behaviour says; the same for each, so that all can be read alike. */
export function behaviourOf(behaviour: Behaviour): BehaviourOf {
	return BEHAVIOURS[behaviour];
}

/** A person the simulator knows, and what they do. */
export interface SimulatedPerson extends Person {
	/** What all persons do, by default. */
	readonly behaviour?: Behaviour;
}

/** A person with what they do at the moment. */
export interface KnownPerson extends Person {
	readonly behaviour: Behaviour;
}

/** The name of each person that nobody listed. */
const UNLISTED = { givenName: 'Test', surname: 'Testsson' } as const;

/** Who opens an order that names nobody, where nobody is listed. */
const ANYONE = '199002029982';

/** Everybody who can have a BankID here: those who were listed by name, and anybody else as `Test Testsson`. */
export class Persons {
	readonly #listed: Map<string, SimulatedPerson>;
	#behaviour: Behaviour;

	constructor(listed: readonly SimulatedPerson[], behaviour: Behaviour) {
		this.#listed = new Map(listed.map((person) => [person.personnummer, person]));
		this.#behaviour = behaviour;
	}

	/** The person with that personnummer, 12 digits; undefined gives the first one listed. */
	get(personnummer: string | undefined): KnownPerson {
		const first = this.#listed.values().next().value?.personnummer ?? ANYONE;
		const number = personnummer ?? first;
		return { behaviour: this.#behaviour, ...UNLISTED, ...this.#listed.get(number), personnummer: number };
	}

	/** Those who are listed, in the order in which they were. */
	list(): readonly KnownPerson[] {
		return [...this.#listed.keys()].map((personnummer) => this.get(personnummer));
	}

	/** Lists a person, or changes the name or what one does. */
	set(person: SimulatedPerson): void {
		this.#listed.set(person.personnummer, person);
	}

	/** Tells one person what to do from now on, open orders included; without a personnummer, everybody. */
	tell(behaviour: Behaviour, personnummer?: string): void {
		if (personnummer !== undefined) {
			this.set({ ...this.get(personnummer), behaviour });
			return;
		}
		this.#behaviour = behaviour;
		for (const { personnummer: each } of this.list()) this.set({ ...this.get(each), behaviour });
	}
}
