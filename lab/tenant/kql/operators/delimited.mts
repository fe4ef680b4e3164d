/** Records of a delimited text (RFC 4180 with any delimiter): quoted cells may contain delimiters and line breaks. */
export function readDelimited(content: string, delimiter: string): readonly (readonly string[])[] {
	const records: string[][] = [];
	let record: string[] = [];
	let cell = '';
	let isQuoted = false;
	const endRecord = (): void => {
		record.push(cell);
		if (record.length > 1 || cell !== '') records.push(record);
		record = [];
		cell = '';
	};
	for (let at = 0; at < content.length; at++) {
		const character = content[at] ?? '';
		if (isQuoted) {
			if (character !== '"') cell += character;
			else if (content[at + 1] === '"') {
				cell += '"';
				at += 1;
			} else isQuoted = false;
		} else if (character === '"' && cell === '') isQuoted = true;
		else if (character === delimiter) {
			record.push(cell);
			cell = '';
		} else if (character === '\n') endRecord();
		else if (character !== '\r') cell += character;
	}
	endRecord();
	return records;
}
