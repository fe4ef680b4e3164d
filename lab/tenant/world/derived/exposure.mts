import type { Device } from '../cast.mts';
import type { Row } from '../rows/tables.mts';
import { drawsFor, type Facts, type TableWriter } from './facts.mts';

interface Node {
	readonly id: string;
	readonly name: string;
	readonly label: string;
	readonly categories: readonly string[];
	readonly columns: Row;
}

const SECRET = 'https://vault.contoso.example/backup-key';

function deviceNode(facts: Facts, device: Device): Node {
	const isServer = device.group.name === 'Servers';
	return {
		id: drawsFor(facts, 'node', device.deviceId).guid(),
		name: device.dnsName,
		label: 'device',
		categories: ['compute', 'device'],
		columns: {
			NodeProperties: {
				rawData: {
					deviceName: device.dnsName,
					osPlatform: device.osPlatform,
					criticalityLevel: { criticalityLevel: isServer ? 1 : 3 },
					exposedToInternet: device.hostName === 'srv-web-04',
				},
			},
			EntityIds: [{ type: 'DeviceInventoryId', id: device.deviceId }],
		},
	};
}

function nodes(facts: Facts): readonly Node[] {
	const { people, devices } = facts.scene.cast;
	return [
		...devices.map((device) => deviceNode(facts, device)),
		...people.map((person) => ({
			id: drawsFor(facts, 'node', person.objectId).guid(),
			name: person.upn,
			label: 'user',
			categories: ['identity'],
			columns: {
				NodeProperties: { rawData: { accountUpn: person.upn, accountDisplayName: person.displayName } },
				EntityIds: [{ type: 'AadObjectId', id: person.objectId }],
			},
		})),
		{
			id: drawsFor(facts, 'node', SECRET).guid(),
			name: 'backup-key',
			label: 'microsoft.keyvault/vaults',
			categories: ['secret'],
			columns: { NodeProperties: { rawData: { uri: SECRET } }, EntityIds: [{ type: 'Uri', id: SECRET }] },
		},
	];
}

/** ExposureGraphNodes: devices, users and the vault of the backup key. */
export const exposureNodes: TableWriter = (facts) =>
	nodes(facts).map(({ id, name, label, categories, columns }) => ({
		NodeId: id,
		NodeName: name,
		NodeLabel: label,
		Categories: categories,
		...columns,
	}));

function edge(facts: Facts, label: string, source: Node, target: Node): Row {
	return {
		EdgeId: drawsFor(facts, 'edge', `${label}/${source.id}/${target.id}`).guid(),
		EdgeLabel: label,
		SourceNodeId: source.id,
		SourceNodeName: source.name,
		SourceNodeLabel: source.label,
		SourceNodeCategories: source.categories,
		TargetNodeId: target.id,
		TargetNodeName: target.name,
		TargetNodeLabel: target.label,
		TargetNodeCategories: target.categories,
		EdgeProperties: { rawData: {} },
	};
}

/** ExposureGraphEdges: who signs in where, and what holds the backup key. */
export const exposureEdges: TableWriter = (facts) => {
	const all = nodes(facts);
	const named = (name: string | null): Node | undefined => all.find((node) => node.name === name);
	const vault = named('backup-key');
	return facts.scene.cast.devices.flatMap((device): Row[] => {
		const node = named(device.dnsName);
		const owner = named(device.owner.upn);
		if (!node) return [];
		const holdsKey = device.hostName === 'srv-sql-03' && vault !== undefined;
		return [
			...(owner ? [edge(facts, 'frequently logged in by', node, owner)] : []),
			...(holdsKey ? [edge(facts, 'has credentials of', node, vault)] : []),
		];
	});
};
