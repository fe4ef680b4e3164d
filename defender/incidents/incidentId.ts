/** An incident's ID as Defender writes it: without whitespace around it and without leading zeros. */
export function plainIncidentId(text: string): string {
	return text.trim().replace(/^0+(?=\d)/, '');
}
