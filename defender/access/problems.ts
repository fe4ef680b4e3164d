import * as say from '../core/sentences/access';
import type { Sentence } from '../core/sentences/sentence';
import type { AppIdentity } from './connection';

/** Sentence for each refusal of Entra ID, by AADSTS number (reference: Entra "authentication and authorization error codes"). */
const BY_NUMBER: Readonly<Record<string, (access: AppIdentity) => Sentence>> = {
	'7000215': say.wrongSecret,
	'7000222': say.expiredSecret,
	'700027': (access) => say.refusedCertificate(access.clientId),
	'50012': (access) => say.refusedCertificate(access.clientId),
	'1000502': say.certificateOutOfTime,
	'700024': say.wrongClock,
	'700016': (access) => say.unknownApp(access.clientId, access.endpoint.tenantId),
	'90002': (access) => say.unknownTenant(access.endpoint.tenantId),
	'900023': (access) => say.unknownTenant(access.endpoint.tenantId),
	'500011': (access) => say.unknownResource(access.endpoint.audience),
	'70011': (access) => say.unknownResource(access.endpoint.audience),
	'1002012': (access) => say.unknownResource(access.endpoint.audience),
	'7000112': (access) => say.disabledApp(access.clientId),
};

/** What Entra ID answered instead of a token. */
export interface SignInRefusal {
	/** AADSTS number such as `7000215`; undefined when the answer carried none. */
	readonly number: string | undefined;
	/** OAuth 2.0 error such as `invalid_client`. */
	readonly code: string;
	readonly correlationId: string | undefined;
}

/** One text for the user, as it is shown word for word by n8n's credential test and at run time. */
export function signInText(refusal: SignInRefusal, access: AppIdentity): string {
	const known = refusal.number === undefined ? undefined : BY_NUMBER[refusal.number];
	const sentence = known === undefined ? say.otherRefusal() : known(access);
	const code = refusal.number === undefined ? refusal.code : `AADSTS${refusal.number}`;
	const id = refusal.correlationId === undefined ? '' : `, correlation id ${refusal.correlationId}`;
	return `${sentence.message}. ${sentence.description} (${code}${id})`;
}
