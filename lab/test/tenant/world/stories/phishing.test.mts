import { describe, expect, it } from 'vitest';

import { SAMPLE_WORLDS } from '../../../support/sampleWorlds.mts';
import { evidenceOf, rowsOfLastDay, incidentNamed, valuesOf } from '../../../support/storyFacts.mts';

describe.each(SAMPLE_WORLDS.map((world, index) => ({ world, index })))(
	'the phishing of world $index',
	({ world }) => {
		const incident = incidentNamed(world, 'Phishing campaign');
		const messages = new Set(
			evidenceOf(incident, 'mailClusterEvidence').flatMap((item) => item.networkMessageIds),
		);

		it('is high, active and went to twenty-five recipients', () => {
			expect(incident).toMatchObject({ severity: 'high', status: 'active' });
			const mails = rowsOfLastDay(world, 'EmailEvents').filter((row) =>
				messages.has(String(row['NetworkMessageId'])),
			);
			expect(valuesOf(mails, 'RecipientEmailAddress').size).toBe(25);
			expect(valuesOf(mails, 'EmailClusterId').size).toBe(1);
		});

		it('was clicked three times', () => {
			const clicks = rowsOfLastDay(world, 'UrlClickEvents').filter((row) =>
				messages.has(String(row['NetworkMessageId'])),
			);
			expect(clicks).toHaveLength(3);
			expect(valuesOf(clicks, 'Url')).toEqual(
				new Set(evidenceOf(incident, 'urlEvidence').map((item) => item.url)),
			);
		});

		it('led to one sign-in from a country the user never came from', () => {
			const [request] = evidenceOf(incident, 'cloudLogonRequestEvidence');
			const signIns = world.tables['EntraIdSignInEvents'] ?? [];
			const stolen = signIns.find((row) => row['RequestId'] === request?.requestId);
			const others = signIns.filter(
				(row) => row['AccountUpn'] === stolen?.['AccountUpn'] && row !== stolen && row['ErrorCode'] === 0,
			);
			expect(stolen).toBeDefined();
			expect(others.length).toBeGreaterThan(0);
			expect(valuesOf(others, 'Country')).not.toContain(stolen?.['Country']);
			expect(evidenceOf(incident, 'ipEvidence').map((item) => item.ipAddress)).toContain(
				stolen?.['IPAddress'],
			);
		});

		it('left a forwarding rule in that mailbox', () => {
			const rules = rowsOfLastDay(world, 'CloudAppEvents').filter(
				(row) => row['ActionType'] === 'New-InboxRule',
			);
			const [mailbox] = evidenceOf(incident, 'mailboxConfigurationEvidence');
			expect(rules).toHaveLength(1);
			expect(rules[0]).toMatchObject({ ObjectId: mailbox?.configurationId });
			expect(JSON.stringify(rules[0]?.['RawEventData'])).toContain('ForwardTo');
			expect(rules[0]?.['RawEventData']).toMatchObject({ UserId: mailbox?.upn });
		});
	},
);
