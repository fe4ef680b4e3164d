import { verdictPairs } from '../../defender/incidents/vocabulary';
import { classificationOptions, determinationOptions } from '../shared/properties/incidentChoices';

interface VerdictOption {
	readonly name: string;
	readonly value: string;
}

const determinationNames = new Map(determinationOptions.map(({ name, value }) => [value, name]));

/** One choice per pair that the service accepts, sorted by name. */
export const verdictOptions: VerdictOption[] = classificationOptions
	.flatMap(({ name, value: classification }) =>
		verdictPairs[classification].map((determination) => ({
			name:
				classification === 'unknown'
					? name
					: `${name}: ${determinationNames.get(determination) ?? determination}`,
			value: `${classification}:${determination}`,
		})),
	)
	.sort((a, b) => (a.name < b.name ? -1 : 1));
