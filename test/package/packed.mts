import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** The package as users get it. */
export interface Packed {
	/** The unpacked tarball; below the repository, so that only a hook keeps it from resolving our packages. */
	readonly dir: string;
	/** Paths inside the package, sorted. */
	readonly files: readonly string[];
	/** Bytes of the tarball. */
	readonly packedSize: number;
	readonly unpackedSize: number;
	remove(): void;
}

/** What `npm pack --json` prints of each package. */
const Report = z.array(
	z.object({
		filename: z.string(),
		size: z.number(),
		unpackedSize: z.number(),
		files: z.array(z.object({ path: z.string() })),
	}),
);

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** Packs the built package with npm and unpacks it. Needs dist. */
export function packPackage(): Packed {
	mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
	const place = mkdtempSync(path.join(ROOT, '.cache', 'packed-'));
	const npm = process.env['npm_execpath'];
	const args = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', place];
	const options = {
		cwd: ROOT,
		encoding: 'utf8',
		shell: npm === undefined && process.platform === 'win32',
	} as const;
	const answer =
		npm === undefined
			? execFileSync('npm', args, options)
			: execFileSync(process.execPath, [npm, ...args], options);
	const [entry] = Report.parse(JSON.parse(answer));
	if (entry === undefined) throw new Error('npm packed nothing');
	execFileSync('tar', ['-xzf', entry.filename], { cwd: place });
	return {
		dir: path.join(place, 'package'),
		files: entry.files.map((file) => file.path).toSorted(),
		packedSize: entry.size,
		unpackedSize: entry.unpackedSize,
		remove: () => rmSync(place, { recursive: true, force: true }),
	};
}
