import type { JsonObject } from './parseBody';
import { canonical, objectsIn } from './legacyNames';

/** An entity's type in Graph's model, and where its keys stand there. */
interface Shape {
	readonly type: string;
	readonly places: ReadonlyMap<string, string>;
}

const shape = (type: string, places: Readonly<Record<string, string>>): Shape => ({
	type: `#microsoft.graph.security.${type}Evidence`,
	places: new Map(Object.entries({ deviceId: 'mdeDeviceId', ...places })),
});

const inside = (parent: string, keys: readonly string[]) =>
	Object.fromEntries(keys.map((key) => [key, `${parent}.${key}`]));

const account = {
	...inside('userAccount', ['accountName', 'domainName', 'userSid', 'userPrincipalName']),
	aadUserId: 'userAccount.azureAdUserId',
};
const file = (parent: string) => inside(parent, ['sha1', 'sha256', 'md5', 'fileName', 'filePath']);

/** Of the flat union `entities`, by type in lower case (the pages and peers differ in case). */
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

/** What an alert of the older API is about, as Graph's evidence. Entities of unknown types come as they are. */
export function readEvidence(devices: unknown, entities: unknown): readonly JsonObject[] {
	return [
		...objectsIn(devices).map((device) => placed(device, DEVICE)),
		...objectsIn(entities).map(evidenceOf),
	];
}

function evidenceOf({ entityType, ...entity }: JsonObject): JsonObject {
	const type = typeof entityType === 'string' ? entityType.toLowerCase() : '';
	const isKey = type === 'registry' && (entity['registryValue'] ?? null) === null;
	const found = isKey ? REGISTRY_KEY : SHAPES.get(type);
	return found === undefined ? { '@odata.type': entityType, ...entity } : placed(entity, found);
}

/** The keys that hold anything, at their places; every key of the union comes with every entity. */
function placed(wire: JsonObject, { type, places }: Shape): JsonObject {
	const found = new Map<string, unknown>([['@odata.type', type]]);
	const inner = new Map<string, [string, unknown][]>();
	for (const [key, value] of Object.entries(wire)) {
		if (value === null || value === undefined) continue;
		const [place = key, within] = (places.get(key) ?? key).split('.');
		if (within === undefined) found.set(place, value);
		else inner.set(place, [...(inner.get(place) ?? []), [within, value]]);
	}
	for (const [place, entries] of inner) found.set(place, Object.fromEntries(entries));
	return canonical(Object.fromEntries(found), new Map());
}
