import { z } from 'zod';
import { createCredential, openCredential, type CredentialForm, type FormData } from './credentialForm.mts';
import { credentialsOf, withSettings, type NamedCredential, type Playbook } from './playbooks.mts';
import type { RestClient } from './restClient.mts';
import { signInAndAgree, type Person } from './signInPages.mts';
import { saveWorkflow } from './workflowRun.mts';

/** What an n8n is furnished with, so that its playbooks run. */
export interface Furniture {
	readonly playbooks: readonly Playbook[];
	/** Fields by credential type. */
	readonly credentials: Readonly<Record<string, FormData>>;
	/** Values for the playbooks' nodes Settings, by name without `settings.`. */
	readonly settings: Readonly<Record<string, string>>;
	/** A credential to be there, and connected, although no playbook names it. */
	readonly connected: NamedCredential;
	/** Who signs in when that one is connected. */
	readonly user: Person;
}

const entry = z.object({ id: z.string(), name: z.string() });
const credentialEntry = entry.extend({ type: z.string() });

/**
 * Imports the credentials with the current values into an n8n, and the playbooks that it does not have yet.
 *
 * @returns ids of the workflows by the name of the playbook's file
 */
export async function furnish(
	rest: RestClient,
	{ playbooks, credentials, settings, connected, user }: Furniture,
): Promise<Readonly<Record<string, string>>> {
	const there = z.array(credentialEntry).parse(await rest.call('GET', 'credentials'));
	const ensure = async ({ type, name }: NamedCredential): Promise<CredentialForm> => {
		const data = credentials[type];
		if (data === undefined)
			throw new Error(`A playbook needs a credential of type ${type}: nothing here fills it in.`);
		const id = there.find((one) => one.type === type && one.name === name)?.id;
		if (id === undefined) return await createCredential(rest, type, name, data);
		const form = openCredential(rest, { id, type, name });
		await form.save(data);
		return form;
	};
	for (const one of credentialsOf(playbooks)) await ensure(one);
	await connect(rest, await ensure(connected), user);
	return await importPlaybooks(rest, playbooks, settings);
}

/** Presses Connect in the person's place. */
export async function connect(rest: RestClient, credential: CredentialForm, user: Person): Promise<void> {
	const address = z.string().parse(await rest.call('GET', `oauth2-credential/auth?id=${credential.id}`));
	const callback = await signInAndAgree(address, user);
	await rest.file(`${callback.pathname.slice(1)}${callback.search}`);
	if ((await credential.open())['oauthTokenData'] !== true)
		throw new Error('n8n took the sign-in of the practice user, but kept no token.');
}

async function importPlaybooks(
	rest: RestClient,
	playbooks: readonly Playbook[],
	settings: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
	const there = z.array(entry).parse(await rest.call('GET', 'workflows'));
	const ids: Record<string, string> = {};
	for (const { id, name, workflow } of playbooks)
		ids[id] =
			there.find((one) => one.name === name)?.id ??
			(await saveWorkflow(rest, withSettings(workflow, settings)));
	return ids;
}
