import type { Person } from './cast.mts';
import type { InstantText } from './instants.mts';

/** A file in a mail. */
export interface Attachment {
	readonly fileName: string;
	readonly sha256: string;
	/** Bytes. */
	readonly size: number;
	readonly threatName: string | null;
}

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
	/** The files in the mail. */
	readonly attachments: readonly Attachment[];
	/** When the service removed the delivered mail from the mailbox. @default null: never */
	readonly removedAt?: InstantText | null;
	readonly deliveryAction: 'Delivered' | 'Junked' | 'Blocked';
	readonly deliveryLocation: 'Inbox/folder' | 'Junk folder' | 'Quarantine';
	readonly threats: readonly ('Phish' | 'Malware' | 'Spam')[];
	readonly detection: string | null;
	/** Above 2^53 as in life: long in the hunting tables. */
	readonly clusterId: bigint;
	readonly direction: 'Inbound' | 'Outbound' | 'Intra-org';
}
