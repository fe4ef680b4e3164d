/** A secret of at least this length does not match other words case-insensitively by chance. */
const MIN_ANY_CASE = 16;

const HTML_NAMES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

/** Encodings of secrets, the longest first. */
export interface SecretForms {
	readonly exact: readonly string[];
	/** In lower case, for a case-insensitive search: .NET writes `%2b` where others write `%2B`. */
	readonly anyCase: readonly string[];
}

/** Lists the encodings of secrets: plain, in URLs, forms, JSON, HTML, XML and Base64. */
export function listSecretForms(secrets: readonly string[]): SecretForms {
	const isLong = (secret: string) => secret.length >= MIN_ANY_CASE;
	return {
		exact: longestFirst(secrets.filter((secret) => !isLong(secret)).flatMap(formsOfOne)),
		anyCase: longestFirst(secrets.filter(isLong).flatMap(formsOfOne).map(toLowerAscii)),
	};
}

/** Replaces each form in a text. The time is linear in the length of the text. */
export function replaceForms(text: string, { exact, anyCase }: SecretForms, replacement: string): string {
	const shown = exact.reduce((rest, form) => rest.split(form).join(replacement), text);
	if (anyCase.length === 0) return shown;
	return anyCase.reduce<Pair>(
		(rest, form) => replaceForm(rest, form, replacement),
		[shown, toLowerAscii(shown)],
	)[0];
}

/** A text, and the same text in lower case with equal positions. */
type Pair = readonly [shown: string, lower: string];

function replaceForm([shown, lower]: Pair, form: string, replacement: string): Pair {
	const pieces: string[] = [];
	let copied = 0;
	for (let at = lower.indexOf(form); at >= 0; at = lower.indexOf(form, copied)) {
		pieces.push(shown.slice(copied, at), replacement);
		copied = at + form.length;
	}
	if (pieces.length === 0) return [shown, lower];
	const rest = pieces.join('') + shown.slice(copied);
	return [rest, toLowerAscii(rest)];
}

/** Changes only ASCII letters, because other letters may change the length of a text. */
function toLowerAscii(text: string): string {
	return text.replace(/[A-Z]{1,1024}/g, (letters) => letters.toLowerCase());
}

function longestFirst(forms: readonly string[]): readonly string[] {
	return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

function formsOfOne(secret: string): readonly string[] {
	const wellFormed = Buffer.from(secret, 'utf8').toString('utf8');
	const encoded = encodeURIComponent(wellFormed);
	const json = JSON.stringify(secret).slice(1, -1);
	const each = (special: RegExp, form: (character: string) => string) => secret.replace(special, form);
	return [
		secret,
		encoded,
		encodeURIComponent(encoded),
		new URLSearchParams({ s: secret }).toString().slice(2),
		json,
		json.split('/').join('\\/'),
		// JSON of Python and PHP, which escape non-ASCII letters, and of Go.
		json.replace(/[^ -~]/g, unicodeEscape),
		json
			.replace(/[^ -~]/g, unicodeEscape)
			.split('/')
			.join('\\/'),
		json.replace(/[&<>]/g, unicodeEscape),
		// JSON of .NET, which also escapes the special characters of HTML.
		each(/[^ -~]|["&'+<>`]/g, unicodeEscape).replace(/\\(?!u[0-9a-f]{4})/g, '\\\\'),
		each(/[&<>"]/g, (character) => HTML_NAMES[character] ?? character),
		each(/[&<>"']/g, (character) => HTML_NAMES[character] ?? character),
		each(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
		each(/[&<>"']/g, (character) => (character === "'" ? '&#39;' : (HTML_NAMES[character] ?? character))),
		Buffer.from(secret, 'utf8')
			.toString('base64')
			.replace(/={1,2}$/, ''),
		...base64Of(secret),
	];
}

function unicodeEscape(unit: string): string {
	return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Returns the Base64 part that every text with the secret shares, for 0, 1 and 2 bytes before the secret. */
function base64Of(secret: string): readonly string[] {
	const bytes = Buffer.from(secret, 'utf8');
	return [0, 1, 2].map((before) => {
		const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
	});
}
