import type { CloudService } from './evidence/cloud.mts';

/** Numbers of Defender for Cloud Apps: `ApplicationId` of CloudAppEvents. */
export const EXCHANGE: CloudService = { appId: 20893, name: 'Microsoft Exchange Online' };
export const SHAREPOINT: CloudService = { appId: 20892, name: 'Microsoft SharePoint Online' };
export const ONEDRIVE: CloudService = { appId: 15600, name: 'Microsoft OneDrive for Business' };
export const TEAMS: CloudService = { appId: 28375, name: 'Microsoft Teams' };
export const MICROSOFT_365: CloudService = { appId: 11161, name: 'Microsoft 365' };

/** Applications people sign in to, with the ids Entra publishes for them. */
export const ENTRA_APPS = {
	officeHome: { application: 'OfficeHome', applicationId: '4765445b-32c6-49b0-83e6-1d93765276ca' },
	exchange: {
		application: 'Office 365 Exchange Online',
		applicationId: '00000002-0000-0ff1-ce00-000000000000',
	},
	sharePoint: {
		application: 'Office 365 SharePoint Online',
		applicationId: '00000003-0000-0ff1-ce00-000000000000',
	},
	teams: { application: 'Microsoft Teams', applicationId: '1fec8e78-bce4-4aaf-ab1b-5451cc387264' },
} as const;
