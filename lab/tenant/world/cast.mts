import type { InstantText } from './instants.mts';
import { DAY, shift } from './instants.mts';
import type { Prng } from './prng.mts';

/** Who signs in or runs a process: a person, a service account or the system. */
export interface Account {
	readonly accountName: string;
	/** NetBIOS domain, lower case as the hunting tables have it. */
	readonly domain: string;
	readonly sid: string;
	readonly upn: string | null;
	readonly objectId: string | null;
	readonly displayName: string;
}

/** A person with a mailbox and a cloud account. */
export interface Person extends Account {
	readonly upn: string;
	readonly objectId: string;
	readonly countryCode: string;
	readonly city: string;
	/** The public address of this person's usual sign-ins. */
	readonly homeIp: string;
}

export interface Device {
	readonly deviceId: string;
	readonly azureAdDeviceId: string;
	readonly hostName: string;
	/** Lower-case fully qualified name: `DeviceName` of the hunting tables. */
	readonly dnsName: string;
	readonly osPlatform: 'Windows11' | 'WindowsServer2022' | 'Linux' | 'macOS';
	readonly osBuild: number;
	readonly version: string;
	readonly ip: string;
	readonly externalIp: string;
	readonly group: { readonly id: number; readonly name: string };
	readonly firstSeen: InstantText;
	readonly owner: Account;
}

export interface Cast {
	readonly people: readonly Person[];
	readonly laptops: readonly Device[];
	readonly servers: readonly Device[];
	/** Every device: laptops first, then servers. */
	readonly devices: readonly Device[];
	/** By account name. Throws a RangeError for an unknown name. */
	person(accountName: string): Person;
	/** By host name. Throws a RangeError for a name no device has. */
	device(hostName: string): Device;
	readonly system: Account;
	readonly backupService: Account;
	readonly buildService: Account;
}

/** account name, display name, country, city. The apostrophe in one account name is meant: UPNs may hold one. */
const PEOPLE = [
	['j.okafor', 'Jo Okafor', 'GB', 'London'],
	['a.lindqvist', 'Astrid Lindqvist', 'SE', 'Stockholm'],
	["s.o'brien", "Sinéad O'Brien", 'IE', 'Dublin'],
	['m.duarte', 'Miguel Duarte', 'PT', 'Lisbon'],
	['k.nakamura', 'Kenji Nakamura', 'JP', 'Tokyo'],
	['l.haas', 'Lena Haas', 'DE', 'Berlin'],
	['p.varga', 'Péter Varga', 'HU', 'Budapest'],
	['r.iyer', 'Ravi Iyer', 'IN', 'Pune'],
	['c.moreau', 'Camille Moreau', 'FR', 'Lyon'],
	['t.nowak', 'Tomasz Nowak', 'PL', 'Kraków'],
	['f.rossi', 'Francesca Rossi', 'IT', 'Milan'],
	['h.berg', 'Håkon Berg', 'NO', 'Oslo'],
	['e.silva', 'Elisa Silva', 'BR', 'Recife'],
	['d.cohen', 'Dana Cohen', 'IL', 'Haifa'],
	['w.zhang', 'Wei Zhang', 'SG', 'Singapore'],
	['n.adeyemi', 'Ngozi Adeyemi', 'NG', 'Lagos'],
	['o.petrov', 'Olga Petrov', 'BG', 'Sofia'],
	['g.fischer', 'Greta Fischer', 'AT', 'Vienna'],
	['b.jansen', 'Bas Jansen', 'NL', 'Utrecht'],
	['y.kim', 'Yuna Kim', 'KR', 'Seoul'],
	['v.horvat', 'Vedran Horvat', 'HR', 'Zagreb'],
	['i.santos', 'Inês Santos', 'PT', 'Porto'],
	['q.tran', 'Quyen Tran', 'VN', 'Hanoi'],
	['z.aydin', 'Zeynep Aydın', 'TR', 'Izmir'],
	['u.meyer', 'Ulrich Meyer', 'CH', 'Basel'],
	['x.garcia', 'Xavier García', 'ES', 'Girona'],
	['it.admin', 'IT Operations Admin', 'GB', 'London'],
	['red.team', 'Contoso Red Team', 'GB', 'London'],
] as const;

const LAPTOPS = ['lt-0471', 'lt-0512', 'lt-0533', 'lt-0547', 'lt-0602', 'lt-0618', 'lt-0633', 'lt-0640'];
const MORE_LAPTOPS = [
	'lt-0655',
	'lt-0671',
	'lt-0702',
	'lt-0718',
	'mac-0031',
	'lt-0744',
	'lt-0760',
	'lt-0799',
];
const SERVERS = [
	'srv-file-02',
	'srv-app-01',
	'srv-sccm-01',
	'srv-sql-03',
	'dc-01',
	'lx-build-01',
	'srv-web-04',
];

const DOMAIN_SID = 'S-1-5-21-1111111111-2222222222-3333333333';

function makePerson(prng: Prng, row: (typeof PEOPLE)[number], index: number): Person {
	const [accountName, displayName, countryCode, city] = row;
	return {
		accountName,
		domain: 'corp',
		sid: `${DOMAIN_SID}-${1105 + index * 3}`,
		upn: `${accountName}@contoso.com`,
		objectId: prng.guid(),
		displayName,
		countryCode,
		city,
		homeIp: `192.0.2.${10 + index}`,
	};
}

function serviceAccount(prng: Prng, accountName: string, displayName: string, relativeId: number): Account {
	const upn = `${accountName}@contoso.com`;
	const sid = `${DOMAIN_SID}-${relativeId}`;
	return { accountName, domain: 'corp', sid, upn, objectId: prng.guid(), displayName };
}

const SYSTEM: Account = {
	accountName: 'system',
	domain: 'nt authority',
	sid: 'S-1-5-18',
	upn: null,
	objectId: null,
	displayName: 'SYSTEM',
};

function platformOf(hostName: string): Pick<Device, 'osPlatform' | 'osBuild' | 'version'> {
	if (hostName.startsWith('lx-')) return { osPlatform: 'Linux', osBuild: 0, version: '24.4' };
	if (hostName.startsWith('mac-')) return { osPlatform: 'macOS', osBuild: 25, version: '26.1' };
	if (hostName.startsWith('lt-')) return { osPlatform: 'Windows11', osBuild: 26100, version: '24H2' };
	return { osPlatform: 'WindowsServer2022', osBuild: 20348, version: '21H2' };
}

function makeDevice(prng: Prng, now: InstantText, hostName: string, index: number, owner: Account): Device {
	const server = owner === SYSTEM;
	return {
		deviceId: prng.hex(40),
		azureAdDeviceId: prng.guid(),
		hostName,
		dnsName: `${hostName}.corp.contoso.com`,
		...platformOf(hostName),
		ip: server ? `10.20.1.${10 + index}` : `10.20.30.${41 + index}`,
		externalIp: '198.51.100.23',
		group: server ? { id: 7, name: 'Servers' } : { id: 12, name: 'Laptops' },
		firstSeen: shift(now, -prng.int(60, 600) * DAY - prng.float() * DAY),
		owner,
	};
}

function finder<T>(items: readonly T[], nameOf: (item: T) => string): (name: string) => T {
	return (name) => {
		const found = items.find((item) => nameOf(item) === name);
		if (found === undefined) throw new RangeError(`Nothing in the cast is called "${name}".`);
		return found;
	};
}

/** The people and machines of the tenant. Names are fixed, so that docs can mention them; IDs depend on the seed. */
export function createCast(prng: Prng, now: InstantText): Cast {
	const people = PEOPLE.map((row, index) => makePerson(prng, row, index));
	const laptops = [...LAPTOPS, ...MORE_LAPTOPS].map((name, index) =>
		makeDevice(prng, now, name, index, people[index] ?? SYSTEM),
	);
	const servers = SERVERS.map((name, index) => makeDevice(prng, now, name, index, SYSTEM));
	const devices = [...laptops, ...servers];
	return {
		people,
		laptops,
		servers,
		devices,
		person: finder(people, (person) => person.accountName),
		device: finder(devices, (device) => device.hostName),
		system: SYSTEM,
		backupService: serviceAccount(prng, 'svc-backup', 'Backup Service', 1602),
		buildService: serviceAccount(prng, 'svc-build', 'Build Service', 1607),
	};
}
