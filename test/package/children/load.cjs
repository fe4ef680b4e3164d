// Loads every node and credential of the unpacked package whose folder is given, the way n8n's process would, and prints
// what it saw as JSON. With `guarded`, every file of it is loaded, those too that wait for their use, and whatever the
// package asks for beyond its own files must be crypto or something n8n provides. With `timed` nothing is hooked, since a
// hook on resolution costs more than the loading.
const { readdirSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const dir = path.resolve(process.argv[2]);
const guarded = process.argv[3] === 'guarded';
const provided = new Set(['n8n-workflow', 'luxon', 'crypto', 'node:crypto']);
const outside = [];

require('n8n-workflow');
require('luxon');

const resolve = Module._resolveFilename;
if (guarded) Module._resolveFilename = guard;

function guard(request, parent, ...rest) {
	const asks = parent?.filename?.startsWith(dir + path.sep) === true;
	if (asks && !request.startsWith('.') && !path.isAbsolute(request)) {
		outside.push(request);
		if (!provided.has(request)) throw new Error(`The package asks for ${request}, which no n8n provides`);
	}
	return resolve.call(this, request, parent, ...rest);
}

const { n8n } = require(path.join(dir, 'package.json'));
const began = process.hrtime.bigint();
const classes = [...n8n.credentials, ...n8n.nodes].map((file) => {
	const [Type] = Object.values(require(path.join(dir, file)));
	return new Type();
});
const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
const loaded = Object.keys(require.cache).filter((file) => file.startsWith(dir + path.sep));

if (guarded) {
	const files = readdirSync(path.join(dir, 'dist'), { recursive: true, encoding: 'utf8' });
	for (const file of files.filter((name) => name.endsWith('.js'))) require(path.join(dir, 'dist', file));
}

process.stdout.write(
	JSON.stringify({
		names: classes.map((type) => type.name ?? type.description.name),
		milliseconds,
		modules: loaded.map((file) => path.relative(dir, file).split(path.sep).join('/')),
		outside: [...new Set(outside)].toSorted(),
	}),
);
