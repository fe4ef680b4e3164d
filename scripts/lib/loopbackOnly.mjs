import { capture } from './run.mjs';

/** Runs the following program in a separate network that has loopback only. */
const CUT = ['-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

/**
 * Returns the prefix of a command that must not reach other computers, or undefined if the system does not permit it
 * (not Linux, or no user namespaces).
 * @returns {Promise<readonly string[] | undefined>}
 */
export async function loopbackOnly() {
	if (process.platform !== 'linux') return undefined;
	const { code } = await capture('unshare', [...CUT, 'true']);
	return code === 0 ? ['unshare', ...CUT] : undefined;
}
