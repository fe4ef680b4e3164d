import { DAY, shift } from '../instants.mts';
import type { Row } from '../rows/tables.mts';
import { byTime, drawsFor, rowsOf, textOf, type Facts, type TableWriter } from './facts.mts';

/** AADSignInEventsBeta, the predecessor of EntraIdSignInEvents: the same sign-ins. */
export const signInsBeta: TableWriter = (facts) =>
	rowsOf(facts, 'EntraIdSignInEvents').map(({ IsConfidentialClient: _, ...row }) => ({
		...row,
		RiskLevelDuringSignIn: row['RiskLevelAggregated'] ?? null,
	}));

const APPS = [
	{ name: 'Contoso Build Agent', ip: '10.20.1.15', resource: 'Azure DevOps' },
	{ name: 'Contoso Backup', ip: '10.20.1.13', resource: 'Azure Storage' },
	{ name: 'Contoso HR Sync', ip: '192.0.2.90', resource: 'Microsoft Graph' },
] as const;
const SIGN_INS_PER_APP = 20;

/** EntraIdSpnSignInEvents: apps sign in with their own key, every few hours from their usual address. */
export const appSignIns: TableWriter = (facts) => {
	const { scene } = facts;
	return byTime(
		APPS.flatMap(({ name, ip, resource }) =>
			Array.from({ length: SIGN_INS_PER_APP }, (_, index): Row => {
				const app = drawsFor(facts, 'app', name);
				const draws = drawsFor(facts, 'EntraIdSpnSignInEvents', `${name}/${index}`);
				const RequestId = draws.guid();
				return {
					Timestamp: shift(scene.now, -(index + draws.float()) * 8 * 3600),
					Application: name,
					ApplicationId: app.guid(),
					IsManagedIdentity: false,
					ErrorCode: draws.chance(0.05) ? 7_000_215 : 0,
					CorrelationId: draws.guid(),
					ServicePrincipalName: name,
					ServicePrincipalId: app.guid(),
					ResourceDisplayName: resource,
					ResourceId: drawsFor(facts, 'resource', resource).guid(),
					ResourceTenantId: scene.tenantId,
					IPAddress: ip,
					Country: 'GB',
					City: 'London',
					RequestId,
					ReportId: `${RequestId}_servicePrincipal`,
				};
			}),
		),
	);
};

function knownApp(facts: Facts, name: string, index: number): Row {
	const app = drawsFor(facts, 'app', name);
	return {
		OAuthAppId: app.guid(),
		ServicePrincipalId: app.guid(),
		AppName: name,
		VerifiedPublisher: { displayName: 'Contoso Ltd', verifiedPublisherId: '6000001' },
		PrivilegeLevel: 'Low',
		Permissions: [
			{ PermissionValue: 'User.Read', PermissionType: 'Delegated', InUse: true, PrivilegeLevel: 'Low' },
		],
		ConsentedUsersCount: 12 + index,
		IsAdminConsented: true,
		AppOwnerTenantId: facts.scene.tenantId,
	};
}

/** An app that an alert or a consent names, with what a user granted to it. */
function riskyApp(facts: Facts, id: string, name: string, isOwn: boolean): Row {
	return {
		OAuthAppId: id,
		ServicePrincipalId: drawsFor(facts, 'servicePrincipal', id).guid(),
		AppName: name,
		VerifiedPublisher: {},
		PrivilegeLevel: 'High',
		Permissions: ['Mail.Read', 'offline_access'].map((PermissionValue) => ({
			PermissionValue,
			PermissionType: 'Delegated',
			InUse: true,
			PrivilegeLevel: PermissionValue === 'Mail.Read' ? 'High' : 'Low',
		})),
		ConsentedUsersCount: 1,
		IsAdminConsented: false,
		AppOwnerTenantId: isOwn ? facts.scene.tenantId : drawsFor(facts, 'owner', id).guid(),
	};
}

/** OAuthAppInfo: the apps of the tenant and those that alerts and consents name. */
export const oauthAppInfo: TableWriter = (facts) => {
	const { scene } = facts;
	const named = new Map<string, string>();
	for (const row of rowsOf(facts, 'AlertEvidence')) {
		if (textOf(row, 'EntityType') !== 'OAuthApplication') continue;
		named.set(textOf(row, 'OAuthApplicationId'), textOf(row, 'Application'));
	}
	for (const row of rowsOf(facts, 'CloudAppEvents')) {
		const id = textOf(row, 'OAuthAppId');
		if (id !== '' && textOf(row, 'ActionType') === 'Consent to application.')
			named.set(id, textOf(row, 'ObjectName'));
	}
	const apps = [
		...APPS.map(({ name }, index) => knownApp(facts, name, index)),
		...[...named].map(([id, name]) => riskyApp(facts, id, name, name.startsWith('Legacy'))),
	];
	return byTime(
		apps.map((app) => {
			const draws = drawsFor(facts, 'OAuthAppInfo', textOf(app, 'OAuthAppId'));
			return {
				...app,
				ReportId: draws.guid(),
				Timestamp: shift(scene.now, -draws.float() * DAY),
				AddedOnTime: shift(scene.now, -draws.int(1, 400) * DAY),
				LastModifiedTime: shift(scene.now, -draws.float() * DAY),
				LastUsedTime: shift(scene.now, -draws.float() * DAY),
				AppStatus: 'Enabled',
				AppOrigin: app['AppOwnerTenantId'] === scene.tenantId ? 'Internal' : 'External',
			};
		}),
	);
};

/** What an app does in Microsoft Graph with a user's consent: it reads mail. */
function consentedCalls(facts: Facts): readonly Row[] {
	return rowsOf(facts, 'CloudAppEvents')
		.filter((row) => textOf(row, 'ActionType') === 'Consent to application.')
		.flatMap((row) =>
			Array.from({ length: 12 }, (_, index) => ({
				at: shift(textOf(row, 'Timestamp'), 120 + index * 240),
				appId: textOf(row, 'OAuthAppId'),
				accountId: textOf(row, 'AccountObjectId'),
				uri: `https://graph.microsoft.com/v1.0/me/messages?$top=50&$skip=${index * 50}`,
				scopes: 'Mail.Read offline_access',
			})),
		)
		.map((call) => graphRow(facts, call));
}

interface GraphRequest {
	readonly at: string;
	readonly appId: string;
	readonly accountId: string;
	readonly uri: string;
	readonly scopes: string;
}

function graphRow(facts: Facts, { at, appId, accountId, uri, scopes }: GraphRequest): Row {
	const draws = drawsFor(facts, 'GraphApiAuditEvents', `${appId}/${at}/${uri}`);
	return {
		Timestamp: at,
		IdentityProvider: 'AzureAD',
		ApiVersion: 'v1.0',
		ApplicationId: appId,
		IPAddress: accountId === '' ? '192.0.2.90' : '203.0.113.152',
		ClientRequestId: draws.guid(),
		RequestId: draws.guid(),
		OperationId: draws.guid(),
		EntityType: accountId === '' ? 'app' : 'user',
		RequestUri: uri,
		AccountObjectId: accountId === '' ? null : accountId,
		Location: 'North Europe',
		RequestDuration: String(draws.int(20, 900)),
		RequestMethod: 'GET',
		ResponseStatusCode: '200',
		Scopes: scopes,
		UniqueTokenIdentifier: draws.hex(22),
		TargetWorkload: uri.includes('messages') ? 'Microsoft.Exchange' : 'Microsoft.DirectoryServices',
		ResponseSize: draws.int(400, 90_000),
	};
}

/** GraphApiAuditEvents: calls of the tenant's own apps, and of apps with a user's consent. */
export const graphApiAuditEvents: TableWriter = (facts) => {
	const { scene } = facts;
	const own = Array.from({ length: 80 }, (_, index) => {
		const draws = drawsFor(facts, 'graph', String(index));
		return graphRow(facts, {
			at: shift(scene.now, -draws.float() * 7 * DAY),
			appId: drawsFor(facts, 'app', 'Contoso HR Sync').guid(),
			accountId: '',
			uri: `https://graph.microsoft.com/v1.0/${draws.pick(['users?$top=100', 'groups/delta', 'users/delta'])}`,
			scopes: 'User.Read.All Group.Read.All',
		});
	});
	return byTime([...own, ...consentedCalls(facts)]);
};
