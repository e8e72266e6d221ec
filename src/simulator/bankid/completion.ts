import type { Order } from './order';
import type { KnownPerson } from './persons';
import { signAsPerson } from './signature';
import { type Pki, PRODUCTION_POLICIES, TEST_POLICIES } from '../pki/pki';

/** Whether the person has a BankID of a kind that the order allows. */
export function hasPolicyFor({ certificatePolicies }: Order): boolean {
	return certificatePolicies.length === 0 || policyFor(certificatePolicies) !== undefined;
}

/** The policy of the BankID that is used where only some are allowed; a real one's too, for what must be refused. */
function policyFor(allowed: readonly string[]): string | undefined {
	const held = [
		TEST_POLICIES.mobile,
		TEST_POLICIES.file,
		TEST_POLICIES.card,
		...Object.values(PRODUCTION_POLICIES),
	];
	return held.find((policy) =>
		allowed.some((pattern) =>
			pattern.endsWith('*') ? policy.startsWith(pattern.slice(0, -1)) : pattern === policy,
		),
	);
}

/** Signs an order as the person in whose app it was opened, and gives what BankID gives for it. */
export async function completionData(pki: Pki, order: Order, person: KnownPerson): Promise<object> {
	const { relyingPartyName, userVisibleData, userNonVisibleData, userVisibleDataFormat } = order;
	const policy = policyFor(order.certificatePolicies) ?? TEST_POLICIES.mobile;
	const evidence = await signAsPerson({
		pki,
		person,
		relyingPartyName,
		userVisibleData,
		userVisibleDataFormat,
		userNonVisibleData,
		variant: policy === TEST_POLICIES.mobile ? undefined : { policies: [policy] },
		funcId: person.behaviour === 'identify' ? 'Identification' : undefined,
	});
	const { personnummer, givenName, surname } = person;
	return {
		user: { personalNumber: personnummer, name: `${givenName} ${surname}`, givenName, surname },
		device: { ipAddress: order.endUserIp, uhi: 'c2ltdWxhdG9yLWRldmljZS0wMDE=' },
		bankIdIssueDate: pki.now.toISOString().slice(0, 10),
		...evidence,
		risk: order.returnRisk ? 'low' : undefined,
	};
}
