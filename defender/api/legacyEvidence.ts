import type { JsonObject } from './parseBody';
import { objectsIn, toCanonical } from './legacyNames';

/** Graph's type for an entity, and Graph's paths of its properties. */
interface Shape {
	readonly type: string;
	readonly paths: ReadonlyMap<string, string>;
}

const shape = (type: string, paths: Readonly<Record<string, string>>): Shape => ({
	type: `#microsoft.graph.security.${type}Evidence`,
	paths: new Map(Object.entries({ deviceId: 'mdeDeviceId', ...paths })),
});

const nest = (parent: string, keys: readonly string[]) =>
	Object.fromEntries(keys.map((key) => [key, `${parent}.${key}`]));

const account = {
	...nest('userAccount', ['accountName', 'domainName', 'userSid', 'userPrincipalName']),
	aadUserId: 'userAccount.azureAdUserId',
};
const file = (parent: string) => nest(parent, ['sha1', 'sha256', 'md5', 'fileName', 'filePath']);

/** Shapes of the entities by type in lower case, because Microsoft's samples differ in case. */
const SHAPES: ReadonlyMap<string, Shape> = new Map([
	['user', shape('user', account)],
	['ip', shape('ip', {})],
	['url', shape('url', {})],
	['file', shape('file', file('fileDetails'))],
	[
		'process',
		shape('process', {
			...account,
			...file('imageFile'),
			processCreationTime: 'processCreationDateTime',
			parentProcessCreationTime: 'parentProcessCreationDateTime',
		}),
	],
	[
		'mailbox',
		shape('mailbox', { ...account, mailboxDisplayName: 'displayName', mailboxAddress: 'primaryAddress' }),
	],
	[
		'mailmessage',
		shape('analyzedMessage', { sender: 'p2Sender.emailAddress', recipient: 'recipientEmailAddress' }),
	],
	['mailcluster', shape('mailCluster', {})],
	['registry', shape('registryValue', {})],
	['securitygroup', shape('securityGroup', { securityGroupName: 'displayName' })],
]);
const REGISTRY_KEY = shape('registryKey', {});
const DEVICE = shape('device', {
	mdatpDeviceId: 'mdeDeviceId',
	DeviceId: 'mdeDeviceId',
	aadDeviceId: 'azureAdDeviceId',
	firstSeen: 'firstSeenDateTime',
});

/** Converts devices and entities of an alert to Graph's evidence. Entities of unknown types are unchanged. */
export function readEvidence(devices: unknown, entities: unknown): readonly JsonObject[] {
	return [
		...objectsIn(devices).map((device) => convert(device, DEVICE)),
		...objectsIn(entities).map(convertEntity),
	];
}

function convertEntity({ entityType, ...entity }: JsonObject): JsonObject {
	const type = typeof entityType === 'string' ? entityType.toLowerCase() : '';
	const isKey = type === 'registry' && (entity['registryValue'] ?? null) === null;
	const known = isKey ? REGISTRY_KEY : SHAPES.get(type);
	return known === undefined ? { '@odata.type': entityType, ...entity } : convert(entity, known);
}

/** Moves properties to their paths in Graph. Every entity contains all properties of the union, mostly empty. */
function convert(wire: JsonObject, { type, paths }: Shape): JsonObject {
	const properties = new Map<string, unknown>([['@odata.type', type]]);
	const nested = new Map<string, [string, unknown][]>();
	for (const [key, value] of Object.entries(wire)) {
		if (value === null || value === undefined) continue;
		const [parent = key, child] = (paths.get(key) ?? key).split('.');
		if (child === undefined) properties.set(parent, value);
		else nested.set(parent, [...(nested.get(parent) ?? []), [child, value]]);
	}
	for (const [parent, entries] of nested) properties.set(parent, Object.fromEntries(entries));
	return toCanonical(Object.fromEntries(properties), new Map());
}
