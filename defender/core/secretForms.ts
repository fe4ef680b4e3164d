/** A secret this long does not equal other words in another letter case by chance. */
const MIN_ANY_CASE = 16;

const HTML_NAMES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

/** The forms of some secrets, the longest first. */
export interface SecretForms {
	readonly exact: readonly string[];
	/** In lower case, to be found in any letter case: .NET writes `%2b` where others write `%2B`. */
	readonly anyCase: readonly string[];
}

/** Secrets as they are sent or repeated: plain, in an address, in a form, in JSON, in HTML and XML, in Base64. */
export function listSecretForms(secrets: readonly string[]): SecretForms {
	const isLong = (secret: string) => secret.length >= MIN_ANY_CASE;
	return {
		exact: ordered(secrets.filter((secret) => !isLong(secret)).flatMap(formsOfOne)),
		anyCase: ordered(secrets.filter(isLong).flatMap(formsOfOne).map(lowered)),
	};
}

/** Replaces each form in a text, in time linear in the text. */
export function replaceForms(text: string, { exact, anyCase }: SecretForms, replacement: string): string {
	const shown = exact.reduce((rest, form) => rest.split(form).join(replacement), text);
	if (anyCase.length === 0) return shown;
	return anyCase.reduce<Pair>((rest, form) => cutOut(rest, form, replacement), [shown, lowered(shown)])[0];
}

/** A text, and the same in lower case with equal positions. */
type Pair = readonly [shown: string, lower: string];

function cutOut([shown, lower]: Pair, form: string, replacement: string): Pair {
	const pieces: string[] = [];
	let copied = 0;
	for (let at = lower.indexOf(form); at >= 0; at = lower.indexOf(form, copied)) {
		pieces.push(shown.slice(copied, at), replacement);
		copied = at + form.length;
	}
	if (pieces.length === 0) return [shown, lower];
	const rest = pieces.join('') + shown.slice(copied);
	return [rest, lowered(rest)];
}

/** ASCII letters alone, since other letters may change the length of a text. */
function lowered(text: string): string {
	return text.replace(/[A-Z]{1,1024}/g, (letters) => letters.toLowerCase());
}

function ordered(forms: readonly string[]): readonly string[] {
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
		// JSON of Python and PHP, which escape letters beyond ASCII, and of Go.
		json.replace(/[^ -~]/g, unicodeEscape),
		json
			.replace(/[^ -~]/g, unicodeEscape)
			.split('/')
			.join('\\/'),
		json.replace(/[&<>]/g, unicodeEscape),
		// JSON of .NET, which escapes whatever has a meaning in HTML as well.
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

/** What any text with the secret in it has in common as Base64, by the number of bytes before the secret. */
function base64Of(secret: string): readonly string[] {
	const bytes = Buffer.from(secret, 'utf8');
	return [0, 1, 2].map((before) => {
		const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
	});
}
