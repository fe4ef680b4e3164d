import { at, evidenceKind, type KindFamily, type EvidenceKind } from './evidenceKind';
import { id, text } from './valueReaders';
import type { EntityType } from './evidenceVocabulary';

const namespace = { namespace: 'kubernetesNamespaceEvidence' };

/** Containers, their images, and Kubernetes. */
export const containerKinds: KindFamily = {
	containerEvidence: evidenceKind(
		'container',
		[at('name', text('container', 'name')), at('containerId', id('container'))],
		{
			parts: { image: 'containerImageEvidence', pod: 'kubernetesPodEvidence' },
		},
	),
	containerImageEvidence: evidenceKind('containerImage', [at('imageId', id('containerImage'))], {
		parts: { digestImage: 'containerImageEvidence', registry: 'containerRegistryEvidence' },
	}),
	containerRegistryEvidence: evidenceKind('containerRegistry', [
		at('registry', text('containerRegistry', 'name')),
	]),
	// The resource states its type: Azure, Amazon or Google.
	kubernetesClusterEvidence: named('kubernetesCluster', { cloudResource: 'alertEvidence' }),
	kubernetesControllerEvidence: named('kubernetesController', namespace),
	kubernetesNamespaceEvidence: named('kubernetesNamespace', { cluster: 'kubernetesClusterEvidence' }),
	kubernetesPodEvidence: named('kubernetesPod', {
		...namespace,
		podIp: 'ipEvidence',
		containers: 'containerEvidence',
		initContainers: 'containerEvidence',
		ephemeralContainers: 'containerEvidence',
		controller: 'kubernetesControllerEvidence',
		serviceAccount: 'kubernetesServiceAccountEvidence',
	}),
	kubernetesSecretEvidence: named('kubernetesSecret', namespace),
	kubernetesServiceAccountEvidence: named('kubernetesServiceAccount', namespace),
	kubernetesServiceEvidence: named('kubernetesService', {
		...namespace,
		clusterIP: 'ipEvidence',
		externalIPs: 'ipEvidence',
	}),
};

function named(entityType: EntityType, parts: EvidenceKind['parts']): EvidenceKind {
	return evidenceKind(entityType, [at('name', text(entityType, 'name'))], { parts });
}
