import { describe, expect } from 'vitest';
import { instantFromMillis, type UtcInstant } from '../../../defender/core/instant.ts';
import { compileQuery, readRawFilter, type UnconfirmedSyntax } from '../../../defender/incidents/odata.ts';
import { EVERYTHING, type IncidentQuery } from '../../../defender/incidents/query.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const FIELDS = [
	'status',
	'severity',
	'classification',
	'assignedTo',
	'createdDateTime',
	'lastUpdateDateTime',
];
const ALL_SUPPORTED = {
	fields: new Set(FIELDS),
	syntax: new Set<UnconfirmedSyntax>(['or', 'null', 'tolower']),
};

describe('server filter of a query', () => {
	const hour: UtcInstant = instantFromMillis(Date.UTC(2026, 10, 22, 3));
	eachRow<[Partial<IncidentQuery>, string | undefined]>([
		[{}, undefined],
		[{ status: ['active'] }, "status eq 'active'"],
		[{ status: ['active', 'inProgress'] }, "(status eq 'active' or status eq 'inProgress')"],
		[{ status: ['active', 'awaitingAction'] }, undefined],
		[{ assignedTo: "o'brien@x.example" }, "tolower(assignedTo) eq 'o''brien@x.example'"],
		[{ assignedTo: 'Ann.Ito@X.example' }, "tolower(assignedTo) eq 'ann.ito@x.example'"],
		[{ assignedTo: "4711'" }, "assignedTo eq '4711'''"],
		[{ assignedTo: 'J\u00fcrgen@x.example' }, undefined],
		[{ assignedTo: '\ud83d' }, undefined],
		[{ assignedTo: 'a\tb' }, undefined],
		[{ assignedTo: 'x'.repeat(994) }, `tolower(assignedTo) eq '${'x'.repeat(994)}'`],
		[{ assignedTo: 'x'.repeat(999) }, undefined],
		[{ unassigned: true }, "(assignedTo eq null or assignedTo eq '')"],
		[{ updated: { from: hour, before: undefined } }, 'lastUpdateDateTime ge 2026-11-22T03:00:00.0000000Z'],
		[{ created: { from: undefined, before: hour } }, 'createdDateTime lt 2026-11-22T03:00:00.0000000Z'],
		[{ classification: ['truePositive'], determination: ['unknown'] }, "classification eq 'truePositive'"],
		[{ tags: ['a'], excludeTags: ['b'], nameContains: 'c', minPriority: 5, serviceSource: ['d'] }, undefined],
		[{ odata: "severity eq 'low' or status eq 'active'" }, "(severity eq 'low' or status eq 'active')"],
		[{ status: ['active'], odata: 'x' }, "status eq 'active' and (x)"],
		[{ status: ['active'], severity: ['high'] }, "status eq 'active' and severity eq 'high'"],
	])('each condition → its OData clause, or none if the service cannot apply it', (query, server) => {
		expect(compileQuery({ ...EVERYTHING, ...query }, ALL_SUPPORTED).server).toBe(server);
	});
});

describe('raw OData filter', () => {
	eachRow([
		["  status eq 'active'\n\tand severity eq 'low' ", "status eq 'active' and severity eq 'low'"],
		["assignedTo eq 'o''neill (x'", "assignedTo eq 'o''neill (x'"],
		["(a eq 'b') or (c eq 'd')", "(a eq 'b') or (c eq 'd')"],
		["a eq 'line\nbreak'", "a eq 'line\nbreak'"],
		["a eq 'b') or (c eq 'd'", undefined],
		["a eq 'b", undefined],
		["a eq 'o'neill'", undefined],
		['(a', undefined],
		['a)', undefined],
		["a eq '\ud83d'", undefined],
	])('balanced text → trimmed; unbalanced text → rejected', (text, filter) => {
		expect(readRawFilter(text)).toBe(filter);
	});
});
