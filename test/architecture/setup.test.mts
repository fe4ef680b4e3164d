import { describe, expect } from 'vitest';
import { matchesLock } from '../../scripts/lib/dependencies.mjs';
import { requireNode } from '../../scripts/lib/nodeVersion.mjs';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const LOCK = {
	'': { version: '0.1.0' },
	'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
	'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', optional: true },
};
const A = { version: '1.0.0', integrity: 'sha512-a' };
const WORKSPACE = { 'node_modules/lab': { resolved: 'lab', link: true }, lab: { version: '0.0.0' } };
const B = { version: '2.0.0', integrity: 'sha512-b' };

describe('installed packages', () => {
	eachRow([
		['everything is there', { 'node_modules/a': A, 'node_modules/b': B }],
		['an optional package of another platform is left out', { 'node_modules/a': A }],
		['a workspace is linked', { 'node_modules/a': A, ...WORKSPACE }],
	])('all present, with or without a workspace → match the lock file', (_case, installed) => {
		expect(matchesLock(LOCK, installed)).toBe(true);
		expect(matchesLock({ ...LOCK, ...WORKSPACE }, installed)).toBe(true);
	});

	eachRow([
		['a package is missing', { 'node_modules/b': B }],
		['a version differs', { 'node_modules/a': { ...A, version: '1.0.1' } }],
		['the content differs under the same version', { 'node_modules/a': { ...A, integrity: 'sha512-x' } }],
		['an optional package differs', { 'node_modules/a': A, 'node_modules/b': { ...B, version: '1.9.0' } }],
		['a package is left over', { 'node_modules/a': A, 'node_modules/c': B }],
		['a package of a workspace is left over', { 'node_modules/a': A, 'lab/node_modules/a': A }],
	])('one missing, different or left over → do not match the lock file', (_case, installed) => {
		expect(matchesLock(LOCK, installed)).toBe(false);
		expect(matchesLock({ ...LOCK, ...WORKSPACE }, installed)).toBe(false);
	});
});

describe('the Node version', () => {
	eachRow(['20.15.0', '20.20.2', '22.0.0', '24.21.0'])('a supported one → is accepted', (version) => {
		expect(() => requireNode(version)).not.toThrow();
	});

	eachRow(['18.20.0', '20.14.9'])('an older one → is refused with the next step', (version) => {
		expect(() => requireNode(version)).toThrow(
			`Node 20.15 or newer is required, but this is ${version}. Install a newer Node from https://nodejs.org, then start again.`,
		);
	});
});
