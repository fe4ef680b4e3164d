import type { DetectionSource, ServiceSource } from './shapes.mts';

interface SensorFacts {
	readonly serviceSource: ServiceSource;
	readonly detectionSource: DetectionSource;
	readonly productName: string;
	/** Alert ids of each product start with their own two letters. */
	readonly idPrefix: string;
}

const ENDPOINT = {
	serviceSource: 'microsoftDefenderForEndpoint',
	productName: 'Microsoft Defender for Endpoint',
	idPrefix: 'da',
} as const;

/** Which product and which of its detectors raised an alert. */
export const SENSORS = {
	endpoint: { ...ENDPOINT, detectionSource: 'microsoftDefenderForEndpoint' },
	antivirus: { ...ENDPOINT, detectionSource: 'antivirus' },
	smartScreen: { ...ENDPOINT, detectionSource: 'smartScreen' },
	indicator: { ...ENDPOINT, detectionSource: 'customTi' },
	identity: {
		serviceSource: 'microsoftDefenderForIdentity',
		detectionSource: 'microsoftDefenderForIdentity',
		productName: 'Microsoft Defender for Identity',
		idPrefix: 'aa',
	},
	mail: {
		serviceSource: 'microsoftDefenderForOffice365',
		detectionSource: 'microsoftDefenderForOffice365',
		productName: 'Microsoft Defender for Office 365',
		idPrefix: 'fa',
	},
	cloudApps: {
		serviceSource: 'microsoftDefenderForCloudApps',
		detectionSource: 'cloudAppSecurity',
		productName: 'Microsoft Defender for Cloud Apps',
		idPrefix: 'ca',
	},
	entra: {
		serviceSource: 'azureAdIdentityProtection',
		detectionSource: 'azureAdIdentityProtection',
		productName: 'Microsoft Entra ID Protection',
		idPrefix: 'ad',
	},
	appGovernance: {
		serviceSource: 'microsoftAppGovernance',
		detectionSource: 'appGovernanceDetection',
		productName: 'App Governance',
		idPrefix: 'ma',
	},
	xdr: {
		serviceSource: 'microsoft365Defender',
		detectionSource: 'microsoft365Defender',
		productName: 'Microsoft Defender XDR',
		idPrefix: 'ra',
	},
	customDetection: {
		serviceSource: 'microsoft365Defender',
		detectionSource: 'customDetection',
		productName: 'Microsoft Defender XDR',
		idPrefix: 'ed',
	},
	dataLoss: {
		serviceSource: 'dataLossPrevention',
		detectionSource: 'microsoftDataLossPrevention',
		productName: 'Microsoft Data Loss Prevention',
		idPrefix: 'dl',
	},
	storage: {
		serviceSource: 'microsoftDefenderForCloud',
		detectionSource: 'microsoftDefenderForStorage',
		productName: 'Microsoft Defender for Cloud',
		idPrefix: 'dc',
	},
	sentinel: {
		serviceSource: 'microsoftSentinel',
		detectionSource: 'scheduledAlerts',
		productName: 'Microsoft Sentinel',
		idPrefix: 'sn',
	},
} as const satisfies Record<string, SensorFacts>;

export type Sensor = keyof typeof SENSORS;
