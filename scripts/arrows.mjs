// Prints the imports between the subfolders of a folder, and the number of imports between its files.
// Usage: npm run arrows [-- folder…]
import { execFileSync } from 'node:child_process';
import { runMain } from './lib/failure.mjs';
import { binOf, inRoot } from './lib/paths.mjs';
import { setup } from './lib/setup.mjs';

const FOLDERS = ['defender/tasks', 'defender/hunting', 'nodes/shared'];

/** Every import as [importing file, imported file]. */
function imports() {
	const cruiser = binOf('dependency-cruiser', 'depcruise');
	const args = [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'defender', 'nodes'];
	const report = execFileSync(process.execPath, args, { cwd: inRoot(), encoding: 'utf8', maxBuffer: 1e9 });
	return JSON.parse(report).modules.flatMap(({ source, dependencies }) =>
		dependencies.map(({ resolved }) => [source, resolved]),
	);
}

/** The subfolder of a file; '.' for a file of the folder itself. */
function subfolderOf(folder, file) {
	const [first, ...rest] = file.slice(folder.length + 1).split('/');
	return rest.length === 0 ? '.' : first;
}

await runMain(async () => {
	await setup();
	const all = imports();
	const folders = process.argv.slice(2);
	for (const folder of folders.length === 0 ? FOLDERS : folders) {
		const inside = all.filter((pair) => pair.every((file) => file.startsWith(`${folder}/`)));
		const arrows = inside
			.map((pair) => pair.map((file) => subfolderOf(folder, file)))
			.filter(([from, to]) => from !== to)
			.map(([from, to]) => `${from} → ${to}`);
		const distinct = [...new Set(arrows)].sort();
		console.log(`${folder}: ${distinct.length} between subfolders, ${inside.length} between files`);
		for (const arrow of distinct) console.log(`  ${arrow}`);
	}
	return 0;
});
