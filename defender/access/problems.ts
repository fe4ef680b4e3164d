import type { Sentence } from '../core/sentences/sentence';
import { otherRefusal } from '../core/sentences/signIn';
import {
	signInProblems,
	type HomeCloud,
	type SignInFacts,
	type SignInProblem,
	type SignInRefusal,
} from './signInProblems';

/** Domains of Entra ID's instances, as a refusal for the wrong cloud names them. */
const INSTANCES: readonly (readonly [RegExp, HomeCloud])[] = [
	[/microsoftonline\.us|usgov/i, 'usGovernment'],
	[/chinacloudapi\.cn|microsoftonline\.cn|china/i, 'china'],
	[/microsoftonline\.com|worldwide/i, 'worldwide'],
];

/** One text for the user, as it is shown word for word by n8n's credential test and at run time. */
export function signInText(refusal: SignInRefusal, facts: SignInFacts): string {
	const { message, description } = signInSentence(refusal, facts);
	const code = refusal.number === undefined ? refusal.code : `AADSTS${refusal.number}`;
	const id = refusal.correlationId === undefined ? '' : `, correlation id ${refusal.correlationId}`;
	return `${message}. ${description} (${code}${id})`;
}

/** A number that is known decides; without one, the OAuth 2.0 error does. */
function signInSentence(refusal: SignInRefusal, facts: SignInFacts): Sentence {
	const rows = Object.values(signInProblems).filter(({ when }) => when?.(facts) ?? true);
	const found =
		refusal.number === undefined
			? rows.find(({ errors }) => errors?.includes(refusal.code) === true)
			: rows.find(hasNumber(refusal.number));
	return found === undefined ? otherRefusal() : found.sentence(facts, refusal);
}

const hasNumber =
	(number: string) =>
	({ numbers }: SignInProblem): boolean =>
		numbers.includes(number);

/**
 * The cloud that a refusal names as the tenant's: "The specified tenant 'Y' belongs to the National Cloud 'X'" (AADSTS90038).
 * @param text Entra ID's description, of which nothing else is used
 */
export function homeCloudIn(text: string): HomeCloud | undefined {
	const named = /belongs to the National Cloud '([^']{1,80})'/i.exec(text)?.[1] ?? '';
	return INSTANCES.find(([domain]) => domain.test(named))?.[1];
}

/** The refusal inside a text that another part of n8n made of Entra ID's answer; undefined where there is none. */
export function refusalIn(text: string): SignInRefusal | undefined {
	const number = /AADSTS(\d{4,8})/.exec(text)?.[1];
	const code = /\b(?:invalid_grant|interaction_required|consent_required|access_denied)\b/.exec(text)?.[0];
	if (number === undefined && code === undefined) return undefined;
	const correlationId = /correlation id:?\s*([0-9a-f-]{36})/i.exec(text)?.[1];
	const homeCloud = homeCloudIn(text);
	return {
		number,
		code: code ?? 'no code',
		correlationId,
		...(homeCloud === undefined ? {} : { homeCloud }),
	};
}
