import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	graphCaller,
	containing,
	errorOf,
	INCIDENTS as GRAPH_INCIDENTS,
	JSON_BODY,
} from '../../support/graphCaller.mts';
import {
	INCIDENTS,
	legacyCaller,
	startLegacyCaller,
	type LegacyCaller,
} from '../../support/legacyCaller.mts';
import { eachRow } from '../../support/eachRow.mts';

let caller: LegacyCaller;
let count = 0;
beforeAll(async () => {
	caller = await startLegacyCaller();
});
afterAll(() => caller.practice.close());

const fresh = (given = {}) => {
	count += 1;
	return caller.tenant.incidents.create({ id: String(1000 + count), ...given }).id;
};

describe('legacy PATCH incident', () => {
	it('every documented field and a comment → written in one request by the app', async () => {
		const id = fresh();
		const { status, json } = await caller.patch(id, {
			status: 'InProgress',
			assignedTo: 'ann.ito@contoso.com',
			classification: 'TruePositive',
			determination: 'Phishing',
			tags: ['tier2'],
			comment: 'Host isolated.',
		});
		expect(status).toBe(200);
		expect(json).toMatchObject({
			incidentId: Number(id),
			status: 'InProgress',
			assignedTo: 'ann.ito@contoso.com',
			classification: 'TruePositive',
			determination: 'Phishing',
			tags: ['tier2'],
			comments: [{ comment: 'Host isolated.', createdBy: 'API-App:n8n automation' }],
		});
		const written = caller.tenant.journal.filter(({ incidentId, via }) => incidentId === id && via === 'api');
		expect(written.map(({ field }) => field).sort()).toEqual([
			...['assignedTo', 'classification', 'comments', 'customTags', 'determination', 'status'],
		]);
	});

	it('a write through either API → visible through both', async () => {
		const id = fresh();
		const graph = await graphCaller(caller.practice, caller.tenant);
		await caller.patch(id, { tags: ['from here'] });
		expect((await graph.get(`${GRAPH_INCIDENTS}/${id}`)).json.customTags).toEqual(['from here']);
		await graph.patch(id, { severity: 'high', status: 'inProgress' });
		expect((await caller.get(`${INCIDENTS}/${id}`)).json).toMatchObject({
			severity: 'High',
			status: 'InProgress',
			tags: ['from here'],
		});
	});

	eachRow([
		['a field that cannot be written', { severity: 'High' }, "'severity'"],
		['the name', { incidentName: 'Renamed' }, "'incidentName'"],
		['a name of Graph', { customTags: ['a'] }, "'customTags'"],
		['the list of comments', { comments: ['a'] }, "'comments'"],
		['a property in another case', { Status: 'Active' }, "'Status'"],
		['a resolution note', { resolvingComment: 'Done.' }, "'resolvingComment'"],
		['a member in another case', { status: 'inProgress' }, "'inProgress'"],
		['the status of merged incidents', { status: 'Redirected' }, "'Redirected'"],
		['a verdict taken back', { classification: 'Unknown' }, "'Unknown'"],
		['a withdrawn member', { classification: 'TruePositive', determination: 'Apt' }, "'Apt'"],
		[
			"the resource page's member",
			{ classification: 'TruePositive', determination: 'CompromisedUser' },
			"'CompromisedUser'",
		],
		['a determination without its classification', { determination: 'Phishing' }, "'phishing'"],
		['a pair that does not fit', { classification: 'FalsePositive', determination: 'Malware' }, "'malware'"],
		['ill-typed tags', { tags: 'a' }, "'tags'"],
		['tags that are no texts', { tags: [1] }, "'tags'"],
		['an ill-typed owner', { assignedTo: 5 }, "'assignedTo'"],
		['an ill-typed comment', { comment: ['a'] }, "'comment'"],
		['an empty comment', { comment: ' ' }, "'comment'"],
		['a comment too long', { comment: 'x'.repeat(30_001) }, '30000'],
	])('an invalid property or value → 400 that names it, no change', async (_, body, reason) => {
		const id = fresh();
		const before = caller.tenant.incidents.get(id);
		const answer = await caller.patch(id, { tags: ['as well'], ...body });
		expect(answer.status).toBe(400);
		expect(errorOf(answer).message).toEqual(containing(reason));
		expect(caller.tenant.incidents.get(id)).toEqual(before);
	});

	it('an unknown property and an invalid value → different error codes', async () => {
		expect(errorOf(await caller.patch(fresh(), { severity: 'High' })).code).toBe('InvalidRequestBody');
		expect(errorOf(await caller.patch(fresh(), { status: 'Closed' })).code).toBe('InvalidInput');
	});

	it('a comment of 30,000 characters → appended', async () => {
		const id = fresh();
		await caller.patch(id, { comment: 'x'.repeat(30_000) });
		const { comments } = (await caller.patch(id, { comment: 'Two.' })).json;
		expect(comments).toMatchObject([{ comment: containing('xxx') }, { comment: 'Two.' }]);
	});

	it('assignedTo "" → no owner', async () => {
		const id = fresh({ assignedTo: 'ann@contoso.com' });
		expect((await caller.patch(id, { assignedTo: '' })).json.assignedTo).toBeNull();
	});

	it('a merged or unknown incident, or no JSON → rejected', async () => {
		const [source, target] = [fresh(), fresh()];
		caller.tenant.incidents.merge(source, target);
		expect((await caller.patch(source, { tags: ['a'] })).status).toBe(400);
		expect((await caller.patch('1', { tags: ['a'] })).status).toBe(404);
		const send = async (body: string) =>
			(await caller.send(`${INCIDENTS}/${target}`, { method: 'PATCH', headers: JSON_BODY, body })).status;
		expect(await Promise.all([send('{'), send('[]'), send('{}')])).toEqual([400, 400, 200]);
	});
});

describe('legacy false positive determinations', () => {
	const spelled = async (falsePositiveNames: 'graph' | 'patchPage' | 'resourcePage' | 'any') => {
		const tenant = caller.practice.addTenant({ empty: true, behaviours: { falsePositiveNames } });
		tenant.incidents.create({ id: '1' });
		const older = await legacyCaller(caller.practice, tenant);
		const names = [
			'Clean',
			'NotMalicious',
			'NoEnoughDataToValidate',
			'NotEnoughDataToValidate',
			'InsufficientData',
		];
		const taken = [];
		for (const determination of names) {
			const answer = await older.patch('1', { classification: 'FalsePositive', determination });
			if (answer.status === 200) taken.push(`${determination} reads ${String(answer.json.determination)}`);
		}
		return taken;
	};

	it('each value of falsePositiveNames → accepts and returns its own spelling', async () => {
		expect(await spelled('graph')).toEqual([
			'NotMalicious reads NotMalicious',
			'NotEnoughDataToValidate reads NotEnoughDataToValidate',
		]);
		expect(await spelled('patchPage')).toEqual([
			'Clean reads Clean',
			'NoEnoughDataToValidate reads NoEnoughDataToValidate',
		]);
		expect(await spelled('resourcePage')).toEqual([
			'Clean reads Clean',
			'InsufficientData reads InsufficientData',
		]);
		expect(await spelled('any')).toHaveLength(5);
	});
});
