import {
	type ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsHelper,
	type IHttpRequestOptions,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { BankIdApi } from '../../credentials/BankIdApi.credentials';
import { EltCertificateApi } from '../../credentials/EltCertificateApi.credentials';
import { EltLedgerApi } from '../../credentials/EltLedgerApi.credentials';

/** Credentials by type, as they would be filled in the panel. */
export type CredentialTable = Readonly<Record<string, ICredentialDataDecryptedObject>>;

const TYPES = [new EltCertificateApi(), new BankIdApi(), new EltLedgerApi()];

class MemoryCredentials extends ICredentials {
	getData(): ICredentialDataDecryptedObject {
		return {};
	}

	getDataToSave(): never {
		throw new TypeError('Credentials in memory are never saved');
	}

	setData(): void {
		throw new TypeError('Credentials in memory are never changed');
	}
}

/** Gives the nodes their credentials from a table in memory. */
export class MemoryCredentialsHelper extends ICredentialsHelper {
	constructor(private readonly table: CredentialTable) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	async authenticate(
		_credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return requestOptions;
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(nodeCredentials: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		return new MemoryCredentials(nodeCredentials, type);
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_nodeCredentials: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const credentials = this.table[type];
		if (!credentials) throw new TypeError(`No credentials of type ${type} were given to the engine`);
		return { ...credentials };
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(type: string): INodeProperties[] {
		return TYPES.find((candidate) => candidate.name === type)?.properties ?? [];
	}
}
