import type { Alert, Incident } from '../incident';
import { mergeAccounts, type Account } from './accounts';
import { assess, type Assessment, type Mention } from './assessment';
import { mergeDevices, type DeviceEntity } from './devices';
import { fieldsOf, groupEntities, piecesOf, type EntityGroup } from './entityGroups';
import { mergeFiles, type FileSighting } from './files';
import { groupByIdentity } from './groupByIdentity';
import { mergeMessages, type MessageEntity } from './messages';
import { lowerCase } from './sighting';

/** The incident of a target. */
interface IncidentReference {
	readonly incidentId: string;
	readonly incidentStatus: string;
	readonly tenantId: string | null;
}

/** The identifiers of a target. A file is a target once per device on which evidence found it. */
type TargetFields =
	| ({ readonly targetType: 'account' } & Account)
	| ({ readonly targetType: 'device' } & DeviceEntity)
	| ({ readonly targetType: 'message' } & MessageEntity)
	| ({ readonly targetType: 'file' } & FileSighting);

/** Something that a workflow may contain or remediate: an account, a device, a message of one recipient, a file on a device. */
export type TargetItem = TargetFields & Assessment & IncidentReference;

/** Returns one item per target in the alerts: accounts, devices, messages and files, each in order of appearance. */
export function targetItems(
	{ id, status, tenantId }: Pick<Incident, 'id' | 'status' | 'tenantId'>,
	alerts: readonly Alert[],
): readonly TargetItem[] {
	const reference = { incidentId: id, incidentStatus: status, tenantId };
	const toItem = (fields: TargetFields, mentions: readonly Mention[]): TargetItem => ({
		...fields,
		...assess(mentions),
		...reference,
	});
	const { accounts, devices, messages, files } = groupEntities(piecesOf(alerts));
	return [
		...accounts.map((all) => toItem({ targetType: 'account', ...mergeAccounts(fieldsOf(all)) }, all)),
		...devices.map((all) => toItem({ targetType: 'device', ...mergeDevices(fieldsOf(all)) }, all)),
		...messages.map((all) => toItem({ targetType: 'message', ...mergeMessages(fieldsOf(all)) }, all)),
		...files.flatMap((all) =>
			byDevice(all).map((some) => {
				const { deviceId } = some[0].fields;
				return toItem({ targetType: 'file', ...mergeFiles(fieldsOf(all)), deviceId }, some);
			}),
		),
	];
}

/** The verdict on a file applies on the device where evidence found it. */
function byDevice(file: EntityGroup<FileSighting>): readonly EntityGroup<FileSighting>[] {
	return groupByIdentity(file, [{ of: ({ fields }) => lowerCase(fields.deviceId) ?? '' }]);
}
