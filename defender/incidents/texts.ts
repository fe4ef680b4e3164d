/** Whether two texts are the same, line ends and outer blanks aside, since services normalise them. */
export function sameText(one: string, other: string): boolean {
	return normalised(one) === normalised(other);
}

function normalised(text: string): string {
	return text.replace(/\r\n?/g, '\n').trim();
}
