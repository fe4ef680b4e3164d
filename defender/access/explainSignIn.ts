import { oneText, type Sentence } from '../core/sentence';
import { otherRefusal } from './sentences/signInText';
import { signInRefusals, type HomeCloud, type SignInFacts, type SignInRefusal } from './signInRefusals';

/** Domains of Entra ID's clouds in a rejection for the wrong cloud. */
const CLOUD_DOMAINS: readonly (readonly [RegExp, HomeCloud])[] = [
	[/microsoftonline\.us|usgov/i, 'usGovernment'],
	[/chinacloudapi\.cn|microsoftonline\.cn|china/i, 'china'],
	[/microsoftonline\.com|worldwide/i, 'worldwide'],
];

/** Explains a rejected sign-in in one text, which n8n shows unchanged for Test and for executions. */
export function explainSignIn(refusal: SignInRefusal, facts: SignInFacts): string {
	const code = refusal.number === undefined ? refusal.code : `AADSTS${refusal.number}`;
	const id = refusal.correlationId === undefined ? '' : `, correlation id ${refusal.correlationId}`;
	return `${oneText(signInSentence(refusal, facts))} (${code}${id})`;
}

/** A known number decides first, then the OAuth 2.0 error, because Entra ID may add numbers. */
function signInSentence(refusal: SignInRefusal, facts: SignInFacts): Sentence {
	const rows = Object.values(signInRefusals).filter(({ when }) => when?.(facts, refusal) ?? true);
	const { context } = facts.endpoint;
	const known =
		rows.find(({ numbers }) => refusal.number !== undefined && numbers.includes(refusal.number)) ??
		rows.find(
			({ errors, errorsIn = context }) => errorsIn === context && errors?.includes(refusal.code) === true,
		);
	return known?.sentence(facts, refusal) ?? otherRefusal(context);
}

/**
 * Finds the tenant's own cloud in a rejection: "The specified tenant 'Y' belongs to the National Cloud 'X'" (AADSTS90038).
 * @param text Entra ID's description, of which only the cloud is used
 */
export function findHomeCloud(text: string): HomeCloud | undefined {
	const domain = /belongs to the National Cloud '([^']{1,80})'/i.exec(text)?.[1] ?? '';
	return CLOUD_DOMAINS.find(([pattern]) => pattern.test(domain))?.[1];
}

/**
 * Reads the rejection in the body of a token response. Only codes and IDs are used.
 * @returns undefined for a body with neither a number nor an OAuth 2.0 error
 */
export function readRefusal(body: Readonly<Record<string, unknown>>): SignInRefusal | undefined {
	const { error, error_description: described } = body;
	const text = typeof described === 'string' ? described : '';
	const number = /AADSTS(\d{4,8})/.exec(text)?.[1];
	const code = typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : undefined;
	if (number === undefined && code === undefined) return undefined;
	const correlationId = /correlation id:?\s*([0-9a-f-]{36})/i.exec(text)?.[1];
	const homeCloud = findHomeCloud(text);
	return {
		number,
		code: code ?? 'no code',
		correlationId,
		...(homeCloud === undefined ? {} : { homeCloud }),
	};
}
