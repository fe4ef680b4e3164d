import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../.cache/n8n-logs', import.meta.url));
const LAST_LINES = 60;

/** Everything that the processes of one n8n print. */
export interface Log {
	readonly file: string;
	add(text: string | Buffer): void;
	/** All of it so far. */
	text(): string;
	/** The last lines, under a line that names the file. */
	tail(): string;
}

/** An empty log in the ignored folder `.cache/n8n-logs`; one of the same name is replaced. */
export function createLog(name: string): Log {
	mkdirSync(FOLDER, { recursive: true });
	const file = path.join(FOLDER, `${name}.log`);
	writeFileSync(file, '');
	let all = '';
	return {
		file,
		add: (text) => {
			all += text.toString();
			appendFileSync(file, text);
		},
		text: () => all,
		tail: () => [`Last lines of ${file}:`, ...all.trimEnd().split('\n').slice(-LAST_LINES)].join('\n'),
	};
}
