import { describe, expect } from 'vitest';

import type { World } from '../../../../tenant/world/generate.mts';
import { eachRow } from '../../../support/eachRow.mts';
import { SEEDED_WORLDS } from '../../../support/sampleWorlds.mts';
import { evidenceOf, rowsOfLastDay, textIn, incidentNamed, valuesOf } from '../../../support/storyFacts.mts';

const campaignOf = (world: World) => incidentNamed(world, 'Phishing campaign');
const messagesOf = (world: World) =>
	new Set(evidenceOf(campaignOf(world), 'mailClusterEvidence').flatMap((item) => item.networkMessageIds));

describe('generated phishing attack', () => {
	eachRow(SEEDED_WORLDS)('the campaign → high, active, 25 recipients', ({ world }) => {
		expect(campaignOf(world)).toMatchObject({ severity: 'high', status: 'active' });
		const mails = rowsOfLastDay(world, 'EmailEvents').filter((row) =>
			messagesOf(world).has(textIn(row, 'NetworkMessageId')),
		);
		expect(valuesOf(mails, 'RecipientEmailAddress').size).toBe(25);
		expect(valuesOf(mails, 'EmailClusterId').size).toBe(1);
	});

	eachRow(SEEDED_WORLDS)('the link → three clicks', ({ world }) => {
		const clicks = rowsOfLastDay(world, 'UrlClickEvents').filter((row) =>
			messagesOf(world).has(textIn(row, 'NetworkMessageId')),
		);
		expect(clicks).toHaveLength(3);
		expect(valuesOf(clicks, 'Url')).toEqual(
			new Set(evidenceOf(campaignOf(world), 'urlEvidence').map((item) => item.url)),
		);
	});

	eachRow(SEEDED_WORLDS)('the stolen account → one sign-in from an unusual country', ({ world }) => {
		const [request] = evidenceOf(campaignOf(world), 'cloudLogonRequestEvidence');
		const signIns = world.tables['EntraIdSignInEvents'] ?? [];
		const stolen = signIns.find((row) => row['RequestId'] === request?.requestId);
		const others = signIns.filter(
			(row) => row['AccountUpn'] === stolen?.['AccountUpn'] && row !== stolen && row['ErrorCode'] === 0,
		);
		expect(stolen).toBeDefined();
		expect(others.length).toBeGreaterThan(0);
		expect(valuesOf(others, 'Country')).not.toContain(stolen?.['Country']);
		expect(evidenceOf(campaignOf(world), 'ipEvidence').map((item) => item.ipAddress)).toContain(
			stolen?.['IPAddress'],
		);
	});

	eachRow(SEEDED_WORLDS)('the mailbox → one forwarding rule', ({ world }) => {
		const rules = rowsOfLastDay(world, 'CloudAppEvents').filter(
			(row) => row['ActionType'] === 'New-InboxRule',
		);
		const [mailbox] = evidenceOf(campaignOf(world), 'mailboxConfigurationEvidence');
		expect(rules).toHaveLength(1);
		expect(rules[0]).toMatchObject({ ObjectId: mailbox?.configurationId });
		expect(JSON.stringify(rules[0]?.['RawEventData'])).toContain('ForwardTo');
		expect(rules[0]?.['RawEventData']).toMatchObject({ UserId: mailbox?.upn });
	});
});
