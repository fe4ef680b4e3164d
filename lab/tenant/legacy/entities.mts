type Evidence = Readonly<Record<string, unknown>>;
type Value = string | number | null;

/** Every key of an entity; each entity carries all of them, those that do not concern it as null. */
export const ENTITY_KEYS = [
	'entityType',
	'sha1',
	'sha256',
	'fileName',
	'filePath',
	'processId',
	'processCommandLine',
	'processCreationTime',
	'parentProcessId',
	'parentProcessCreationTime',
	'ipAddress',
	'url',
	'accountName',
	'domainName',
	'userSid',
	'aadUserId',
	'userPrincipalName',
	'mailboxDisplayName',
	'mailboxAddress',
	'clusterBy',
	'sender',
	'recipient',
	'subject',
	'deliveryAction',
	'securityGroupId',
	'securityGroupName',
	'registryHive',
	'registryKey',
	'registryValueType',
	'registryValue',
	'deviceId',
] as const;
type EntityKey = (typeof ENTITY_KEYS)[number];
export type Entity = Readonly<Record<string, Value>>;

const EMPTY: Entity = Object.fromEntries(ENTITY_KEYS.map((key) => [key, null]));

/** The text or number at a path of properties; null where there is none. */
function at(evidence: unknown, ...path: readonly string[]): Value {
	const found = path.reduce<unknown>(
		(value, key) =>
			typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(key) : undefined,
		evidence,
	);
	return typeof found === 'string' || typeof found === 'number' ? found : null;
}

const file = (details: unknown) => ({
	sha1: at(details, 'sha1'),
	sha256: at(details, 'sha256'),
	fileName: at(details, 'fileName'),
	filePath: at(details, 'filePath'),
});

const account = (details: unknown) => ({
	accountName: at(details, 'accountName'),
	domainName: at(details, 'domainName'),
	userSid: at(details, 'userSid'),
	aadUserId: at(details, 'azureAdUserId'),
	userPrincipalName: at(details, 'userPrincipalName'),
});

const registry = (evidence: Evidence) => ({
	registryHive: at(evidence, 'registryHive'),
	registryKey: at(evidence, 'registryKey'),
	registryValueType: at(evidence, 'registryValueType'),
	registryValue: at(evidence, 'registryValue'),
});

type Reader = (evidence: Evidence) => Readonly<Partial<Record<EntityKey, Value>>>;

/** The kinds of evidence that the older API knows, by their Graph type, as entity type and own keys. */
const KINDS: Readonly<Record<string, readonly [entityType: string, read: Reader]>> = {
	userEvidence: ['User', ({ userAccount }) => account(userAccount)],
	ipEvidence: ['Ip', (evidence) => ({ ipAddress: at(evidence, 'ipAddress') })],
	urlEvidence: ['Url', (evidence) => ({ url: at(evidence, 'url') })],
	fileEvidence: ['File', ({ fileDetails }) => file(fileDetails)],
	processEvidence: [
		'Process',
		(evidence) => ({
			...file(evidence['imageFile']),
			...account(evidence['userAccount']),
			processId: at(evidence, 'processId'),
			processCommandLine: at(evidence, 'processCommandLine'),
			processCreationTime: at(evidence, 'processCreationDateTime'),
			parentProcessId: at(evidence, 'parentProcessId'),
			parentProcessCreationTime: at(evidence, 'parentProcessCreationDateTime'),
		}),
	],
	mailboxEvidence: [
		'MailBox',
		(evidence) => ({
			userPrincipalName: at(evidence, 'upn'),
			mailboxDisplayName: at(evidence, 'displayName'),
			mailboxAddress: at(evidence, 'primaryAddress'),
		}),
	],
	analyzedMessageEvidence: [
		'MailMessage',
		(evidence) => ({
			sender: at(evidence, 'p2Sender', 'emailAddress'),
			recipient: at(evidence, 'recipientEmailAddress'),
			subject: at(evidence, 'subject'),
			deliveryAction: at(evidence, 'deliveryAction'),
		}),
	],
	mailClusterEvidence: ['MailCluster', (evidence) => ({ clusterBy: at(evidence, 'clusterBy') })],
	registryKeyEvidence: ['Registry', registry],
	registryValueEvidence: ['Registry', registry],
	securityGroupEvidence: [
		'SecurityGroup',
		(evidence) => ({
			securityGroupId: at(evidence, 'securityGroupId'),
			securityGroupName: at(evidence, 'displayName'),
		}),
	],
};
const kinds = new Map(Object.entries(KINDS));

/** Short name of the Graph type of an evidence item, such as `userEvidence`. */
export const evidenceKind = (evidence: Evidence): string =>
	String(evidence['@odata.type']).split('.').at(-1) ?? '';

/**
 * An evidence item as entities of the older API: one, or none for devices, which have a list of their own, and for
 * kinds that came later than this API.
 */
export function entitiesOf(evidence: Evidence): readonly Entity[] {
	const [entityType, read] = kinds.get(evidenceKind(evidence)) ?? [];
	if (entityType === undefined || read === undefined) return [];
	return [{ ...EMPTY, entityType, deviceId: at(evidence, 'mdeDeviceId'), ...read(evidence) }];
}
