import { bothCases, classEscape, posixClass, rangeInOtherCase } from './re2Classes.mts';

/** A pattern that RE2 rejects. */
export class InvalidRe2 extends Error {}

/** The flags of RE2 that are in force at a place of the pattern. */
interface Flags {
	readonly i: boolean;
	readonly m: boolean;
	readonly s: boolean;
	readonly U: boolean;
}

const NO_FLAGS: Flags = { i: false, m: false, s: false, U: false };

/**
 * A pattern in RE2's syntax as the source of a JavaScript regular expression with the flag `u`. Every flag is written
 * out (a letter under `(?i)` becomes a class), because JavaScript has none inside a pattern.
 * @throws InvalidRe2 for what RE2 lacks, such as a lookahead or a back reference
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function translateRe2(pattern: string): string {
	return new Translator(pattern).all();
}

class Translator {
	private at = 0;
	private flags = NO_FLAGS;
	/** The flags to restore at the end of each open group. */
	private readonly open: Flags[] = [];
	private readonly characters: readonly string[];

	constructor(pattern: string) {
		this.characters = [...pattern];
	}

	all(): string {
		let source = '';
		while (this.at < this.characters.length) source += this.next();
		if (this.open.length > 0) throw new InvalidRe2('a group is not closed');
		return source;
	}

	private rest(length: number): string {
		return this.characters.slice(this.at, this.at + length).join('');
	}

	private next(): string {
		const character = this.characters[this.at++] ?? '';
		switch (character) {
			case '(':
				return this.group();
			case ')':
				return this.close();
			case '[':
				return this.bracket();
			case '\\':
				return this.escape();
			case '.':
				return this.flags.s ? '[^]' : '[^\\n]';
			case '^':
				return this.flags.m ? '(?:^|(?<=\\n))' : '^';
			case '$':
				return this.flags.m ? '(?:$|(?=\\n))' : '$';
			case '*':
			case '+':
			case '?':
				return this.quantifier(character);
			case '{':
				return this.repetition();
			case '|':
				return '|';
			default:
				return this.literal(character);
		}
	}

	/** A character that stands for itself; under `(?i)` in either case. */
	private literal(character: string): string {
		const escaped = /[\^$\\.*+?()[\]{}|/]/u.test(character) ? `\\${character}` : character;
		if (!this.flags.i) return escaped;
		const others = [character.toLowerCase(), character.toUpperCase()].filter(
			(other) => other !== character && [...other].length === 1,
		);
		return others.length === 0 ? escaped : `[${character}${others.join('')}]`;
	}

	private quantifier(sign: string): string {
		const lazy = this.characters[this.at] === '?';
		if (lazy) this.at += 1;
		return lazy === this.flags.U ? sign : `${sign}?`;
	}

	/** `{2}`, `{2,}`, `{2,5}`; a brace that begins no repetition stands for itself. */
	private repetition(): string {
		const found = /^\d+(?:,\d*)?\}/u.exec(this.rest(12));
		if (!found) return '\\{';
		this.at += found[0].length;
		return this.quantifier(`{${found[0]}`);
	}

	private group(): string {
		if (this.characters[this.at] !== '?') {
			this.open.push(this.flags);
			return '(';
		}
		const text = this.rest(200);
		const name = /^\?P?<([A-Za-z_]\w*)>/u.exec(text);
		if (name) {
			this.at += name[0].length;
			this.open.push(this.flags);
			return `(?<${name[1] ?? ''}>`;
		}
		const flags = /^\?([imsU]*)(?:-([imsU]*))?([:)])/u.exec(text);
		if (!flags) throw new InvalidRe2(`'(${this.rest(3)}' is not part of RE2`);
		this.at += flags[0].length;
		if (flags[3] === ':') this.open.push(this.flags);
		this.flags = withFlags(this.flags, flags[1] ?? '', flags[2] ?? '');
		return flags[3] === ':' ? '(?:' : '';
	}

	private close(): string {
		const outer = this.open.pop();
		if (!outer) throw new InvalidRe2('a closing parenthesis without a group');
		this.flags = outer;
		return ')';
	}

	private escape(): string {
		const character = this.characters[this.at++];
		if (character === undefined) throw new InvalidRe2('it ends with a backslash');
		if (character === 'A') return '(?<![^])';
		if (character === 'z') return '(?![^])';
		if (character === 'Q') return this.quoted();
		if (character === 'b') return '(?:(?<=\\w)(?!\\w)|(?<!\\w)(?=\\w))';
		if (character === 'B') return '(?:(?<=\\w)(?=\\w)|(?<!\\w)(?!\\w))';
		if (/[1-9]/u.test(character)) throw new InvalidRe2('RE2 has no back references');
		return this.escaped(character);
	}

	/** An escape that stands for a character or for a class of characters. */
	private escaped(character: string): string {
		const { source, length } = classEscape(character, this.rest(40), false) ?? {};
		if (source === undefined) {
			if (/[A-Za-z0-9]/u.test(character)) throw new InvalidRe2(`'\\${character}' is not part of RE2`);
			return this.literal(character);
		}
		this.at += length ?? 0;
		return source;
	}

	/** `\Q…\E`: every character stands for itself. */
	private quoted(): string {
		let source = '';
		while (this.at < this.characters.length && this.rest(2) !== '\\E') {
			source += this.literal(this.characters[this.at++] ?? '');
		}
		this.at += 2;
		return source;
	}

	private bracket(): string {
		const negated = this.characters[this.at] === '^';
		if (negated) this.at += 1;
		let source = '';
		for (let first = true; first || this.characters[this.at] !== ']'; first = false) {
			if (this.at >= this.characters.length) throw new InvalidRe2('a character class is not closed');
			source += this.member();
		}
		this.at += 1;
		return `[${negated ? '^' : ''}${source}]`;
	}

	/** One member of a character class: a character, an escape, a range, or a named class. */
	private member(): string {
		const named = /^\[:(\^?)([a-z]+):\]/u.exec(this.rest(14));
		if (named) {
			const found = posixClass(named[2] ?? '', named[1] === '^');
			if (found === undefined) throw new InvalidRe2(`'${named[0]}' is not part of RE2`);
			this.at += named[0].length;
			return found;
		}
		const from = this.memberCharacter();
		const isRange = this.characters[this.at] === '-' && (this.characters[this.at + 1] ?? ']') !== ']';
		if (!isRange) return this.flags.i ? bothCases(from) : from;
		this.at += 1;
		const to = this.memberCharacter();
		const range = `${from}-${to}`;
		return this.flags.i ? `${range}${rangeInOtherCase(from, to)}` : range;
	}

	private memberCharacter(): string {
		const character = this.characters[this.at++] ?? '';
		if (character !== '\\') return /[\^\\[\]\-/(){}|$.*+?]/u.test(character) ? `\\${character}` : character;
		const escaped = this.characters[this.at++] ?? '';
		if (escaped === '-' || escaped === 'b') return escaped === 'b' ? '\\x08' : '\\-';
		const { source, length } = classEscape(escaped, this.rest(40), true) ?? {};
		if (source !== undefined) {
			this.at += length ?? 0;
			return source;
		}
		if (/[A-Za-z0-9]/u.test(escaped)) throw new InvalidRe2(`'\\${escaped}' is not part of RE2`);
		return /[\^\\[\]/(){}|$.*+?]/u.test(escaped) ? `\\${escaped}` : escaped;
	}
}

function withFlags(flags: Flags, on: string, off: string): Flags {
	const set = (name: keyof Flags): boolean => (flags[name] || on.includes(name)) && !off.includes(name);
	return { i: set('i'), m: set('m'), s: set('s'), U: set('U') };
}
