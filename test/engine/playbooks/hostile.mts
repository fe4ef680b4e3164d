/**
 * A name as an attacker may choose it: quotes, line ends, HTML, chat markup, wiki markup, JQL, an expression of n8n, and
 * marks that nobody sees: of direction (`gpj.exe` shown as `exe.jpg`), of zero width, of control.
 */
export const HOSTILE =
	'\u202egpj.\u2066exe\u200b\ufeff\u001b[31m\u0001\u0085"; x\' OR project = "OPS" --\r\n\u2028<script>alert(1)</script><img src=x> *bold* _it_ `code` <!channel> <@U1|x> [click](https://evil.example) {noformat}{html} !https://evil.example/x.png! {{ $json.id }} & &amp; 🔥';

/** Characters that no ticket, chat, mail or comment may hold: formatting and control characters, but not the line end. */
export const INVISIBLE = /\p{Cf}|[^\n\P{Cc}]|[\u2028\u2029]/u;

/** The same as it has to be shown. */
export const CLEAN = HOSTILE.replaceAll(/\p{Cf}/gu, '').replaceAll(/[^\n\P{Cc}]|[\u2028\u2029]/gu, ' ');

/** The same on one line. */
export const HOSTILE_LINE = CLEAN.replaceAll(/\s+/gu, ' ').trim();

/** The first characters of a text, the last of them an ellipsis when there are more. */
export const shortened = (text: string, length: number): string =>
	[...text].length > length ? `${[...text].slice(0, length - 1).join('')}…` : text;
