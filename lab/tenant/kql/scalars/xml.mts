import { isArray, type Value } from '../types.mts';

const TOKEN =
	/<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>]+)([^>]*?)(\/?)>|([^<]+)/gu;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Element {
	readonly name: string;
	readonly members: Map<string, Value>;
	text: string;
}

function decoded(text: string): string {
	return text.replace(/&(amp|lt|gt|quot|apos);/gu, (_, name: string) => ENTITIES[name] ?? '');
}

/** Several elements of one name become a list. */
function add(parent: Element, name: string, value: Value): void {
	const known = parent.members.get(name);
	if (known === undefined) parent.members.set(name, value);
	else parent.members.set(name, isArray(known) ? [...known, value] : [known, value]);
}

function valueOf({ members, text }: Element): Value {
	if (members.size === 0) return text;
	if (text !== '') members.set('#text', text);
	return members;
}

/** An XML text as parse_xml() returns it: attributes are `@name`, text next to members is `#text`; null for no XML. */
export function parseXml(text: string): Value {
	const root: Element = { name: '', members: new Map(), text: '' };
	const open: Element[] = [root];
	for (const [, cdata, closes, opens, attributes = '', isEmpty, content] of text.trim().matchAll(TOKEN)) {
		const current = open.at(-1) ?? root;
		if (cdata !== undefined) current.text += cdata;
		else if (content !== undefined) current.text += decoded(content.trim());
		else if (opens !== undefined) {
			const element: Element = { name: opens, members: new Map(), text: '' };
			for (const [, name = '', value = ''] of attributes.matchAll(/([^\s=]+)\s*=\s*["']([^"']*)["']/gu)) {
				element.members.set(`@${name}`, decoded(value));
			}
			if (isEmpty === '/') add(current, opens, valueOf(element));
			else open.push(element);
		} else if (closes !== undefined) {
			if (current.name !== closes) return null;
			open.pop();
			add(open.at(-1) ?? root, closes, valueOf(current));
		}
	}
	return open.length === 1 && root.members.size > 0 ? root.members : null;
}
