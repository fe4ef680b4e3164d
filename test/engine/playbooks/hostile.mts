/** A name as an attacker may choose it: quotes, line ends, HTML, chat markup, wiki markup, JQL, an expression of n8n. */
export const HOSTILE =
	'"; x\' OR project = "OPS" --\r\n\u2028<script>alert(1)</script><img src=x> *bold* _it_ `code` <!channel> <@U1|x> [click](https://evil.example) {noformat}{html} !https://evil.example/x.png! {{ $json.id }} & &amp; 🔥';

/** The same on one line, as it has to be shown. */
export const HOSTILE_LINE = HOSTILE.replaceAll(/[\s\u2028]+/gu, ' ');
