import { printable } from '../tenant/printable.mts';

/** A value as a printable cell of at most `width` characters; a longer one ends in `…`. */
export function cell(value: unknown, width: number): string {
	const characters = [...printable(plain(value))];
	return characters.length <= width ? characters.join('') : `${characters.slice(0, width - 1).join('')}…`;
}

function plain(value: unknown): string {
	if (value === null || value === undefined) return '–';
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(plain).join(', ');
	return JSON.stringify(value);
}
