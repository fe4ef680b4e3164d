/**
 * One block of a PEM text, restored to the form that OpenSSL reads.
 * @see https://www.rfc-editor.org/rfc/rfc7468
 */
export interface PemBlock {
	/** Words after BEGIN, e.g. `CERTIFICATE`. */
	readonly label: string;
	/** Whether the label (PKCS#8) or the header lines (PKCS#1 of older OpenSSL, RFC 1421) show that a passphrase is needed. */
	readonly isEncrypted: boolean;
	readonly pem: string;
}

const MARKER = /-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----/g;

/** The initialization vector has a fixed length here, because without line breaks nothing else marks its end. */
const ENCRYPTION =
	/^\s*Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*(DES-EDE3-CBC,[0-9A-F]{16}|AES-\d{3}-CBC,[0-9A-F]{32})/i;

/**
 * Reads the blocks of a pasted text in their order and ignores the text around them. Line breaks may be intact, missing, or
 * replaced by spaces or by the two characters `\n`, because n8n's password fields have one line.
 */
export function readPemBlocks(text: string): readonly PemBlock[] {
	const lines = text.replace(/\\r|\\n/g, '\n');
	return findParts(lines).map(({ label, body }) => {
		const encryption = ENCRYPTION.exec(body);
		const base64 = body.slice(encryption?.[0].length ?? 0).replace(/[\s\u200b]+/g, '');
		const header =
			encryption === null ? [] : ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${encryption[1] ?? ''}`, ''];
		return {
			label,
			isEncrypted: encryption !== null || label === 'ENCRYPTED PRIVATE KEY',
			pem: [
				`-----BEGIN ${label}-----`,
				...header,
				...(base64.match(/.{1,64}/g) ?? []),
				`-----END ${label}-----`,
				'',
			].join('\n'),
		};
	});
}

/** Finds the text between each BEGIN and the next END of its label. Reads each marker once, so the time is linear. */
function findParts(text: string): ReadonlyArray<{ readonly label: string; readonly body: string }> {
	const markers = [...text.matchAll(MARKER)];
	const parts: { readonly label: string; readonly start: number; readonly end: number }[] = [];
	// In reverse order, the next END of a BEGIN is the latest one of its label.
	const ends = new Map<string, number>();
	for (const { 0: marker, 1: kind, 2: label = '', index } of markers.reverse()) {
		if (kind === 'END') ends.set(label, index);
		const end = ends.get(label);
		if (kind === 'BEGIN' && end !== undefined) parts.push({ label, start: index + marker.length, end });
	}
	let readUpTo = 0;
	return parts.reverse().flatMap(({ label, start, end }) => {
		// A block inside another one is a part of it.
		if (start < readUpTo) return [];
		readUpTo = end;
		return { label, body: text.slice(start, end) };
	});
}
