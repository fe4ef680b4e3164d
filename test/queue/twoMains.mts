import type { Cluster } from './cluster.mts';
import { until } from './waiting.mts';

const UNLICENSED = 'Your license does not allow for feat:multipleMainInstances';
const READY = 'Editor is now accessible';

/** Starts a second main process and returns a sentence about whether n8n's license permits it. */
export async function tryTwoMains(cluster: Cluster): Promise<string> {
	const second = await cluster.another('main2', 'main', { N8N_MULTI_MAIN_SETUP_ENABLED: 'true' });
	// It ends if the license does not permit it.
	const start = second.start().catch(() => undefined);
	const says = (text: string) => second.log.text().includes(text);
	await until('the second main process', () => says(UNLICENSED) || says(READY));
	const isPermitted = says(READY);
	await second.close();
	await start;
	return isPermitted
		? "Two main processes: n8n's license permits them; they were not tested."
		: "Two main processes: not run, because n8n's license does not permit them.";
}
