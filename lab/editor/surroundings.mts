import { startChat, type Chat } from '../standIns/chat.mts';
import { startJira, type Jira } from '../standIns/jira/jira.mts';
import { startMailbox, type Mailbox } from '../standIns/mailbox.mts';
import { startOllama, type Ollama } from '../standIns/ollama.mts';
import { startPractice, type Practice, type Tenant, type TenantOptions } from '../tenant/practice.mts';
import type { FormData } from './credentialForm.mts';
import type { Listeners } from './listeners.mts';

/** What the playbooks of one n8n talk to. */
export interface Surroundings {
	readonly practice: Practice;
	readonly tenant: Tenant;
	readonly jira: Jira;
	readonly chat: Chat;
	readonly mailbox: Mailbox;
	readonly model: Ollama;
	readonly close: () => Promise<void>;
}

/**
 * @param options of the tenant
 * @param ports @default chosen by the system
 */
export async function startSurroundings(
	options: TenantOptions,
	ports: Partial<Pick<Listeners, 'tenant' | 'jira' | 'chat' | 'mail' | 'model'>> = {},
): Promise<Surroundings> {
	const practice = await startPractice({ port: ports.tenant ?? 0 });
	const jira = await startJira({ port: ports.jira ?? 0 });
	const chat = await startChat({ port: ports.chat ?? 0 });
	const mailbox = await startMailbox({ port: ports.mail ?? 0 });
	const model = await startOllama({ port: ports.model ?? 0 });
	return {
		practice,
		tenant: practice.addTenant(options),
		jira,
		chat,
		mailbox,
		model,
		close: async () => {
			await Promise.all([practice.close(), jira.close(), chat.close(), mailbox.close(), model.close()]);
		},
	};
}

/** Fields of the credentials that the playbooks name, by type. */
export const credentialFields = ({
	tenant,
	jira,
	mailbox,
	model,
}: Surroundings): Readonly<Record<string, FormData>> => ({
	defenderXdrAppOAuth2Api: { ...tenant.credential() },
	defenderXdrUserOAuth2Api: { ...tenant.userCredential() },
	jiraSoftwareCloudApi: { ...jira.credential },
	ollamaApi: { ...model.credential },
	smtp: { ...mailbox.credential },
});

/** Values for the playbooks' nodes Settings. */
export const settingsOf = ({ jira, chat }: Surroundings): Readonly<Record<string, string>> => ({
	jiraUrl: jira.origin,
	teamsWebhookUrl: chat.teamsUrl,
	slackWebhookUrl: chat.slackUrl,
});
