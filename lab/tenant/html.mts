/** Text that a page contains unescaped. */
export class Markup {
	constructor(readonly text: string) {}
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** `text` as content of an element or of a quoted attribute. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

type Piece = string | Markup | readonly Markup[];

const render = (piece: Piece): string => {
	if (typeof piece === 'string') return escapeHtml(piece);
	return piece instanceof Markup ? piece.text : piece.map(({ text }) => text).join('');
};

/** A template whose texts are escaped; markup made by this function is not escaped again. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
	return new Markup(parts.map((part, index) => `${part}${render(pieces[index] ?? '')}`).join(''));
}
