import { existsSync } from 'node:fs';
import path from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of a Chromium on this machine (Debian's package `chromium`), or undefined. */
export function findChromium(): string | undefined {
	const folders = (process.env['PATH'] ?? '').split(path.delimiter);
	return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(existsSync);
}
