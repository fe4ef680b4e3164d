import { z } from 'zod';
import type { RestClient } from './restClient.mts';

/** A saved credential in the browser: secrets are n8n's placeholder, which is sent back unchanged. */
export type FormData = Readonly<Record<string, unknown>>;

const testAnswer = z.object({ status: z.enum(['OK', 'Error']), message: z.string() });
export type TestAnswer = z.infer<typeof testAnswer>;

const saved = z.object({ id: z.string() });
const opened = z.object({ data: z.record(z.unknown()) });

/** A saved credential, opened, edited and tested as in the editor's dialog. */
export interface CredentialForm {
	readonly id: string;
	/** What a browser that opens the dialog gets. */
	open(): Promise<FormData>;
	/** Opens it, changes fields and saves all of them, as the dialog does. */
	save(fields: FormData): Promise<void>;
	/** The Test button: with the data as saved, and `fields` typed over them but not saved yet. */
	test(fields?: FormData): Promise<TestAnswer>;
}

/** Which saved credential it is. */
export interface SavedCredential {
	readonly id: string;
	readonly type: string;
	readonly name: string;
}

/** Saves a new credential. */
export async function createCredential(
	rest: RestClient,
	type: string,
	name: string,
	data: FormData,
): Promise<CredentialForm> {
	const { id } = saved.parse(await rest.call('POST', 'credentials', { name, type, data }));
	return openCredential(rest, { id, type, name });
}

/** A credential that was saved before. */
export function openCredential(rest: RestClient, { id, type, name }: SavedCredential): CredentialForm {
	const open = async () => opened.parse(await rest.call('GET', `credentials/${id}?includeData=true`)).data;
	const filledIn = async (fields: FormData) => ({ id, name, type, data: { ...(await open()), ...fields } });
	return {
		id,
		open,
		save: async (fields) => {
			await rest.call('PATCH', `credentials/${id}`, await filledIn(fields));
		},
		test: async (fields = {}) =>
			testAnswer.parse(await rest.call('POST', 'credentials/test', { credentials: await filledIn(fields) })),
	};
}
