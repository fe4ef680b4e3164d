import type { TestProject } from 'vitest/node';
import { createOriginal } from '../../lab/editor/original.mts';
import { startRefusingProxy } from './refusingProxy.mts';
import { packTarball } from '../../scripts/lib/tarball.mjs';

declare module 'vitest' {
	interface ProvidedContext {
		/** Path of the packed package, as users install it. */
		tarball: string;
		/** Path of a user folder with the package and n8n's new database. */
		original: string;
		/** A proxy that refuses and counts: nothing may be asked of another computer. */
		proxy: string;
	}
}

/**
 * Once before all test files: packs dist, and lets n8n make the database that every instance starts with. Once after
 * them: fails when a program asked for anything outside this computer.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const outside = await startRefusingProxy();
	project.provide('proxy', outside.address);
	const { file } = await packTarball();
	project.provide('tarball', file);
	const original = await createOriginal(file, outside.address);
	project.provide('original', original.path);
	return async () => {
		original.remove();
		await outside.close();
		const asked = [...new Set(outside.asked)];
		if (asked.length > 0) throw new Error(`Other computers were asked for: ${asked.join(', ')}`);
	};
}
