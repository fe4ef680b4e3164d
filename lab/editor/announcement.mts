import path from 'node:path';
import type { PracticeEditor } from './practiceEditor.mts';

/** The text that is printed when everything runs: addresses, and users with passwords. */
export function announcement({ server, owner, surroundings, workflows, userFolder }: PracticeEditor): string {
	const { practice, tenant, jira, chat, mailbox, model } = surroundings;
	const { userPrincipalName, password } = tenant.user;
	const rows = [
		["n8n's editor", server.origin],
		['  email', owner.email],
		['  password', owner.password],
		['Practice tenant', `${practice.origin}/`],
		['  user name', userPrincipalName],
		['  password', password],
		['Jira stand-in', jira.origin],
		['Chat stand-in', new URL(chat.slackUrl).origin],
		['Model stand-in', model.origin],
		['Mail stand-in', `smtp://127.0.0.1:${String(mailbox.credential['port'])}`],
	];
	const width = Math.max(...rows.map(([name = '']) => name.length));
	const table = rows.map(([name = '', value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
	const count = Object.keys(workflows).length;
	const playbooks = count === 1 ? '1 playbook is' : `${count} playbooks are`;
	return `
${table}

${playbooks} in n8n, with credentials for all services they use. The practice user is connected; to reconnect it,
use the user name and password above. Everything listens on this computer only (127.0.0.1).
Enter no real credentials here: this n8n is for practice, and its stand-ins and its folder are not protected like a real one.
Ctrl+C stops it. Your changes in n8n are kept for the next start (${path.relative('.', userFolder)}); --fresh deletes them.
`;
}
