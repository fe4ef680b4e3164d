/** A function of advanced hunting that Microsoft's parser does not know by itself. */
export interface EnrichmentSignature {
	readonly name: string;
	/** Its parameters as KQL writes them. */
	readonly parameters: string;
	/** A body in KQL from which the parser derives the columns of the result; it never runs. */
	readonly body: string;
}

/** The columns that FileProfile adds. @see https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-fileprofile-function */
const FILE_PROFILE =
	'GlobalPrevalence=long(null), GlobalFirstSeen=datetime(null), GlobalLastSeen=datetime(null), Signer="", ' +
	'Issuer="", SignerHash="", IsCertificateValid=bool(null), IsRootSignerMicrosoft=bool(null), SignatureState="", ' +
	'IsExecutable=bool(null), ThreatName="", Publisher="", SoftwareName="", ProfileAvailability=""';

/** The names of the columns that FileProfile adds, or replaces where the input has them already. */
export const FILE_PROFILE_COLUMNS: readonly string[] = [...FILE_PROFILE.matchAll(/(\w+)=/gu)].map(
	([, name = '']) => name,
);

/** @see https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-schema-tables (Functions) */
export const ENRICHMENT_SIGNATURES: readonly EnrichmentSignature[] = [
	{
		name: 'FileProfile',
		parameters: '(T:(*), hash:string="SHA1", maximum:long=100)',
		body: `{ T | extend ${FILE_PROFILE} }`,
	},
	{
		name: 'DeviceFromIP',
		parameters: '(address:string, at:datetime=datetime(null))',
		body: '{ print IP="", DeviceId="" }',
	},
	{
		name: 'AssignedIPAddresses',
		parameters: '(device:string, at:datetime=datetime(null))',
		body: '{ print Timestamp=datetime(null), IPAddress="", IPType="", NetworkAdapterType="", ConnectedNetworks=dynamic(null) }',
	},
	{ name: 'SeenBy', parameters: '(T:(*))', body: '{ T | extend SeenBy=dynamic(null) }' },
];
