import { cloudKinds } from './cloud';
import { containerKinds } from './containers';
import { endpointKinds } from './endpoint';
import { identityKinds } from './identity';
import type { Family, Kind } from './kind';
import { mailKinds } from './mail';
import { networkKinds } from './network';

const FAMILIES: readonly Family[] = [
	endpointKinds,
	networkKinds,
	identityKinds,
	mailKinds,
	cloudKinds,
	containerKinds,
];

/** Every type of evidence that is known, by its short name in `microsoft.graph.security`. */
export const kinds: ReadonlyMap<string, Kind> = new Map(FAMILIES.flatMap((family) => Object.entries(family)));
