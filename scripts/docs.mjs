// Writes the generated documents and parameter tables from the built package, or compares them with it (--check).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { huntLibrary } from './docs/huntLibrary.mjs';
import { NODE_PAGES, withParameters } from './docs/parameterTables.mjs';
import { permissions } from './docs/permissions.mjs';
import { troubleshooting } from './docs/troubleshooting.mjs';
import { ensureBuild } from './lib/build.mjs';
import { runMain } from './lib/failure.mjs';
import { inRoot } from './lib/paths.mjs';
import { setup } from './lib/setup.mjs';

const DOCUMENTS = {
	'hunt-library.md': huntLibrary,
	'permissions.md': permissions,
	'troubleshooting.md': troubleshooting,
	...Object.fromEntries(
		Object.entries(NODE_PAGES).map(([page, node]) => [page, (text) => withParameters(text, node)]),
	),
};

await runMain(async () => {
	const check = process.argv.includes('--check');
	await setup();
	await ensureBuild();
	let stale = 0;
	for (const [name, generate] of Object.entries(DOCUMENTS)) {
		const file = inRoot('docs', name);
		const present = existsSync(file) ? readFileSync(file, 'utf8') : '';
		const text = generate(present);
		if (present === text) continue;
		if (check) {
			stale += 1;
			console.log(`docs/${name} is out of date. Run "npm run docs" and commit it.`);
		} else {
			writeFileSync(file, text);
			console.log(`docs/${name} written.`);
		}
	}
	return stale === 0 ? 0 : 1;
});
