import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Prints what the named modules hold when they are loaded: the regular expressions that they make from strings, and the
 * texts in what they export that n8n takes for expressions or regular expressions.
 */
const files = process.argv.slice(2).map((file) => path.resolve(file));
const found: object[] = [];

// It compares the constructor of a literal with the global one.
await import('n8n-workflow');
globalThis.RegExp = new Proxy(RegExp, {
	construct(target, [source, flags]: [string | RegExp, string | undefined]) {
		const regex = new target(source, flags);
		// The loader makes some too.
		const maker = new Error().stack?.split('\n')[2] ?? '';
		const file = files.find((one) => maker.includes(one));
		if (file !== undefined) found.push({ place: shown(file), source: regex.source, flags: regex.flags });
		return regex;
	},
});

const shown = (file: string) => path.relative(process.cwd(), file);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

function walk(place: string, value: unknown): void {
	if (!isRecord(value)) return;
	for (const [name, inner] of Object.entries(value)) {
		if (name === 'regex' && typeof inner === 'string') found.push({ place, source: inner, flags: '' });
		else if (typeof inner === 'string' && inner.startsWith('=')) found.push({ place, expression: inner });
		walk(place, inner);
	}
}

for (const file of files) {
	const exported: unknown = await import(pathToFileURL(file).href);
	if (!isRecord(exported)) continue;
	const isDescribed = /\.(?:node|credentials)\.ts$/.test(file);
	for (const value of Object.values(exported)) {
		if (isDescribed && typeof value === 'function') walk(shown(file), Reflect.construct(value, []));
		else walk(shown(file), value);
	}
}
process.stdout.write(JSON.stringify(found));
