import type { INodePropertyOptions } from 'n8n-workflow';
import { classifications, verdictPairs, type Verdict } from '../../defender/incidents/vocabulary';

const CLASSIFICATION_LABELS: Readonly<Record<Verdict['classification'], string>> = {
	falsePositive: 'False Positive',
	informationalExpectedActivity: 'Informational, Expected Activity',
	truePositive: 'True Positive',
	unknown: 'Not Set',
};

/** One choice per pair that the service accepts, sorted by name. */
export const verdictOptions: INodePropertyOptions[] = classifications
	.flatMap((classification) =>
		verdictPairs[classification].map((determination) => verdictOption(classification, determination)),
	)
	.sort((a, b) => (a.name < b.name ? -1 : 1));

function verdictOption(
	classification: Verdict['classification'],
	determination: Verdict['determination'],
): INodePropertyOptions {
	const label = CLASSIFICATION_LABELS[classification];
	const name = classification === 'unknown' ? label : `${label}: ${titleCase(determination)}`;
	return { name, value: `${classification}:${determination}` };
}

function titleCase(member: string): string {
	return member.replace(/([A-Z])/g, ' $1').replace(/^./, (first) => first.toUpperCase());
}
