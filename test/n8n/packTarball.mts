import type { TestProject } from 'vitest/node';
import { packTarball } from '../../scripts/lib/tarball.mjs';

declare module 'vitest' {
	interface ProvidedContext {
		/** Path of the packed package, as users install it. */
		tarball: string;
	}
}

/** Once before all test files: packs dist. */
export default async function setup(project: TestProject): Promise<void> {
	project.provide('tarball', (await packTarball()).file);
}
