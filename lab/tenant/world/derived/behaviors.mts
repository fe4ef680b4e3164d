import { MINUTE, shift } from '../instants.mts';
import type { Row } from '../rows/tables.mts';
import { byTime, drawsFor, rowsOf, textOf, type Facts, type TableWriter } from './facts.mts';

/** What Defender for Cloud Apps reports without raising an alert, by the action that it noticed. */
const NOTICED: Readonly<
	Record<string, { readonly title: string; readonly action: string; readonly techniques: readonly string[] }>
> = {
	'New-InboxRule': {
		title: 'Suspicious inbox manipulation rule',
		action: 'SuspiciousInboxManipulationRule',
		techniques: ['T1564.008'],
	},
	'Consent to application.': {
		title: 'Unusual addition of credentials or consent',
		action: 'UnusualAppConsent',
		techniques: ['T1528'],
	},
	'Set-InboxRule': { title: 'Inbox rule changed', action: 'InboxRuleChanged', techniques: ['T1564.008'] },
};

interface Behavior {
	readonly source: Row;
	readonly common: Row;
	readonly title: string;
	readonly techniques: readonly string[];
}

function behaviors(facts: Facts): readonly Behavior[] {
	return rowsOf(facts, 'CloudAppEvents').flatMap((source) => {
		const noticed = NOTICED[textOf(source, 'ActionType')];
		if (!noticed) return [];
		const draws = drawsFor(facts, 'BehaviorInfo', textOf(source, 'ReportId'));
		const common: Row = {
			Timestamp: shift(textOf(source, 'Timestamp'), 5 * MINUTE),
			BehaviorId: draws.guid(),
			ActionType: noticed.action,
			Categories: JSON.stringify(['Persistence']),
			ServiceSource: 'Microsoft Defender for Cloud Apps',
			DetectionSource: 'Microsoft Defender for Cloud Apps',
			DataSources: JSON.stringify(['Microsoft 365']),
			AccountObjectId: source['AccountObjectId'] ?? null,
			AdditionalFields: '{}',
		};
		return [{ source, common, title: noticed.title, techniques: noticed.techniques }];
	});
}

function upnOf(facts: Facts, source: Row): string | null {
	return facts.scene.cast.people.find(({ objectId }) => objectId === source['AccountObjectId'])?.upn ?? null;
}

/** BehaviorInfo: one row per behavior. */
export const behaviorInfo: TableWriter = (facts) =>
	byTime(
		behaviors(facts).map(({ source, common, title, techniques }) => ({
			...common,
			Title: title,
			Description: `${textOf(source, 'AccountDisplayName')}: ${textOf(source, 'ActionType')} in ${textOf(source, 'Application')}.`,
			AttackTechniques: JSON.stringify(techniques),
			AccountUpn: upnOf(facts, source),
			StartTime: source['Timestamp'] ?? null,
			EndTime: source['Timestamp'] ?? null,
		})),
	);

/** BehaviorEntities: the account and the address of each behavior. */
export const behaviorEntities: TableWriter = (facts) =>
	byTime(
		behaviors(facts).flatMap(({ source, common }): Row[] => [
			{ ...common, EntityType: 'User', EntityRole: 'Impacted', AccountUpn: upnOf(facts, source) },
			{ ...common, EntityType: 'Ip', EntityRole: 'Related', RemoteIP: source['IPAddress'] ?? null },
		]),
	);

/** DisruptionAndResponseEvents: the contained service account's failed logons from the first infected laptop. */
export const disruptionEvents: TableWriter = (facts) =>
	rowsOf(facts, 'DeviceLogonEvents')
		.filter(
			(row) => textOf(row, 'ActionType') === 'LogonFailed' && textOf(row, 'AccountName') === 'svc-backup',
		)
		.filter((row) => textOf(row, 'RemoteDeviceName').startsWith('lt-'))
		.map((row) => ({
			Timestamp: shift(textOf(row, 'Timestamp'), 1),
			ActionType: 'ContainedUserLogonBlocked',
			DeviceId: row['DeviceId'] ?? null,
			DeviceName: row['DeviceName'] ?? null,
			TargetDeviceId: row['DeviceId'] ?? null,
			TargetDeviceName: row['DeviceName'] ?? null,
			SourceUserSid: row['AccountSid'] ?? null,
			SourceUserName: row['AccountName'] ?? null,
			SourceUserDomainName: row['AccountDomain'] ?? null,
			SourceIpAddress: row['RemoteIP'] ?? null,
			SourceDeviceName: row['RemoteDeviceName'] ?? null,
			AuthenticationProtocol: 'Kerberos',
			LogonType: 'Network',
			PolicyName: 'Contain user',
			PolicyId: drawsFor(facts, 'DisruptionAndResponseEvents', 'policy').guid(),
			IsPolicyOn: true,
			ReportType: 'Prevented',
		}));
