import type { Person } from '../cast.mts';
import type { CloudService } from '../evidence/cloud.mts';
import type { InstantText } from '../instants.mts';
import type { Prng } from '../prng.mts';
import type { Cell, TimedRow } from './tables.mts';

/** The public address and place of a user. */
export interface Place {
	readonly ip: string;
	readonly countryCode: string;
	readonly city: string;
	readonly latitude: string;
	readonly longitude: string;
	readonly isp: string;
}

const USER_AGENT =
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0';

export function homeOf(person: Person): Place {
	return {
		ip: person.homeIp,
		countryCode: person.countryCode,
		city: person.city,
		latitude: '0.0000',
		longitude: '0.0000',
		isp: 'Example Broadband',
	};
}

export interface CloudAct {
	/** A real `ActionType`, such as `New-InboxRule` or `FileDownloaded`. */
	readonly action: string;
	readonly activityType: string;
	readonly service: CloudService;
	readonly person: Person;
	readonly place: Place;
	readonly object: { readonly name: string; readonly type: string; readonly id: string };
	readonly raw: { readonly [key: string]: Cell };
	readonly oauthAppId?: string;
	readonly admin?: boolean;
}

/** CloudAppEvents */
export function cloudActed(prng: Prng, at: InstantText, act: CloudAct): TimedRow {
	const { person, place, service, object } = act;
	return {
		Timestamp: at,
		ActionType: act.action,
		Application: service.name,
		ApplicationId: service.appId,
		AppInstanceId: 0,
		AccountObjectId: person.objectId,
		AccountId: person.objectId,
		AccountDisplayName: person.displayName,
		AccountType: 'Regular',
		IsAdminOperation: act.admin ?? false,
		IsExternalUser: false,
		IsImpersonated: false,
		DeviceType: 'Desktop',
		OSPlatform: 'Windows 10',
		IPAddress: place.ip,
		IsAnonymousProxy: false,
		CountryCode: place.countryCode,
		City: place.city,
		Isp: place.isp,
		UserAgent: USER_AGENT,
		ActivityType: act.activityType,
		ActivityObjects: [
			{ Type: object.type, Role: 'Target object', Name: object.name, Id: object.id },
			{ Type: 'User', Role: 'Actor', Name: person.displayName, Id: person.objectId },
		],
		ObjectName: object.name,
		ObjectType: object.type,
		ObjectId: object.id,
		ReportId: `${prng.int(10_000_000, 99_999_999)}_${service.appId}_${prng.guid()}`,
		RawEventData: { CreationTime: at, Operation: act.action, UserId: person.upn, ...act.raw },
		AdditionalFields: {},
		IPTags: [],
		UserAgentTags: [],
		AuditSource: 'Defender for Cloud Apps app connector',
		OAuthAppId: act.oauthAppId ?? null,
	};
}

export interface SignIn {
	readonly person: Person;
	readonly place: Place;
	readonly application: string;
	readonly applicationId: string;
	readonly requestId: string;
	readonly sessionId: string;
	/** 0 is success; 50126 a wrong password, 50074 a missing second factor. */
	readonly errorCode?: number;
	/** 0 none, 10 low, 50 medium, 100 high. */
	readonly risk?: number;
	readonly userAgent?: string;
	readonly deviceName?: string;
	readonly managed?: boolean;
	readonly singleFactor?: boolean;
}

/** EntraIdSignInEvents; `IsManaged`, `IsCompliant` and `IsExternalUser` are int in that table. */
export function signedIn(prng: Prng, at: InstantText, signIn: SignIn): TimedRow {
	const { person, place, managed = true } = signIn;
	return {
		Timestamp: at,
		Application: signIn.application,
		ApplicationId: signIn.applicationId,
		LogonType: '["interactiveUser"]',
		ErrorCode: signIn.errorCode ?? 0,
		CorrelationId: prng.guid(),
		SessionId: signIn.sessionId,
		AccountDisplayName: person.displayName,
		AccountObjectId: person.objectId,
		AccountUpn: person.upn,
		IsConfidentialClient: false,
		IsExternalUser: 0,
		IsGuestUser: false,
		ResourceDisplayName: signIn.application,
		ResourceId: signIn.applicationId,
		DeviceName: signIn.deviceName ?? null,
		OSPlatform: 'Windows10',
		DeviceTrustType: managed ? 'Azure AD joined' : null,
		IsManaged: managed ? 1 : 0,
		IsCompliant: managed ? 1 : 0,
		AuthenticationProcessingDetails: JSON.stringify({ 'Legacy TLS (TLS 1.0, 1.1, 3DES)': 'False' }),
		AuthenticationRequirement:
			signIn.singleFactor === true ? 'singleFactorAuthentication' : 'multiFactorAuthentication',
		RiskLevelAggregated: signIn.risk ?? 0,
		RiskState: (signIn.risk ?? 0) > 0 ? 4 : 0,
		UserAgent: signIn.userAgent ?? USER_AGENT,
		ClientAppUsed: 'Browser',
		Browser: 'Edge 142.0.0',
		ConditionalAccessStatus: 0,
		IPAddress: place.ip,
		Country: place.countryCode,
		City: place.city,
		Latitude: place.latitude,
		Longitude: place.longitude,
		RequestId: signIn.requestId,
		ReportId: `${signIn.requestId}_interactive`,
	};
}
