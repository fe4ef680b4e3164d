import { oneText, type Sentence } from '../core/sentence';
import { otherRefusal } from './sentences/signInText';
import { signInRefusals, type HomeCloud, type SignInFacts, type SignInRefusal } from './signInRefusals';

/** Domains of Entra ID's instances, as a refusal for the wrong cloud names them. */
const INSTANCES: readonly (readonly [RegExp, HomeCloud])[] = [
	[/microsoftonline\.us|usgov/i, 'usGovernment'],
	[/chinacloudapi\.cn|microsoftonline\.cn|china/i, 'china'],
	[/microsoftonline\.com|worldwide/i, 'worldwide'],
];

/** One text for the user, as it is shown word for word by n8n's credential test and at run time. */
export function explainSignIn(refusal: SignInRefusal, facts: SignInFacts): string {
	const code = refusal.number === undefined ? refusal.code : `AADSTS${refusal.number}`;
	const id = refusal.correlationId === undefined ? '' : `, correlation id ${refusal.correlationId}`;
	return `${oneText(signInSentence(refusal, facts))} (${code}${id})`;
}

/** A known number decides, then the OAuth 2.0 error: Entra ID sends a number with every error, and new ones appear. */
function signInSentence(refusal: SignInRefusal, facts: SignInFacts): Sentence {
	const rows = Object.values(signInRefusals).filter(({ when }) => when?.(facts, refusal) ?? true);
	const { context } = facts.endpoint;
	const found =
		rows.find(({ numbers }) => refusal.number !== undefined && numbers.includes(refusal.number)) ??
		rows.find(
			({ errors, errorsIn = context }) => errorsIn === context && errors?.includes(refusal.code) === true,
		);
	return found?.sentence(facts, refusal) ?? otherRefusal(context);
}

/**
 * The cloud that a refusal names as the tenant's: "The specified tenant 'Y' belongs to the National Cloud 'X'" (AADSTS90038).
 * @param text Entra ID's description, of which nothing else is used
 */
export function findHomeCloud(text: string): HomeCloud | undefined {
	const named = /belongs to the National Cloud '([^']{1,80})'/i.exec(text)?.[1] ?? '';
	return INSTANCES.find(([domain]) => domain.test(named))?.[1];
}

/**
 * The refusal in the body of a token response, of which only codes and IDs are used.
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
