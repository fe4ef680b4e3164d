import { capture } from './run.mjs';

/** Runs the program behind it in a network of its own, in which there is nothing but loopback. */
const CUT = ['-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

/**
 * What to put before a command so that it reaches nothing outside this computer; undefined where the system does not
 * permit it (no Linux, or no user namespaces).
 * @returns {Promise<readonly string[] | undefined>}
 */
export async function loopbackOnly() {
	if (process.platform !== 'linux') return undefined;
	const { code } = await capture('unshare', [...CUT, 'true']);
	return code === 0 ? ['unshare', ...CUT] : undefined;
}
