import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { expectNoSecrets, continueOnFail, incidentById, jsonOf, our } from '../../support/practice.mts';
import { IDS, errorTexts, withoutIds } from '../../support/errorTexts.mts';

const current = benchPerTest();

const read = our('getIncidents', { limit: 2 });
const hunt = our('runHuntingQuery', { query: 'DeviceInfo | take 1' });
const readOne = our('getIncidents', { operation: 'get', incidentId: incidentById('48417') });
const write = our('updateIncident', {
	incidentId: incidentById('48417'),
	updateFields: { status: 'inProgress' },
});
const comment = our('updateIncident', { incidentId: incidentById('48417'), comment: 'seen' });

describe('missing permission', () => {
	const granting = (permission: string, has: string) =>
		`Open the app registration in Microsoft Entra ID and add the Microsoft Graph application permission ${permission}. Ask an administrator to open http://practice/${current.bench.tenant.id}/adminconsent?client_id=${current.bench.tenant.app.clientId} and accept. The application has ${has}.`;

	current.eachRow([
		['reading', read, ['ThreatHunting.Read.All'], 'SecurityIncident.Read.All', 'reading incidents'],
		['hunting', hunt, ['SecurityIncident.Read.All'], 'ThreatHunting.Read.All', 'running the hunting query'],
		[
			'updating',
			write,
			['SecurityIncident.Read.All'],
			'SecurityIncident.ReadWrite.All',
			'updating the incident',
		],
		[
			'commenting',
			comment,
			['SecurityIncident.Read.All'],
			'SecurityIncident.ReadWrite.All',
			'adding the comment',
		],
	])(
		'reading, hunting, updating or commenting → names the permission and the way to grant it',
		async (_, node, roles, permission, doing) => {
			current.bench.tenant.app.setRoles(roles);
			const { message, description } = errorTexts(current.bench, await current.bench.run(node));
			expect(message).toBe(`The permission ${permission} is missing for ${doing}`);
			expect(description).toContain(granting(permission, roles.join(', ')));
			expect(description).toMatch(
				/\(Status 403; code "Forbidden"; Microsoft's message: Missing application roles\. API required roles: .*; request id …; client request id …\)(?: Incident: 48417\.)?$/,
			);
		},
	);

	it('app without any permission → says so', async () => {
		current.bench.tenant.app.setRoles([]);
		expect(errorTexts(current.bench, await current.bench.run(read))).toEqual({
			message: 'The permission SecurityIncident.Read.All is missing for reading incidents',
			description: `${granting('SecurityIncident.Read.All', 'no permissions')} (Status 403; code "Forbidden"; Microsoft's message: Missing application roles. API required roles: SecurityIncident.Read.All,SecurityIncident.ReadWrite.All, application roles: .; ${IDS})`,
		});
	});

	it('permission to hunt only → the hunt succeeds', async () => {
		current.bench.tenant.app.setRoles(['ThreatHunting.Read.All']);
		expect((await current.bench.run(hunt)).status).toBe('success');
	});
});

describe('request that the service rejects', () => {
	current.eachRow([
		['getting', our('getIncidents', { operation: 'get', incidentId: incidentById('1') }), ''],
		[
			'updating',
			our('updateIncident', { incidentId: incidentById('1'), updateFields: { status: 'active' } }),
			' Incident: 1.',
		],
	])('unknown incident → each node says that it was not found', async (_, node, about) => {
		const result = await current.bench.run(node);
		expect(result.error?.httpCode).toBe('404');
		expect(errorTexts(current.bench, result)).toEqual({
			message: 'Incident "1" was not found',
			description: `Check the ID. Defender keeps incidents for about 180 days, so it may have deleted this one. Or this app or user may not have access to it. (Status 404; code "NotFound"; Microsoft's message: Incident with id '1' was not found.; ${IDS})${about}`,
		});
		expect(current.bench.apiCalls()).toEqual(['GET incidents/1']);
	});

	it('invalid KQL → Microsoft’s message, and the line in the author’s query', async () => {
		const values = [{ name: 'device', type: 'string', value: 'a\nb' }];
		const result = await current.bench.run(
			our('runHuntingQuery', {
				query: 'DeviceInfo\n| where DeviceName == _p_device\n| wherre OSPlatform == "Linux"',
				parameters: { values },
			}),
		);
		expect(result.error?.httpCode).toBe('400');
		expect(errorTexts(current.bench, result)).toMatchInlineSnapshot(`
			{
			  "description": "Line 3 of the query, column 3: "| ▸wherre OSPlatform == "Linux"" (▸ marks the position). (Status 400; code "BadRequest"; Microsoft's message: Query operator expected. (KS176, line 3, column 3). Fix syntax errors in your query.; request id …; client request id …)",
			  "message": "Microsoft Defender rejected the request while running the hunting query: Query operator expected. (KS176, line 3, column 3). Fix syntax errors in your query.",
			}
		`);
		expect(current.bench.apiCalls()).toEqual(['POST runHuntingQuery']);
	});

	it('unknown table → Microsoft’s message, and how to check the name', async () => {
		expect(
			errorTexts(current.bench, await current.bench.run(our('runHuntingQuery', { query: 'NoSuchTable' }))),
		).toMatchInlineSnapshot(`
				{
				  "description": "Line 1 of the query, column 1: "▸NoSuchTable" (▸ marks the position). Check the spelling of "NoSuchTable"; names are case-sensitive. Microsoft returns the same message for a table or column of a product without a license in this tenant. (Status 400; code "BadRequest"; Microsoft's message: The name 'NoSuchTable' does not refer to any known table, tabular variable or function. (KS204, line 1, column 1). Fix semantic errors in your query.; request id …; client request id …)",
				  "message": "Microsoft Defender rejected the request while running the hunting query: The name 'NoSuchTable' does not refer to any known table, tabular variable or function. (KS204, line 1, column 1). Fix semantic errors in your query.",
				}
			`);
	});

	it('empty code and message → the status is shown', async () => {
		current.bench.fault({ status: 409, body: { error: { code: '', message: '' } } });
		expect(errorTexts(current.bench, await current.bench.run(readOne))).toMatchInlineSnapshot(`
			{
			  "description": "Correct the cause that the message names, then run the node again. A retry of the same request would fail. (Status 409; request id …; client request id …)",
			  "message": "Microsoft Defender rejected the request while reading incidents: status 409",
			}
		`);
	});
});

describe('Continue On Fail', () => {
	it('unknown incident → an item with error, description and httpCode', async () => {
		const { name, type, parameters } = our('getIncidents', {
			operation: 'get',
			incidentId: incidentById('1'),
		});
		const result = await current.bench.run({
			name,
			type,
			...(parameters && { parameters }),
			...continueOnFail,
		});
		expect(result.status).toBe('success');
		expectNoSecrets(current.bench, result);
		const [item] = jsonOf(result, 'getIncidents');
		expect({ ...item, description: withoutIds(String(item?.['description'])) }).toEqual({
			error: 'Incident "1" was not found',
			description: `Check the ID. Defender keeps incidents for about 180 days, so it may have deleted this one. Or this app or user may not have access to it. (Status 404; code "NotFound"; Microsoft's message: Incident with id '1' was not found.; ${IDS})`,
			httpCode: '404',
			code: 'NotFound',
		});
	});
});
