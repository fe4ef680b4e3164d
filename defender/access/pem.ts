/** One block of a PEM text (RFC 7468), put back into the form that OpenSSL reads. */
export interface PemBlock {
	/** The words after BEGIN, e.g. `CERTIFICATE`. */
	readonly label: string;
	/** Whether a passphrase is needed, by its label (PKCS#8) or its header lines (PKCS#1 as older OpenSSL wrote it, RFC 1421). */
	readonly encrypted: boolean;
	readonly pem: string;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----/gs;

/** The length of the initialization vector is spelled out, since without line breaks nothing else ends it. */
const ENCRYPTION =
	/^\s*Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*(DES-EDE3-CBC,[0-9A-F]{16}|AES-\d{3}-CBC,[0-9A-F]{32})/i;

/**
 * The blocks of a pasted text in their order, whatever happened to its line breaks (kept, turned into blanks or into
 * the two characters `\n`, or lost), and whatever stands around the blocks. n8n's password fields are of one line.
 */
export function pemBlocks(text: string): readonly PemBlock[] {
	const lines = text.replace(/\\r|\\n/g, '\n');
	return [...lines.matchAll(BLOCK)].map(([, label = '', body = '']) => {
		const encryption = ENCRYPTION.exec(body);
		const base64 = body.slice(encryption?.[0].length ?? 0).replace(/[\s\u200b]+/g, '');
		const header =
			encryption === null ? [] : ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${encryption[1] ?? ''}`, ''];
		return {
			label,
			encrypted: encryption !== null || label === 'ENCRYPTED PRIVATE KEY',
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
