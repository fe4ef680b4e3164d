import type { ICredentialDataDecryptedObject, INodeCredentialsDetails } from 'n8n-workflow';

/** One credential as n8n's database keeps it, except that the data is plain JSON text instead of ciphertext. */
export interface CredentialRecord {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly data: string;
}

/**
 * Credentials at rest. Data enters and leaves as JSON text, so nothing that a hook or a node holds in memory can
 * change what is stored, and what does not survive JSON is lost here as it is in n8n.
 */
export class CredentialStore {
	private readonly records = new Map<string, CredentialRecord>();

	/**
	 * Saves a new credential as the editor would: only these fields, no defaults.
	 *
	 * @returns the reference that a workflow's node carries under `credentials.<type>`
	 */
	create(
		type: string,
		data: ICredentialDataDecryptedObject,
		name = type,
	): INodeCredentialsDetails & { readonly id: string } {
		const id = `credential-${this.records.size + 1}`;
		this.records.set(id, { id, name, type, data: JSON.stringify(data) });
		return { id, name };
	}

	/** The record at rest, or undefined. */
	read(id: string): CredentialRecord | undefined {
		return this.records.get(id);
	}

	/** A copy of the data as it is stored now, tokens that n8n wrote back included. Throws for an unknown id. */
	stored(id: string): ICredentialDataDecryptedObject {
		return readData(this.existing(id));
	}

	/** Replaces the whole data, as n8n does when a hook returned a new token. Throws for an unknown id. */
	write(id: string, data: ICredentialDataDecryptedObject): void {
		this.records.set(id, { ...this.existing(id), data: JSON.stringify(data) });
	}

	/** Changes single fields, as a user who edits the credential does; stored tokens stay. Throws for an unknown id. */
	edit(id: string, fields: ICredentialDataDecryptedObject): void {
		this.write(id, { ...this.stored(id), ...fields });
	}

	private existing(id: string): CredentialRecord {
		const record = this.records.get(id);
		if (record === undefined) throw new Error(`There is no credential with the id "${id}".`);
		return record;
	}
}

/** The fields of a record, as a fresh copy. */
export function readData(record: CredentialRecord): ICredentialDataDecryptedObject {
	return JSON.parse(record.data) as ICredentialDataDecryptedObject;
}
