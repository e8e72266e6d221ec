import type { IDataObject, INodeType, INodeTypes } from 'n8n-workflow';

import { BuildTidredovisning } from '../../nodes/BuildTidredovisning/BuildTidredovisning.node';
import { SignTidredovisning } from '../../nodes/SignTidredovisning/SignTidredovisning.node';
import { SubmitToElt } from '../../nodes/SubmitToElt/SubmitToElt.node';

/** The package's name before the dot of a node type, as n8n loads it. */
export const PACKAGE_NAME = 'n8n-nodes-forsakringskassan-elt';

/** The nodes of this package by their name. */
export const NODES: Readonly<Record<string, INodeType>> = {
	buildTidredovisning: new BuildTidredovisning(),
	signTidredovisning: new SignTidredovisning(),
	submitToElt: new SubmitToElt(),
};

/** The node-type table of the engine: this package's nodes and no others. */
export class PackageNodeTypes implements INodeTypes {
	getByName(nodeType: string): INodeType {
		return this.getByNameAndVersion(nodeType);
	}

	getByNameAndVersion(nodeType: string): INodeType {
		const [packageName, name = ''] = nodeType.split('.');
		const node = packageName === PACKAGE_NAME ? NODES[name] : undefined;
		if (!node) throw new TypeError(`The engine knows the nodes of ${PACKAGE_NAME} only, not ${nodeType}`);
		return node;
	}

	getKnownTypes(): IDataObject {
		return {};
	}
}
