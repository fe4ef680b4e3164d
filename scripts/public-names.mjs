// Writes the public names of the built package to the golden file, or compares them with it (--check).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ensureBuild } from './lib/build.mjs';
import { Failure, runMain } from './lib/failure.mjs';
import { inRoot } from './lib/paths.mjs';
import { comparePublicNames, namesOfCredential, namesOfNode } from './lib/publicNames.mjs';
import { setup } from './lib/setup.mjs';

const GOLDEN = inRoot('test', 'public-names.json');
const load = createRequire(import.meta.url);

/** The one class in a built node or credential file. */
function instanceFrom(file) {
	const exported = Object.values(load(inRoot(file))).filter((value) => typeof value === 'function');
	if (exported.length !== 1)
		throw new Failure(`${file} must export exactly one class, but exports ${exported.length}.`);
	return new exported[0]();
}

function currentNames() {
	const { n8n } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
	const named = (instances, nameOf, namesOf) =>
		Object.fromEntries(instances.map((instance) => [nameOf(instance), namesOf(instance)]));
	return {
		credentials: named(n8n.credentials.map(instanceFrom), ({ name }) => name, namesOfCredential),
		nodes: named(
			n8n.nodes.map(instanceFrom).map(({ description }) => description),
			({ name }) => name,
			namesOfNode,
		),
	};
}

const list = (title, sentences) => {
	if (sentences.length > 0) console.log([title, ...sentences.map((sentence) => `  ${sentence}`)].join('\n'));
};

await runMain(async () => {
	const check = process.argv.includes('--check');
	await setup();
	await ensureBuild();
	const now = currentNames();
	if (check && !existsSync(GOLDEN))
		throw new Failure('test/public-names.json is missing. Run "npm run names" and commit it.');
	const before = existsSync(GOLDEN)
		? JSON.parse(readFileSync(GOLDEN, 'utf8'))
		: { credentials: {}, nodes: {} };
	const { broken, added } = comparePublicNames(before, now);
	list('New public names:', added);
	list('Saved workflows would break:', broken);
	if (broken.length > 0 && !process.argv.includes('--break')) {
		console.log(
			'Keep the old names and values. Only before the first release: record the change with "npm run names -- --break".',
		);
		return 1;
	}
	if (!check) writeFileSync(GOLDEN, `${JSON.stringify(now, null, '\t')}\n`);
	else if (added.length > 0) console.log('Run "npm run names" to record them.');
	return 0;
});
