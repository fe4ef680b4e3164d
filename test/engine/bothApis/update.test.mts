import { beforeAll, describe, expect } from 'vitest';
import type { IncidentRecord, Tenant } from '../../../lab/tenant/practice.mts';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { incidentById, our } from '../../support/practice.mts';
import {
	appAccesses,
	legacyAppAccess,
	connections,
	apiAccesses,
	type Connection,
	type ApiAccess,
} from '../../support/apiAccess.mts';

const start = benchesPerFile();
let connectionFor: (access: ApiAccess) => Promise<Connection>;
let tenant: Tenant;
beforeAll(async () => {
	connectionFor = await connections(start, { empty: true });
	({ tenant } = (await connectionFor(legacyAppAccess)).bench);
}, 60_000);

const fresh = (given: Partial<IncidentRecord> = {}) => tenant.incidents.create(given).id;
const held = (id: string): IncidentRecord => {
	const incident = tenant.incidents.get(id);
	if (incident === undefined) throw new Error(`No incident ${id}.`);
	return incident;
};
const VERDICTS = {
	truePositive:
		'multiStagedAttack maliciousUserActivity compromisedAccount malware phishing unwantedSoftware other',
	informationalExpectedActivity: 'securityTesting lineOfBusinessApplication confirmedActivity other',
	falsePositive: 'notMalicious notEnoughDataToValidate other',
};
const PAIRS = Object.entries(VERDICTS).flatMap(([classification, determinations]) =>
	determinations.split(' ').map((determination) => [classification, determination] as const),
);

describe('Update Incident through each API and context', () => {
	start.eachRow(apiAccesses)(
		'status, owner, verdict, tags and comment → written, and the next run writes nothing',
		async (access) => {
			const connection = await connectionFor(access);
			const id = fresh({ customTags: ['theirs'] });
			const change = {
				updateFields: {
					status: 'resolved',
					assignedTo: 'ann.ito@contoso.com',
					verdict: 'truePositive:phishing',
				},
				tagsMode: 'add',
				tags: 'ours',
			};
			expect(await connection.update(id, { ...change, comment: 'Judged.' })).toMatchObject({
				id,
				outcome: 'updated',
				status: 'resolved',
				customTags: ['theirs', 'ours'],
				changes: { status: { from: 'active', to: 'resolved' } },
			});
			expect(held(id)).toMatchObject({
				status: 'resolved',
				assignedTo: 'ann.ito@contoso.com',
				classification: 'truePositive',
				determination: 'phishing',
				customTags: ['theirs', 'ours'],
				comments: [{ comment: 'Judged.' }],
			});
			const writes = connection.writes().length;
			expect(await connection.update(id, change)).toMatchObject({ id, outcome: 'unchanged' });
			expect(connection.writes()).toHaveLength(writes);
		},
	);
});

describe('Update Incident through each API', () => {
	start.eachRow(appAccesses)('every verdict → stored as chosen', async (access) => {
		const connection = await connectionFor(access);
		const step = our('updateIncident', {
			incidentId: incidentById('={{ $json.id }}'),
			updateFields: { verdict: '={{ $json.verdict }}' },
		});
		const input = PAIRS.map((pair) => ({ id: fresh(), verdict: pair.join(':') }));
		const items = await connection.items(step, { input });
		expect(items.map(({ outcome }) => outcome)).toEqual(PAIRS.map(() => 'updated'));
		expect(input.map(({ id }) => [held(id).classification, held(id).determination])).toEqual(PAIRS);
	});

	start.eachRow(appAccesses)('tags added, removed and replaced, owner removed → stored', async (access) => {
		const connection = await connectionFor(access);
		const id = fresh({ customTags: ['a', 'b'], assignedTo: 'ann@contoso.com' });
		await connection.update(id, { tagsMode: 'add', tags: 'c' });
		expect(held(id).customTags).toEqual(['a', 'b', 'c']);
		await connection.update(id, { tagsMode: 'remove', tags: 'a' });
		expect(held(id).customTags).toEqual(['b', 'c']);
		await connection.update(id, { tagsMode: 'replace', tags: 'd' });
		expect(held(id).customTags).toEqual(['d']);
		expect(await connection.update(id, { updateFields: { unassign: true } })).toMatchObject({
			outcome: 'updated',
		});
		expect(held(id).assignedTo).toBeNull();
	});

	start.eachRow(appAccesses)('conditions not met, or a dry run → nothing is written', async (access) => {
		const connection = await connectionFor(access);
		const taken = fresh({ status: 'inProgress', assignedTo: 'ann@contoso.com' });
		const writes = connection.writes().length;
		const resolve = { updateFields: { status: 'resolved' } };
		expect(await connection.update(taken, { ...resolve, onlyIf: { untouched: true } })).toMatchObject({
			outcome: 'conflict',
		});
		expect(await connection.update(taken, { ...resolve, options: { dryRun: true } })).toMatchObject({
			outcome: 'planned',
			changes: { status: { from: 'inProgress', to: 'resolved' } },
		});
		expect(connection.writes()).toHaveLength(writes);
		expect(held(taken).status).toBe('inProgress');
	});

	start.eachRow(appAccesses)(
		'analyst assigns the incident between two writes → the owner is kept',
		async (access) => {
			const connection = await connectionFor(access);
			const id = fresh();
			connection.fault('pass', {
				match: { method: 'PATCH', kind: access.api },
				meanwhile: { when: 'after', by: 'ann@contoso.com', incidentId: id, patch: { assignedTo: 'ann' } },
			});
			await connection.update(id, { tagsMode: 'add', tags: 'ours' });
			expect(held(id)).toMatchObject({ customTags: ['ours'], assignedTo: 'ann' });
		},
	);

	start.eachRow(appAccesses)(
		'merged incident → the target gets comment and tags, and its status is kept',
		async (access) => {
			const connection = await connectionFor(access);
			const [id, target] = [fresh(), fresh({ severity: 'high' })];
			tenant.incidents.merge(id, target);
			const change = {
				updateFields: { status: 'resolved' },
				comment: 'False.',
				tagsMode: 'add',
				tags: 'seen',
			};
			expect(await connection.update(id, change)).toMatchObject({
				outcome: 'conflict',
				redirectedTo: target,
			});
			expect(held(target)).toMatchObject({ status: 'active', customTags: ['seen'] });
			expect(held(target).comments).toHaveLength(1);
		},
	);

	start.eachRow(appAccesses)(
		'response to a comment is missing → read back, and the comment exists once',
		async (access) => {
			const connection = await connectionFor(access);
			const id = fresh();
			connection.fault('reset', {
				match: { method: access.api === 'graph' ? 'POST' : 'PATCH' },
				after: 'applied',
			});
			expect(await connection.update(id, { comment: 'Once.' })).toMatchObject({ outcome: 'updated' });
			expect(held(id).comments.map(({ comment }) => comment)).toEqual(['Once.']);
		},
	);

	start.eachRow(appAccesses)(
		'fields that the API cannot write → refused before any write; all others → written',
		async (access) => {
			const connection = await connectionFor(access);
			const id = fresh();
			for (const [field, value] of Object.entries(access.refuses)) {
				const calls = connection.bench.practice.calls.length;
				const result = await connection.run(
					our('updateIncident', {
						incidentId: incidentById(id),
						updateFields: { status: 'resolved', [field]: value },
					}),
				);
				expect(result.error?.message, field).toMatch(/\S/);
				expect(result.error?.description, field).toMatch(/Microsoft Graph/);
				expect(connection.bench.practice.calls.slice(calls), field).toEqual([]);
			}
			expect(held(id).status).toBe('active');
			const written = {
				severity: 'high',
				displayName: 'New',
				description: 'd',
				summary: 's',
				resolvingComment: 'r',
			};
			const allowed = Object.entries(written).filter(([field]) => !(field in access.refuses));
			if (allowed.length > 0)
				expect(await connection.update(id, { updateFields: Object.fromEntries(allowed) })).toMatchObject({
					outcome: 'updated',
				});
		},
	);
});
