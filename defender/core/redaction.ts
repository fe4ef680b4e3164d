import { listSecretForms, replaceForms } from './secretForms';

/** Stands for a secret that was taken out of a text. */
const REMOVED = '[removed]';

/** A shorter secret may be part of other words by chance. */
const MIN_SECRET = 8;

/** A response of Microsoft or of anything that responds in its place. */
interface OutsideResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

/** Takes secrets out of everything that comes from outside and may be shown. */
export interface Redaction {
	/** Removes this credential's secrets, in the forms that a request gives them, and whatever looks like a token. */
	text(text: string): string;
	/**
	 * The same for a whole response. In the JSON of a success only this credential's secrets are removed: it is data, in
	 * which a token of somebody else may be evidence.
	 */
	response<R extends OutsideResponse>(response: R): R;
}

/** @param secrets of one credential; those under 8 characters are left in */
export function redactionFor(secrets: readonly string[]): Redaction {
	const plain = secrets.map((secret) => secret.trim()).filter((secret) => secret.length >= MIN_SECRET);
	const forms = listSecretForms(plain);
	const text = (from: string) => withoutTokens(replaceForms(from, forms, REMOVED));
	return {
		text,
		response: (response) => ({
			...response,
			// A header that came more than once, such as Set-Cookie, is a list.
			headers: Object.fromEntries(
				Object.entries<unknown>(response.headers).map(([name, value]) => [name, text(String(value))]),
			),
			text: isData(response) ? without(response.text, plain) : text(response.text),
		}),
	};
}

/**
 * How one kind of token begins and goes on. All lengths are bounded, since V8 keeps one step per character of an unbounded
 * repetition and gives up on a text of many megabytes.
 */
interface TokenForm {
	readonly start: RegExp;
	/** Matched as often as it fits. */
	readonly rest: RegExp;
	/** Whether the start stays, as a label. */
	readonly keepsStart: boolean;
}

const FORMS: readonly TokenForm[] = [
	// A parameter of a sign-in in a form, an address, JSON or XML. Behind a mere colon it has a digit, unlike a word about it.
	{
		start:
			/(?:(?:access|refresh|id)_?token|client_?secret|client_?assertion|code_?verifier)(?:\\?["']\s{0,4}[:=]\s{0,4}\\?["']?|\s{0,4}=\s{0,4}\\?["']?|%3D|>|&gt;|\s{0,4}:\s{0,4}\\?["']?(?=[^\s"'&,;<>{}\\]{0,40}\d))(?=[^\s"'&,;<>{}\\]{8})/gi,
		rest: /[^\s"'&,;<>{}\\]{1,1024}/y,
		keepsStart: true,
	},
	// The value behind `Bearer` or `Basic`, also URL-encoded. It is long and has a digit, unlike the next word of a sentence.
	{
		start: /(?<![a-z])(?:bearer|basic)(?:\s|%20|\+|:){1,4}(?=[\w.~+/=%-]{16})(?=[\w.~+/=-]{0,40}\d)/gi,
		rest: /[\w.~+/=%-]{1,1024}/y,
		keepsStart: true,
	},
	// A JSON Web Token, also when its end is missing or line breaks split it. Within a word it is long and has a digit.
	{
		start: /(?<![a-z])eyJ[\w-]{10}|eyJ(?=[\w-]{0,40}\d)[\w-]{20}/gi,
		rest: /[\w-]{1,1024}|(?:\.|%2E)[\w-]|\s{1,4}(?=[\w.-]{40})/iy,
		keepsStart: false,
	},
];

/** Removes bearer tokens, basic authorization, JSON Web Tokens and parameters of a sign-in, whoever they belong to. */
export function withoutTokens(text: string): string {
	return FORMS.reduce(withoutForm, text);
}

function withoutForm(text: string, { start, rest, keepsStart }: TokenForm): string {
	const pieces: string[] = [];
	let copied = 0;
	for (const { 0: found, index } of text.matchAll(start)) {
		if (index < copied) continue;
		const from = index + found.length;
		pieces.push(text.slice(copied, keepsStart ? from : index), REMOVED);
		copied = from;
		for (rest.lastIndex = from; rest.test(text); ) copied = rest.lastIndex;
	}
	return pieces.length === 0 ? text : pieces.join('') + text.slice(copied);
}

function without(text: string, secrets: readonly string[]): string {
	return secrets.reduce(
		(rest, secret) => (rest.includes(secret) ? rest.split(secret).join(REMOVED) : rest),
		text,
	);
}

function isData({ status, text }: OutsideResponse): boolean {
	return status >= 200 && status < 300 && /^\ufeff?\s{0,64}[[{]/.test(text);
}
