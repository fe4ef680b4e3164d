import type { JiraIssue } from './issues.mts';

/** A query that Jira would refuse, or that this stand-in does not know; the message is Jira's. */
export class JqlRefused extends Error {}

/** What a query is read against. */
export interface JqlSite {
	readonly projectKey: string;
	readonly now: Date;
	/** Account id. */
	readonly caller: string;
}

/** What a query asks: whether an issue belongs to it, and the order. */
export interface Jql {
	readonly matches: (issue: JiraIssue) => boolean;
	readonly order: (one: JiraIssue, other: JiraIssue) => number;
}

const TOKEN = /\s*(?:"((?:[^"\\\n]|\\["\\])*)"|(>=|!=|=|\(|\)|,)|([\w.@-]+))/uy;

interface Token {
	readonly kind: 'text' | 'sign' | 'word';
	readonly value: string;
}

/** Words that Jira takes as a value in quotes only. */
const RESERVED = new Set(['and', 'or', 'not', 'in', 'is', 'order', 'by', 'empty', 'null', 'was', 'changed']);

function tokensOf(text: string): Token[] {
	const tokens: Token[] = [];
	TOKEN.lastIndex = 0;
	while (text.slice(TOKEN.lastIndex).trim() !== '') {
		const at = TOKEN.lastIndex;
		const [, quoted, sign, word] = TOKEN.exec(text) ?? [];
		if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.replace(/\\(.)/gu, '$1') });
		else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
		else if (word !== undefined) tokens.push({ kind: 'word', value: word });
		else
			throw new JqlRefused(
				`Error in the JQL Query: The character '${text.slice(at).trim().charAt(0)}' is a reserved JQL character. You must enclose it in a string or use the escape '\\u0000' instead. (line 1, character ${at + 1})`,
			);
	}
	return tokens;
}

/**
 * Reads the few forms that the playbooks use, joined by AND: `project =`, `key =`, `labels =`, `labels in (…)`,
 * `creator =`, `creator !=`, `statusCategory !=`, `updated >=`, with `ORDER BY` one date. The only function is
 * `currentUser()`. Everything else is refused, an unbounded query too.
 *
 * @param site.caller account id of who searches
 * @throws JqlRefused
 */
export function readJql(text: string, site: JqlSite): Jql {
	const tokens = tokensOf(text);
	const conditions: ((issue: JiraIssue) => boolean)[] = [];
	const take = (expected: string): Token => {
		const token = tokens.shift();
		if (token === undefined)
			throw new JqlRefused(`Error in the JQL Query: Expecting ${expected} before the end of the query.`);
		return token;
	};
	const isWord = (token: Token | undefined, word: string) =>
		token?.kind === 'word' && token.value.toLowerCase() === word;
	const takeValue = (): string => {
		const { kind, value } = take('a value');
		if (kind === 'sign' || (kind === 'word' && RESERVED.has(value.toLowerCase())))
			throw new JqlRefused(
				`Error in the JQL Query: Expecting either a value, list or function but got '${value}'.`,
			);
		if (kind !== 'word' || tokens[0]?.kind !== 'sign' || tokens[0].value !== '(') return value;
		takeSign('(');
		takeSign(')');
		return resultOf(value, site);
	};
	const takeSign = (sign: string) => {
		const { value } = take(`'${sign}'`);
		if (value !== sign)
			throw new JqlRefused(`Error in the JQL Query: Expecting '${sign}' but got '${value}'.`);
	};
	const takeList = (): string[] => {
		takeSign('(');
		const values = [takeValue()];
		while (tokens[0]?.value === ',' && tokens[0].kind === 'sign') {
			tokens.shift();
			values.push(takeValue());
		}
		takeSign(')');
		return values;
	};
	const takeCondition = () => {
		const { kind, value: field } = take('a field');
		const operator = take('an operator').value.toLowerCase();
		const form = kind === 'word' ? `${field.toLowerCase()} ${operator}` : '';
		const values = operator === 'in' ? takeList() : [takeValue()];
		conditions.push(condition(form, values, site));
	};
	if (tokens.length === 0 || isWord(tokens[0], 'order'))
		throw new JqlRefused(
			'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
		);
	takeCondition();
	while (isWord(tokens[0], 'and')) {
		tokens.shift();
		takeCondition();
	}
	const order = takeOrder(tokens);
	if (tokens.length > 0)
		throw new JqlRefused(`Error in the JQL Query: Expecting 'AND' but got '${tokens[0]?.value ?? ''}'.`);
	return { matches: (issue) => conditions.every((holds) => holds(issue)), order };
}

/** @throws JqlRefused for any function but `currentUser()` */
function resultOf(name: string, { caller }: JqlSite): string {
	if (name.toLowerCase() === 'currentuser') return caller;
	throw new JqlRefused(`Unable to find JQL function '${name}()'.`);
}

function condition(
	form: string,
	values: readonly string[],
	{ projectKey, now, caller }: JqlSite,
): (issue: JiraIssue) => boolean {
	const [value = ''] = values;
	switch (form) {
		case 'project =':
			if (value !== projectKey)
				throw new JqlRefused(`The value '${value}' does not exist for the field 'project'.`);
			return () => true;
		case 'key =':
			return ({ key }) => key === value;
		case 'labels =':
		case 'labels in':
			return ({ labels }) => labels.some((label) => values.includes(label));
		case 'creator =':
		case 'creator !=': {
			const wanted = person(value, caller);
			// A field without a value matches no comparison: only `is EMPTY` finds it.
			return ({ creator }) => creator !== null && (creator === wanted) === (form === 'creator =');
		}
		case 'statuscategory !=':
			if (value !== 'Done')
				throw new JqlRefused(`The value '${value}' does not exist for the field 'statusCategory'.`);
			return ({ status }) => status.category !== 'done';
		case 'updated >=': {
			const since = dateOf(value, now);
			return ({ updated }) => Date.parse(updated) >= since;
		}
		default:
			throw new JqlRefused(
				`Field or operator of '${form}' does not exist or you do not have permission to view it.`,
			);
	}
}

/** The one person that a query may name is its caller. */
function person(value: string, caller: string): string {
	if (value === caller) return caller;
	throw new JqlRefused(`The value '${value}' does not exist for the field 'creator'.`);
}

/** Relative such as `-10m`, or a date with minutes, which Jira cuts off at the minute. */
function dateOf(value: string, now: Date): number {
	const [, amount, unit] = /^-(\d+)([mhd])$/u.exec(value) ?? [];
	if (amount !== undefined && unit !== undefined) {
		const minutes = { m: 1, h: 60, d: 1440 }[unit] ?? 1;
		return now.getTime() - Number(amount) * minutes * 60_000;
	}
	if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/u.test(value)) return Date.parse(`${value.replace(' ', 'T')}:00Z`);
	throw new JqlRefused(
		`Date value '${value}' for field 'updated' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
	);
}

function takeOrder(tokens: Token[]): Jql['order'] {
	const words = tokens.slice(0, 4).map(({ value }) => value.toLowerCase());
	const [order, by, field, direction] = words;
	if (order !== 'order') return () => 0;
	if (
		by !== 'by' ||
		(field !== 'created' && field !== 'updated') ||
		(direction !== 'asc' && direction !== 'desc')
	)
		throw new JqlRefused(`Error in the JQL Query: The order '${words.join(' ')}' is not known.`);
	tokens.splice(0, 4);
	const sign = direction === 'asc' ? 1 : -1;
	return (one, other) => sign * (Date.parse(one[field]) - Date.parse(other[field]));
}
