import { describe, expect, it } from 'vitest';

import { WORLDS } from './sample.mts';
import { evidenceOf, lastDay, named, values } from './storyFacts.mts';

describe.each(WORLDS.map((world, index) => ({ world, index })))(
	'the phishing of world $index',
	({ world }) => {
		const incident = named(world, 'Phishing campaign');
		const messages = new Set(
			evidenceOf(incident, 'mailClusterEvidence').flatMap((item) => item.networkMessageIds),
		);

		it('is high, active and went to twenty-five recipients', () => {
			expect(incident).toMatchObject({ severity: 'high', status: 'active' });
			const mails = lastDay(world, 'EmailEvents').filter((row) =>
				messages.has(String(row['NetworkMessageId'])),
			);
			expect(values(mails, 'RecipientEmailAddress').size).toBe(25);
			expect(values(mails, 'EmailClusterId').size).toBe(1);
		});

		it('was clicked three times', () => {
			const clicks = lastDay(world, 'UrlClickEvents').filter((row) =>
				messages.has(String(row['NetworkMessageId'])),
			);
			expect(clicks).toHaveLength(3);
			expect(values(clicks, 'Url')).toEqual(
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
			expect(values(others, 'Country')).not.toContain(stolen?.['Country']);
			expect(evidenceOf(incident, 'ipEvidence').map((item) => item.ipAddress)).toContain(
				stolen?.['IPAddress'],
			);
		});

		it('left a forwarding rule in that mailbox', () => {
			const rules = lastDay(world, 'CloudAppEvents').filter((row) => row['ActionType'] === 'New-InboxRule');
			const [mailbox] = evidenceOf(incident, 'mailboxConfigurationEvidence');
			expect(rules).toHaveLength(1);
			expect(rules[0]).toMatchObject({ ObjectId: mailbox?.configurationId });
			expect(JSON.stringify(rules[0]?.['RawEventData'])).toContain('ForwardTo');
			expect(rules[0]?.['RawEventData']).toMatchObject({ UserId: mailbox?.upn });
		});
	},
);
