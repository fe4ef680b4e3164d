import type { Person } from './cast.mts';
import type { InstantText } from './instants.mts';

/** One message to one recipient: EmailEvents has a row for each, and so has analyzedMessageEvidence. */
export interface Message {
	readonly networkMessageId: string;
	readonly internetMessageId: string;
	readonly receivedAt: InstantText;
	readonly sender: {
		readonly address: string;
		readonly displayName: string;
		readonly domain: string;
		readonly ip: string;
	};
	readonly recipient: Person;
	readonly subject: string;
	readonly urls: readonly string[];
	readonly attachmentCount: number;
	readonly deliveryAction: 'Delivered' | 'Junked' | 'Blocked';
	readonly deliveryLocation: 'Inbox/folder' | 'Junk folder' | 'Quarantine';
	readonly threats: readonly ('Phish' | 'Malware' | 'Spam')[];
	readonly detection: string | null;
	/** Above 2^53 as in life: long in the hunting tables. */
	readonly clusterId: bigint;
	readonly direction: 'Inbound' | 'Outbound' | 'Intra-org';
}
