import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { CALLBACK } from '../../lab/engine/oauth2Connect.mts';
import type { PracticeUser, TenantOptions } from '../../lab/tenant/practice.mts';
import { signInAndAgree } from '../../lab/editor/signInPages.mts';
import type { startBench } from './practice.mts';
import { USER_CREDENTIAL_TYPE, type Bench } from './practice.mts';

/** Fields of the user credential that a test chooses. */
type UserFields = Readonly<Record<string, string>>;

/** A bench with a user credential to which nobody is connected yet; unless told otherwise, with one incident and no rows. */
export async function unconnected(
	start: typeof startBench,
	options: TenantOptions = {},
	fields: UserFields = {},
): Promise<Bench> {
	const bench = await start(
		{ empty: true, ...options },
		{ permissions: 'respond', ...fields },
		USER_CREDENTIAL_TYPE,
	);
	bench.tenant.app.addRedirectUri(CALLBACK);
	if (options.empty !== false) bench.tenant.incidents.create({ id: '48417' });
	return bench;
}

/** Presses Connect, signs in on the tenant's pages and agrees to everything. */
export async function connect(bench: Bench, user: PracticeUser = bench.tenant.user): Promise<void> {
	await bench.engine.connect(bench.credentials, bench.credentialId, (address) =>
		signInAndAgree(address, user),
	);
}

/** A bench with a user credential, connected. */
export async function connected(
	start: typeof startBench,
	options: TenantOptions = {},
	fields: UserFields = {},
): Promise<Bench> {
	const bench = await unconnected(start, options, fields);
	await connect(bench);
	return bench;
}

/** Grants of the calls to the token endpoint, and their status. */
export const grants = ({ practice }: Bench): readonly string[] =>
	practice.calls
		.filter(({ kind }) => kind === 'token')
		.map(({ body, status }) => {
			const grant = typeof body === 'object' && body !== null && 'grant_type' in body ? body.grant_type : '';
			return `${String(grant)} ${status}`;
		});

/** Changes what n8n has stored of the sign-in. */
export function editSignIn(bench: Bench, change: Readonly<Record<string, unknown>>): void {
	const { oauthTokenData } = bench.credentials.stored(bench.credentialId);
	const before = typeof oauthTokenData === 'object' ? oauthTokenData : {};
	const after: ICredentialDataDecryptedObject = {
		oauthTokenData: JSON.parse(JSON.stringify({ ...before, ...change })) as IDataObject,
	};
	bench.credentials.edit(bench.credentialId, after);
}
