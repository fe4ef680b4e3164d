import type { INodePropertyOptions } from 'n8n-workflow';
import { verdictPairs } from '../../defender/incidents/vocabulary';

const CLASSIFICATION_LABELS: Readonly<Record<keyof typeof verdictPairs, string>> = {
	falsePositive: 'False Positive',
	informationalExpectedActivity: 'Informational, Expected Activity',
	truePositive: 'True Positive',
	unknown: 'Not Set',
};

/** One choice per pair that the service accepts, alphabetically. */
export const verdictOptions: INodePropertyOptions[] = Object.entries(CLASSIFICATION_LABELS)
	.flatMap(([classification, label]) =>
		Object.entries(verdictPairs).flatMap(([key, determinations]) =>
			key === classification
				? determinations.map((determination) => option(classification, label, determination))
				: [],
		),
	)
	.sort((a, b) => (a.name < b.name ? -1 : 1));

function option(classification: string, label: string, determination: string): INodePropertyOptions {
	const name = classification === 'unknown' ? label : `${label}: ${titleCase(determination)}`;
	return { name, value: `${classification}:${determination}` };
}

function titleCase(member: string): string {
	return member.replace(/([A-Z])/g, ' $1').replace(/^./, (first) => first.toUpperCase());
}
