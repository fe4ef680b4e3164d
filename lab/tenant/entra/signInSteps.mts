import { announced } from '../announce.mts';
import type { Answer } from '../surface.mts';
import type { TenantState } from '../tenantState.mts';
import { describeError, EntraError, type Trace } from './errors.mts';
import {
	adminApprovalPage,
	approvalPage,
	consentPage,
	errorPage,
	signInPage,
	type PageContext,
} from './pages.mts';
import { withoutConsent } from './scopes.mts';
import { secretText, type Flow } from './signIns.mts';
import { mayConsent, type PracticeUser } from './users.mts';

/** Lifetime of an authorization code: about ten minutes by the documentation. */
const CODE_LIVES_MS = 10 * 60_000;

/** Another page, or the end of the flow. */
export type StepResult =
	| { readonly page: Answer }
	| { readonly code: string }
	| { readonly refusal: EntraError };

/** What one page of a sign-in needs. */
interface Step {
	readonly tenant: TenantState;
	readonly flow: Flow;
	readonly context: PageContext;
	readonly trace: Trace;
}

/** Carries on with a flow after a form of one of its pages was sent. */
export function continueFlow(
	tenant: TenantState,
	id: string,
	flow: Flow,
	fields: URLSearchParams,
	trace: Trace,
): StepResult {
	const context = { flow: id, appName: flow.request.app.displayName };
	const step: Step = { tenant, flow, context, trace };
	const pressed = fields.get('step') ?? 'signIn';
	if (flow.user === undefined || pressed === 'signIn') return signIn(step, fields);
	if (pressed === 'approve') flow.approved = tenant.signIns.policies.secondFactor;
	if (pressed === 'cancel') return { refusal: declined(step, flow.user) };
	return advance(step, flow.user, pressed === 'accept');
}

function signIn(step: Step, fields: URLSearchParams): StepResult {
	const { tenant, flow, context } = step;
	const login = (fields.get('login') ?? '').trim();
	const user = tenant.signIns.users.find(
		({ userPrincipalName }) => userPrincipalName.toLowerCase() === login.toLowerCase(),
	);
	const again = (problem: string): StepResult => ({ page: signInPage(context, { login, problem }) });
	if (user === undefined) {
		return again(
			`AADSTS50034: The user account ${login} does not exist in the ${tenant.domain} directory. To sign into this application, the account must be added to the directory.`,
		);
	}
	if (fields.get('password') !== user.password) {
		return again('AADSTS50126: Your account or password is incorrect.');
	}
	flow.user = user;
	flow.approved = false;
	return advance(step, user, false);
}

/** The next page that is still due, or the code. */
function advance({ tenant, flow, context, trace }: Step, user: PracticeUser, accepted: boolean): StepResult {
	const { app, scopes, prompt } = flow.request;
	const { policies } = tenant.signIns;
	if (policies.blocked) return { page: errorPage(403, describeError(blockedByPolicy(), trace)) };
	if (policies.secondFactor && !flow.approved) {
		return { page: approvalPage(context, user.userPrincipalName) };
	}
	const missing = withoutConsent(scopes, app);
	if (missing.length > 0 && !mayConsent(user)) {
		return { page: adminApprovalPage(context, `AADSTS90094: ${ADMIN_NEEDED}`) };
	}
	if (!accepted && (missing.length > 0 || prompt === 'consent')) {
		return { page: consentPage(context, scopes.names === 'default' ? app.scopes : scopes.names) };
	}
	if (missing.length > 0) app.setScopes([...app.scopes, ...missing]);
	return { code: issueCode(tenant, flow, user, trace.at) };
}

const ADMIN_NEEDED = 'The grant requires admin permission.';

const declined = ({ flow }: Step, user: PracticeUser): EntraError =>
	withoutConsent(flow.request.scopes, flow.request.app).length > 0 && !mayConsent(user)
		? new EntraError('access_denied', 90094, ADMIN_NEEDED)
		: new EntraError('access_denied', 65004, 'User declined to consent to access the app.');

/** 53003, on the page and at the token endpoint. */
export const blockedByPolicy = (): EntraError =>
	new EntraError(
		'invalid_grant',
		53003,
		'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
		'message_only',
	);

function issueCode({ signIns }: TenantState, flow: Flow, user: PracticeUser, at: Date): string {
	const { app, redirectUri, challenge, scopes } = flow.request;
	const code = announced(secretText('1.AXkA'));
	signIns.codes.set(code, {
		grant: {
			user,
			clientId: app.clientId,
			scopes,
			sessionNumber: user.session.number,
			secondFactor: flow.approved,
			grantedAt: at,
		},
		redirectUri,
		challenge,
		endsAt: at.getTime() + CODE_LIVES_MS,
		used: false,
	});
	return code;
}
