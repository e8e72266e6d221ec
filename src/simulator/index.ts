export { type Behaviour, BEHAVIOURS, isBehaviour, type SimulatedPerson } from './bankid/persons';
export { n8nCredentials } from './credentials';
export { type FaultRule, FAULTS } from './elt/faultModes';
export { parseFaultRule } from './elt/faults';
export { writeSimulatorFiles } from './files';
export { startSimulator } from './start';
export type { Simulator, SimulatorOptions } from './types';
