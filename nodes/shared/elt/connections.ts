import { type NodeConnectionType, NodeConnectionTypes } from 'n8n-workflow';

/** One main input or output, as every node of this package has. */
export const MAIN: NodeConnectionType[] = [NodeConnectionTypes.Main];
