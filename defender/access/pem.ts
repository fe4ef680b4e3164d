/** One block of a PEM text (RFC 7468), put back into the form that OpenSSL reads. */
export interface PemBlock {
	/** The words after BEGIN, e.g. `CERTIFICATE`. */
	readonly label: string;
	/** Whether a passphrase is needed, by its label (PKCS#8) or its header lines (PKCS#1 as older OpenSSL wrote it, RFC 1421). */
	readonly isEncrypted: boolean;
	readonly pem: string;
}

const MARKER = /-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----/g;

/** The length of the initialization vector is spelled out, since without line breaks nothing else ends it. */
const ENCRYPTION =
	/^\s*Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*(DES-EDE3-CBC,[0-9A-F]{16}|AES-\d{3}-CBC,[0-9A-F]{32})/i;

/**
 * The blocks of a pasted text in their order, whatever happened to its line breaks (kept, turned into blanks or into
 * the two characters `\n`, or lost), and whatever stands around the blocks. n8n's password fields are of one line.
 */
export function readPemBlocks(text: string): readonly PemBlock[] {
	const lines = text.replace(/\\r|\\n/g, '\n');
	return partsIn(lines).map(({ label, body }) => {
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

/** What stands between each BEGIN and the next END of its label. Each marker is looked at once, however many there are. */
function partsIn(text: string): ReadonlyArray<{ readonly label: string; readonly body: string }> {
	const markers = [...text.matchAll(MARKER)];
	const parts: { readonly label: string; readonly start: number; readonly end: number }[] = [];
	// Read from the end, each BEGIN finds the next END of its label as the newest one that was seen.
	const ends = new Map<string, number>();
	for (const { 0: marker, 1: kind, 2: label = '', index } of markers.reverse()) {
		if (kind === 'END') ends.set(label, index);
		const end = ends.get(label);
		if (kind === 'BEGIN' && end !== undefined) parts.push({ label, start: index + marker.length, end });
	}
	let read = 0;
	return parts.reverse().flatMap(({ label, start, end }) => {
		// One inside another one is a part of it.
		if (start < read) return [];
		read = end;
		return { label, body: text.slice(start, end) };
	});
}
