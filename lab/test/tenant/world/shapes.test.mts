import { describe, expect, it } from 'vitest';

import { faultsAgainstModel, propertyNames } from '../../support/graphModel.mts';
import { SAMPLE_WORLDS } from '../../support/sampleWorlds.mts';
import { eachRow } from '../../support/eachRow.mts';

const incidents = SAMPLE_WORLDS.flatMap((world) => world.incidents);
const alerts = incidents.flatMap((incident) => incident.alerts);
const evidence = alerts.flatMap((alert) => alert.evidence);

describe('generated incidents in the published model', () => {
	it('every property, type and member → in the model', () => {
		expect(incidents.flatMap((incident) => faultsAgainstModel(incident, 'incident'))).toEqual([]);
	});

	it('every incident and alert → every property of the model', () => {
		for (const incident of incidents) {
			expect(Object.keys(incident)).toEqual(expect.arrayContaining(propertyNames('incident')));
		}
		for (const alert of alerts)
			expect(Object.keys(alert)).toEqual(expect.arrayContaining(propertyNames('alert')));
	});

	it('one seed → at least fifteen evidence types, the common ones included', () => {
		const kinds = new Set(
			SAMPLE_WORLDS[0]?.incidents.flatMap((i) =>
				i.alerts.flatMap((a) => a.evidence.map((e) => e['@odata.type'])),
			),
		);
		expect(kinds.size).toBeGreaterThanOrEqual(15);
		const wanted =
			'device user process file ip url mailbox analyzedMessage mailCluster registryKey registryValue oauthApplication cloudApplication securityGroup cloudLogonRequest azureResource';
		for (const name of wanted.split(' '))
			expect(kinds).toContain(`#microsoft.graph.security.${name}Evidence`);
	});

	it('every evidence item → every property of its type', () => {
		for (const item of evidence) {
			const name = item['@odata.type'].replace('#microsoft.graph.security.', '');
			expect(Object.keys(item)).toEqual(expect.arrayContaining(propertyNames(name)));
		}
	});
});

describe('check against the published model', () => {
	const [incident] = incidents;
	const [alert] = alerts;
	const [item] = evidence;

	eachRow([
		['an unknown property', { ...incident, prioritySkore: 1 }, 'has no prioritySkore'],
		['an unknown enum member', { ...incident, determination: 'compromisedUser' }, '"compromisedUser" is no'],
		['a number where text belongs', { ...incident, id: 5 }, '5 is not an Edm.String'],
		['null where it must not be', { ...incident, severity: null }, 'must not be null'],
		[
			'an instant without fraction',
			{ ...incident, createdDateTime: '2026-11-22T03:00:00Z' },
			'DateTimeOffset',
		],
		[
			'evidence of no known kind',
			{
				...incident,
				alerts: [
					{ ...alert, evidence: [{ ...item, '@odata.type': '#microsoft.graph.security.toasterEvidence' }] },
				],
			},
			'toasterEvidence',
		],
	])('a value that breaks the model → reported', (_name, value, fault) => {
		expect(faultsAgainstModel(value, 'incident').join('\n')).toContain(fault);
	});
});
