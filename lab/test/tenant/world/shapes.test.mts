import { describe, expect, it } from 'vitest';

import { faultsAgainstModel, propertyNames } from '../../support/graphModel.mts';
import { SAMPLE_WORLDS } from '../../support/sampleWorlds.mts';
import { eachRow } from '../../support/eachRow.mts';

const incidents = SAMPLE_WORLDS.flatMap((world) => world.incidents);
const alerts = incidents.flatMap((incident) => incident.alerts);
const evidence = alerts.flatMap((alert) => alert.evidence);

describe('incidents, alerts and evidence against the published model', () => {
	it('has no property, type or enum member the model does not know', () => {
		expect(incidents.flatMap((incident) => faultsAgainstModel(incident, 'incident'))).toEqual([]);
	});

	it('writes every property the model has, null where nothing is known', () => {
		for (const incident of incidents) {
			expect(Object.keys(incident)).toEqual(expect.arrayContaining(propertyNames('incident')));
		}
		for (const alert of alerts)
			expect(Object.keys(alert)).toEqual(expect.arrayContaining(propertyNames('alert')));
	});

	it('covers at least fifteen kinds of evidence, those of everyday work among them', () => {
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

	it('writes every property of an evidence kind', () => {
		for (const item of evidence) {
			const name = item['@odata.type'].replace('#microsoft.graph.security.', '');
			expect(Object.keys(item)).toEqual(expect.arrayContaining(propertyNames(name)));
		}
	});
});

describe('the model walker', () => {
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
	])('finds %s', (_name, value, fault) => {
		expect(faultsAgainstModel(value, 'incident').join('\n')).toContain(fault);
	});
});
