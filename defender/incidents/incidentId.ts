/** Returns the ID as Defender writes it: without surrounding whitespace and leading zeros. */
export function plainIncidentId(text: string): string {
	return text.trim().replace(/^0+(?=\d)/, '');
}
