import { fileURLToPath } from 'node:url';
import { createEngine, type Engine } from '../../engine/engine.mts';

let loaded: Promise<Engine> | undefined;

/** The engine with this repository's package as it is built in dist; one per test file. */
export function builtPackageEngine(): Promise<Engine> {
	loaded ??= createEngine({ packageDir: fileURLToPath(new URL('../../..', import.meta.url)) });
	return loaded;
}
