import { listSecretForms, replaceForms } from './secretForms';
import { textFinder } from './textFinder';

/** Replaces a secret in a text. */
const REMOVED = '[removed]';

/** A shorter secret may be part of other words by chance. */
const MIN_SECRET = 8;

/** A response of Microsoft, or of a proxy or firewall. */
interface OutsideResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

/** Removes secrets from texts that come from outside and may be shown. */
export interface Redaction {
	/** Removes this credential's secrets in all encodings of a request, and everything that looks like a token. */
	text(text: string): string;
	/**
	 * Does the same for a whole response. From the JSON of a success it removes only this credential's secrets, because a
	 * foreign token in that data may be evidence.
	 */
	response<R extends OutsideResponse>(response: R): R;
}

/** @param secrets of one credential; secrets under 8 characters are not removed */
export function redactionFor(secrets: readonly string[]): Redaction {
	const plain = secrets.map((secret) => secret.trim()).filter((secret) => secret.length >= MIN_SECRET);
	const forms = listSecretForms(plain);
	const finders = plain.map((secret): PlainSecret => ({ secret, isIn: textFinder(secret) }));
	const text = (from: string) => withoutTokens(replaceForms(from, forms, REMOVED));
	return {
		text,
		response: (response) => ({
			...response,
			headers: redactHeaders(response.headers, text),
			text: isData(response) ? removePlain(response.text, finders) : text(response.text),
		}),
	};
}

/** Searches all headers at once, because they rarely contain a secret and a list has hundreds of responses. */
function redactHeaders(
	headers: Readonly<Record<string, unknown>>,
	redact: (text: string) => string,
): Record<string, string> {
	// A repeated header, such as Set-Cookie, is a list.
	const entries = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
	const all = entries.map(([, value]) => value).join('\n');
	const isClean = redact(all) === all;
	return Object.fromEntries(entries.map(([name, value]) => [name, isClean ? value : redact(value)]));
}

/**
 * Start and continuation of one kind of token. All lengths are bounded, because V8 stores one step per character of an
 * unbounded repetition and fails on a text of many megabytes.
 */
interface TokenForm {
	readonly start: RegExp;
	/** Matched repeatedly. */
	readonly rest: RegExp;
	/** Whether the start remains as a label. */
	readonly keepsStart: boolean;
}

const FORMS: readonly TokenForm[] = [
	// A sign-in parameter in a form, URL, JSON or XML. After a plain colon it must contain a digit, unlike a word in prose.
	{
		start:
			/(?:(?:access|refresh|id)_?token|client_?secret|client_?assertion|code_?verifier)(?:\\?["']\s{0,4}[:=]\s{0,4}\\?["']?|\s{0,4}=\s{0,4}\\?["']?|%3D|>|&gt;|\s{0,4}:\s{0,4}\\?["']?(?=[^\s"'&,;<>{}\\]{0,40}\d))(?=[^\s"'&,;<>{}\\]{8})/gi,
		rest: /[^\s"'&,;<>{}\\]{1,1024}/y,
		keepsStart: true,
	},
	// The value after `Bearer` or `Basic`, also URL-encoded. It is long and contains a digit, unlike the next word of a sentence.
	{
		start: /(?<![a-z])(?:bearer|basic)(?:\s|%20|\+|:){1,4}(?=[\w.~+/=%-]{16})(?=[\w.~+/=-]{0,40}\d)/gi,
		rest: /[\w.~+/=%-]{1,1024}/y,
		keepsStart: true,
	},
	// A JSON Web Token, even if its end is missing or line breaks split it. Within a word it must be long and contain a digit.
	{
		start: /(?<![a-z])eyJ[\w-]{10}|eyJ(?=[\w-]{0,40}\d)[\w-]{20}/gi,
		rest: /[\w-]{1,1024}|(?:\.|%2E)[\w-]|\s{1,4}(?=[\w.-]{40})/iy,
		keepsStart: false,
	},
];

/** Removes bearer tokens, basic authorization, JSON Web Tokens and sign-in parameters of any credential. */
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

/** A secret, and a search for it. */
interface PlainSecret {
	readonly secret: string;
	readonly isIn: (text: string) => boolean;
}

function removePlain(text: string, secrets: readonly PlainSecret[]): string {
	return secrets.reduce(
		(rest, { secret, isIn }) => (isIn(rest) ? rest.split(secret).join(REMOVED) : rest),
		text,
	);
}

function isData({ status, text }: OutsideResponse): boolean {
	return status >= 200 && status < 300 && /^\ufeff?\s{0,64}[[{]/.test(text);
}
