import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packTarball, type Tarball } from '../../scripts/lib/tarball.mjs';

/** The package as users get it. */
export interface Packed {
	/** The unpacked tarball; below the repository, so that only a hook keeps it from resolving our packages. */
	readonly dir: string;
	readonly tarball: Tarball;
	remove(): void;
}

const CACHE = path.resolve(import.meta.dirname, '..', '..', '.cache');

/** Packs the built package with npm and unpacks it. Needs dist. */
export async function packPackage(): Promise<Packed> {
	const tarball = await packTarball();
	const place = mkdtempSync(path.join(CACHE, 'packed-'));
	execFileSync('tar', ['-xzf', path.relative(place, tarball.file)], { cwd: place });
	return {
		dir: path.join(place, 'package'),
		tarball,
		remove: () => rmSync(place, { recursive: true, force: true }),
	};
}
