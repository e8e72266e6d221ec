import { keysFolder } from '../secrets/folder';
import { TEST_FAULTS } from '../equipment/faults';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator';
import { createPki, type Pki } from '../../src/simulator/pki/pki';

/** The authorities that all test files of a run share: every key is made once, by the first that needs it. */
export async function sharedPki(): Promise<Pki> {
	return await createPki({ kept: keysFolder() });
}

/** A simulator with the authorities of all, and every fault that tests play. */
export async function startSharedSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	return await startSimulator({ pki: await sharedPki(), elt: { modes: TEST_FAULTS }, ...options });
}
