import { installPackage } from './installPackage.mts';
import { instanceAt, twoPorts } from './instance.mts';
import { createLog } from './log.mts';
import { startServer } from './server.mts';
import { createUserFolder, type UserFolder } from './userFolder.mts';

/**
 * Makes a user folder in which the package is installed and n8n has made its database, which takes it longer than to
 * start: others are copied from it.
 *
 * @param proxy see `Places`
 */
export async function createOriginal(tarball: string, proxy: string): Promise<UserFolder> {
	const folder = createUserFolder();
	try {
		await installPackage(folder.path, tarball);
		const [port, brokerPort] = await twoPorts();
		const log = createLog('original');
		const instance = instanceAt({ userFolder: folder.path, port, brokerPort, proxy }, log);
		await (await startServer(instance)).stop();
		return folder;
	} catch (error) {
		folder.remove();
		throw error;
	}
}
