import { cloudKinds } from './cloudEvidence';
import { containerKinds } from './containerEvidence';
import { deviceKinds } from './deviceEvidence';
import { identityKinds } from './identityEvidence';
import type { KindFamily, EvidenceKind } from './evidenceKind';
import { mailKinds } from './mailEvidence';
import { networkKinds } from './networkEvidence';

const FAMILIES: readonly KindFamily[] = [
	deviceKinds,
	networkKinds,
	identityKinds,
	mailKinds,
	cloudKinds,
	containerKinds,
];

/** All known types of evidence by their short name in `microsoft.graph.security`. */
export const kindTable: ReadonlyMap<string, EvidenceKind> = new Map(
	FAMILIES.flatMap((family) => Object.entries(family)),
);
