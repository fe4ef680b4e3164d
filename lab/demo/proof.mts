import { z } from 'zod';
import type { PracticeCredential } from '../tenant/practice.mts';
import { writtenFields, type Update, type WrittenFields } from './items.mts';

/** One updated incident, read back from the tenant. */
export interface Proof {
	readonly incident: WrittenFields;
	/** One sentence per property that differs from the item of Update Incident; empty if they match. */
	readonly differences: readonly string[];
}

const COMPARED = [
	'status',
	'assignedTo',
	'classification',
	'determination',
	'customTags',
	'comments',
] as const;

const tokenAnswer = z.object({ access_token: z.string() });

/**
 * Reads the updated incidents again with its own token and plain requests, so that neither n8n nor the package's nodes
 * take part.
 *
 * @throws Error with a sentence when the status is not 200
 */
export async function readBack(
	credential: PracticeCredential,
	updates: readonly Update[],
): Promise<readonly Proof[]> {
	const token = await signIn(credential);
	return await Promise.all(
		updates.map(async (update) => {
			const url = `${credential.apiUrl}/v1.0/security/incidents/${encodeURIComponent(update.id)}`;
			const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
			const incident = writtenFields.parse(await bodyOf(answer, `incident ${update.id}`));
			return { incident, differences: differencesOf(update, incident) };
		}),
	);
}

async function signIn({ loginUrl, tenantId, clientId, clientSecret, audience }: PracticeCredential) {
	const body = new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: clientId,
		client_secret: clientSecret,
		scope: `${audience}/.default`,
	});
	const answer = await fetch(`${loginUrl}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body });
	return tokenAnswer.parse(await bodyOf(answer, 'a token')).access_token;
}

async function bodyOf(answer: Response, wanted: string): Promise<unknown> {
	if (answer.status !== 200)
		throw new Error(
			`The practice tenant returned status ${answer.status} instead of ${wanted}. Run the command again.`,
		);
	return await answer.json();
}

/** Lists the properties in which the incident differs from the item, in its state or in its list of changes. */
export function differencesOf(update: Update, incident: WrittenFields): readonly string[] {
	const read = new Map<string, unknown>(Object.entries(incident));
	const claims: [string, unknown][] = [
		...COMPARED.map((field): [string, unknown] => [field, update[field]]),
		...Object.entries(update.changes).map(([field, { to }]): [string, unknown] => [field, to]),
	];
	const wrong = claims.filter(([field, claimed]) => !isSame(claimed, read.get(field)));
	return [...new Set(wrong.map(([field]) => field))].map(
		(field) => `Incident ${incident.id} has a different ${field} than the playbook reported.`,
	);
}

function isSame(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) === JSON.stringify(b);
}
