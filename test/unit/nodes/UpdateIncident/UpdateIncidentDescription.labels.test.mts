import { describe, expect, it } from 'vitest';
import { conditionLabels, fieldLabels } from '../../../../defender/incidents/sentences/updateText.ts';
import { patchFields } from '../../../../defender/incidents/vocabulary.ts';
import { updateIncidentProperties } from '../../../../nodes/UpdateIncident/UpdateIncidentDescription.ts';

/** Labels of the entries of a collection, by their names. */
function labelsIn(collection: string): Readonly<Record<string, string>> {
	const { options = [] } = updateIncidentProperties.find(({ name }) => name === collection) ?? {};
	return Object.fromEntries(
		options.flatMap((option) => ('displayName' in option ? [[option.name, option.displayName]] : [])),
	);
}

describe('labels in messages about an update', () => {
	it('conditions → those of Only If in the editor', () => {
		expect(conditionLabels).toEqual(labelsIn('onlyIf'));
	});

	it('fields → those of the editor, one for every field that can be written', () => {
		const { verdict, unassign, ...labels } = labelsIn('updateFields');
		expect(unassign).toBe('Unassign');
		const tags = updateIncidentProperties.find(({ name }) => name === 'tags')?.displayName;
		expect(fieldLabels).toEqual({
			...labels,
			classification: verdict,
			determination: verdict,
			customTags: tags,
		});
		expect(Object.keys(fieldLabels).toSorted()).toEqual([...patchFields].toSorted());
	});
});
