import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { INodeParameters, INodeType, INodeTypeDescription, NodeParameterValueType } from 'n8n-workflow';
import { afterEach, describe, expect, it } from 'vitest';
import names from '../../public-names.json' with { type: 'json' };
import { benchPerFile } from '../../support/benchHooks.mts';
import { continueOnFail, incidentById, jsonOf, our } from '../../support/practice.mts';
import { ID } from '../../support/updateFixture.mts';

const current = benchPerFile();
const CUSTOM = '__CUSTOM_API_CALL__';
const load = createRequire(import.meta.url);

/** The built node as n8n loads it: once per class file, so all instances share their properties. */
function descriptionOf(name: string): INodeTypeDescription {
	const file = fileURLToPath(new URL(`../../../dist/nodes/${name}/${name}.node.js`, import.meta.url));
	const exported = load(file) as Readonly<Record<string, new () => INodeType>>;
	const [Node] = Object.values(exported);
	if (Node === undefined) throw new Error(`${file} exports no node.`);
	return new Node().description;
}

/**
 * What n8n's server does to a node whose credential signs requests
 * (packages/cli/src/load-nodes-and-credentials.ts, `injectCustomApiCallOptions`, n8n 2.41.1).
 */
function addCustomApiCall(node: INodeTypeDescription): readonly string[] {
	const isLatestVersion = node.defaultVersion === undefined || node.defaultVersion === node.version;
	if (!isLatestVersion) return [];
	return node.properties.flatMap((property) => {
		if (!['resource', 'operation'].includes(property.name) || !Array.isArray(property.options)) return [];
		property.options.push({ name: 'Custom API Call', value: CUSTOM });
		return [property.name];
	});
}

const WORK: readonly (readonly ['getIncidents' | 'updateIncident' | 'runHuntingQuery', INodeParameters])[] = [
	['getIncidents', { incidentId: incidentById(ID), limit: 3 }],
	[
		'updateIncident',
		{ incidentId: incidentById(ID), updateFields: { status: 'resolved' }, comment: 'done', tagsMode: 'keep' },
	],
	['runHuntingQuery', { query: 'print 1', hunt: 'device-card', devices: 'lt-0471' }],
];
const OPERATIONS: readonly (readonly [NodeParameterValueType, string])[] = [
	[CUSTOM, 'Custom API Call is not an operation of this node'],
	// n8n evaluates no expression here. It removes the equals sign and keeps the rest as text.
	['={{ "update" }}', '"{{ "update" }}" is not an operation of this node'],
	['delete', '"delete" is not an operation of this node'],
	['UPDATE', '"UPDATE" is not an operation of this node'],
	['constructor', '"constructor" is not an operation of this node'],
	['', 'No operation is chosen'],
	[['update', 'get', 'query'], '"update,get,query" is not an operation of this node'],
	[{ update: true }, '"[object Object]" is not an operation of this node'],
	[0, '"0" is not an operation of this node'],
];
const cases = WORK.flatMap(([type, parameters]) =>
	OPERATIONS.map(([operation, message]) => ({ type, parameters, operation, message })),
);

describe('operation that the node does not have', () => {
	current.eachRow(cases)(
		'any unknown value → error before any request',
		async ({ type, parameters, operation, message }) => {
			const before = current.bench.practice.calls.length;
			const result = await current.bench.run(our(type, { ...parameters, operation }));
			expect(result.error).toMatchObject({ name: 'NodeOperationError', message });
			expect(result.error?.description).toContain('HTTP Request node');
			expect(result.error?.description).toContain(names.nodes[type].parameters.operation.values.join(', '));
			expect(current.bench.practice.calls.length).toBe(before);
		},
	);

	current.eachRow(WORK)(
		'Continue On Fail → items with the error, and no request',
		async (type, parameters) => {
			const before = current.bench.practice.calls.length;
			const result = await current.bench.run(
				our(type, { ...parameters, operation: CUSTOM }, continueOnFail),
				{
					input: [{}, {}, {}, {}],
				},
			);
			expect(jsonOf(result, type).map(({ error }) => error)).toEqual(
				Array.from({ length: 4 }, () => 'Custom API Call is not an operation of this node'),
			);
			expect(current.bench.practice.calls.length).toBe(before);
		},
	);
});

describe('Custom API Call in the editor', () => {
	const NODES = ['GetIncidents', 'UpdateIncident', 'RunHuntingQuery', 'IncidentTrigger'];
	const added: INodeTypeDescription[] = [];
	afterEach(() => {
		for (const { properties } of added.splice(0))
			for (const { options } of properties)
				if (options?.some((option) => 'value' in option && option.value === CUSTOM)) options.pop();
	});

	current.eachRow(NODES)('each node → n8n does not offer it', (name) => {
		expect(addCustomApiCall(descriptionOf(name))).toEqual([]);
	});

	it('a trigger → has neither operation nor resource, so nothing is added to it', () => {
		const selectors = descriptionOf('IncidentTrigger').properties.filter(({ name }) =>
			['resource', 'operation'].includes(name),
		);
		expect(selectors).toEqual([]);
	});

	it('an n8n that adds it to the running nodes all the same → still rejected', async () => {
		for (const [type] of WORK) {
			const { defaultVersion: _, ...description } = descriptionOf(
				`${type.charAt(0).toUpperCase()}${type.slice(1)}`,
			);
			expect(addCustomApiCall(description)).toEqual(['operation']);
			added.push(description);
		}
		const before = current.bench.practice.calls.length;
		for (const [type, parameters] of WORK) {
			const result = await current.bench.run(our(type, { ...parameters, operation: CUSTOM }));
			expect(result.error?.message).toBe(OPERATIONS[0]?.[1]);
		}
		expect(current.bench.practice.calls.length).toBe(before);
	});
});

describe('operations of a node', () => {
	current.eachRow(WORK)('each offered operation → accepted', async (type, parameters) => {
		for (const operation of names.nodes[type].parameters.operation.values) {
			const options = type === 'updateIncident' ? { dryRun: true } : {};
			const result = await current.bench.run(our(type, { ...parameters, options, operation }));
			expect(result.error).toBeUndefined();
		}
	});
});
