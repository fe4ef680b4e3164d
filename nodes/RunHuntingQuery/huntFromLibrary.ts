import type { IExecuteFunctions } from 'n8n-workflow';
import type { Notify } from '../../defender/core/notices';
import { libraryHunts } from '../../defender/hunting/library/huntLibrary';
import { huntByFields, type LibraryRun } from '../../defender/tasks/hunt/huntByFields';
import { huntEverything, huntIncident } from '../../defender/tasks/hunt/huntIncident';
import type { Connection } from '../shared/connection/connect';
import type { Produced } from '../shared/items/runItems';
import { itemParameters } from '../shared/parameters/parameterSource';
import { everythingItems, libraryItems } from './libraryItems';
import { readFieldsHunt, readIncidentHunt, readLibraryChoice } from './readLibrarySettings';

/** Runs the library hunt of one input item. Its values are data of the item, never code. */
export async function huntFromLibrary(
	context: IExecuteFunctions,
	index: number,
	connection: Pick<Connection, 'api' | 'host' | 'tenantId'>,
	shared: Pick<LibraryRun, 'tables' | 'incidents'>,
	notify: Notify,
): Promise<Produced> {
	const parameters = itemParameters(context, index);
	const { api, host, tenantId } = connection;
	const run: LibraryRun = { ...shared, notify, now: () => host.now() };
	const choice = readLibraryChoice(parameters);
	if (choice.kind === 'everything') {
		const settings = readIncidentHunt(context, index, parameters, { tenantId, output: undefined });
		return everythingItems(await huntEverything(api, libraryHunts, settings, run));
	}
	const { hunt, output } = choice;
	const result =
		choice.kind === 'fields'
			? await huntByFields(api, readFieldsHunt(parameters, choice), run)
			: await huntIncident(
					api,
					hunt,
					readIncidentHunt(context, index, parameters, { tenantId, output }),
					run,
				);
	return await libraryItems(context.helpers, parameters, result, output);
}
