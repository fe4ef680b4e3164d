import { createHash } from 'node:crypto';
import type { Environment, Session } from './environment.mts';
import { toText } from './conversion.mts';
import { compile } from './expressions.mts';
import type { Syntax } from './syntax.mts';
import type { Row, Table, Value } from './types.mts';

/** What an enrichment function works with. */
export interface EnrichmentCall {
	/** The rows piped into it by `invoke`. */
	readonly input: Table;
	readonly args: readonly Syntax[];
	readonly session: Session;
	readonly environment: Environment;
}

type Enrichment = (call: EnrichmentCall) => readonly Row[];

function reader(table: Table): (row: Row | undefined, column: string) => Value {
	const positions = new Map(table.columns.map(({ name }, index) => [name, index]));
	return (row, column) => row?.[positions.get(column) ?? -1] ?? null;
}

function textArgument({ args, session, environment }: EnrichmentCall, index: number): string {
	const part = args[index];
	const value = part ? compile(part, { columns: [], session, environment }).evaluate([]) : null;
	return typeof value === 'string' ? value : '';
}

/** How often a file is seen in the world: signed programs everywhere, unsigned ones hardly anywhere. */
function prevalence(hash: string, isSigned: boolean): bigint {
	const digit = createHash('sha256').update(hash).digest().readUInt16BE(0);
	return isSigned ? 100_000n + BigInt(digit) : BigInt(digit % 40) + 1n;
}

/** FileProfile: signature and prevalence of the file whose hash is in a column; unknown hashes have no profile. */
const fileProfile: Enrichment = (call) => {
	const { input, args, session } = call;
	const column = args[0]?.shape === 'NameReference' ? args[0].simpleName : textArgument(call, 0);
	const hashes = reader(input);
	const files = session.databaseTable('DeviceFileCertificateInfo');
	const file = reader(files);
	const byHash = new Map(files.rows.map((row) => [file(row, 'SHA1'), row]));
	return input.rows.map((row) => {
		const hash = hashes(row, column === '' ? 'SHA1' : column);
		if (typeof hash !== 'string' || hash === '') return [...row, ...NO_PROFILE];
		const known = byHash.get(hash);
		const isSigned = file(known, 'IsSigned') === true;
		const signer = file(known, 'Signer') ?? '';
		return [
			...row,
			prevalence(hash, isSigned),
			file(known, 'Timestamp'),
			session.now,
			signer,
			file(known, 'Issuer') ?? '',
			file(known, 'SignerHash') ?? '',
			isSigned,
			file(known, 'IsRootSignerMicrosoft'),
			isSigned ? 'SignedValid' : 'Unsigned',
			true,
			'',
			signer,
			'',
			'Available',
		];
	});
};

const NO_PROFILE: Row = [null, null, null, '', '', '', null, null, '', null, '', '', '', 'Missing'];

/** DeviceFromIP: the devices that had an address. */
const deviceFromIp: Enrichment = (call) => {
	const address = textArgument(call, 0);
	const table = call.session.databaseTable('DeviceNetworkInfo');
	const cell = reader(table);
	const devices = table.rows.filter((row) =>
		toText(cell(row, 'IPAddresses'), 'string').includes(`"${address}"`),
	);
	return [...new Set(devices.map((row) => cell(row, 'DeviceId')))].map((device) => [address, device]);
};

/** AssignedIPAddresses: the newest addresses of a device. */
const assignedAddresses: Enrichment = (call) => {
	const device = textArgument(call, 0);
	const table = call.session.databaseTable('DeviceNetworkInfo');
	const cell = reader(table);
	const newest = table.rows.filter((row) => cell(row, 'DeviceId') === device).at(-1);
	const address = /"IPAddress":"([^"]+)"/u.exec(toText(cell(newest, 'IPAddresses'), 'string'))?.[1];
	if (address === undefined) return [];
	return [[cell(newest, 'Timestamp'), address, 'Private', cell(newest, 'NetworkAdapterType') ?? '', null]];
};

/** SeenBy: no device of the practice tenant is unmanaged, so nobody has seen one. */
const seenBy: Enrichment = ({ input }) => input.rows.map((row) => [...row, []]);

/** The functions of advanced hunting by name. */
export const ENRICHMENTS: ReadonlyMap<string, Enrichment> = new Map([
	['FileProfile', fileProfile],
	['DeviceFromIP', deviceFromIp],
	['AssignedIPAddresses', assignedAddresses],
	['SeenBy', seenBy],
]);
