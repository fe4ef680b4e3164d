import { describe, expect, it } from 'vitest';
import { comparePublicNames, namesOfCredential, namesOfNode } from '../../scripts/lib/publicNames.mjs';
import { eachRow } from '../../lab/test/support/eachRow.mts';

const DESCRIPTION = {
	name: 'getThings',
	version: 1,
	credentials: [{ name: 'thingApi', required: true }],
	properties: [
		{ name: 'hint', type: 'notice', default: '' },
		{
			name: 'operation',
			type: 'options',
			default: 'getAll',
			options: [{ value: 'get' }, { value: 'getAll' }],
		},
		{ name: 'limit', type: 'number', default: 50, displayOptions: { show: { operation: ['getAll'] } } },
		{
			name: 'thing',
			type: 'resourceLocator',
			default: { mode: 'list' },
			modes: [{ name: 'list' }, { name: 'id' }],
		},
		{
			name: 'filters',
			type: 'collection',
			default: {},
			options: [{ name: 'status', type: 'multiOptions', default: [], options: [{ value: 'active' }] }],
		},
		{
			name: 'parameters',
			type: 'fixedCollection',
			default: {},
			typeOptions: { multipleValues: true },
			options: [{ name: 'values', values: [{ name: 'name', type: 'string', default: '' }] }],
		},
		{ name: 'merged', type: 'options', default: 'skip', options: [{ value: 'skip' }, { value: 'keep' }] },
		{ name: 'merged', type: 'options', default: 'follow', options: [{ value: 'follow' }, { value: 'keep' }] },
	],
};

const CREDENTIAL = {
	name: 'thingApi',
	properties: [
		{ name: 'tenantId', type: 'string', default: '' },
		{ name: 'authUrl', type: 'hidden', default: '={{ $self["tenantId"] }}' },
	],
};

type Description = typeof DESCRIPTION;
type Properties = Description['properties'];

const namesOf = (description: unknown, credential: unknown = CREDENTIAL) => ({
	credentials: { thingApi: namesOfCredential(credential) },
	nodes: { getThings: namesOfNode(description) },
});

const withProperties = (change: (properties: Properties) => unknown): unknown => ({
	...DESCRIPTION,
	properties: change(structuredClone(DESCRIPTION.properties)),
});

const changed = (name: string, change: object) =>
	withProperties((all) => all.map((one) => (one.name === name ? { ...one, ...change } : one)));

const comparison = (description: unknown) => comparePublicNames(namesOf(DESCRIPTION), namesOf(description));

describe('namesOfNode', () => {
	it('description of a node → every stored parameter with types, defaults and values, and no notices', () => {
		expect(namesOfNode(DESCRIPTION)).toEqual({
			version: [1],
			credentials: ['thingApi'],
			parameters: {
				operation: { types: ['options'], defaults: ['getAll'], values: ['get', 'getAll'] },
				limit: { types: ['number'], defaults: [50] },
				thing: { types: ['resourceLocator'], defaults: [{ mode: 'list' }], values: ['list', 'id'] },
				filters: { types: ['collection'], defaults: [{}] },
				'filters.status': { types: ['multiOptions'], defaults: [[]], values: ['active'] },
				parameters: { types: ['fixedCollection[]'], defaults: [{}] },
				'parameters.values.name': { types: ['string'], defaults: [''] },
				merged: { types: ['options'], defaults: ['skip', 'follow'], values: ['skip', 'keep', 'follow'] },
			},
		});
	});

	it('hidden property with a derived default → no default', () => {
		expect(namesOfCredential(CREDENTIAL).properties['authUrl']).toEqual({ types: ['hidden'], defaults: [] });
	});
});

describe('comparePublicNames', () => {
	it('no change → nothing', () => {
		expect(comparison(DESCRIPTION)).toEqual({ broken: [], added: [] });
	});

	it('other order → nothing', () => {
		expect(comparison(withProperties((all) => all.toReversed())).broken).toEqual([]);
	});

	it('new parameter → added', () => {
		const more = withProperties((all) => [...all, { name: 'simplify', type: 'boolean', default: true }]);
		expect(comparison(more)).toEqual({ broken: [], added: ['Parameter simplify of Node getThings is new.'] });
	});

	it('new value → added', () => {
		const more = changed('operation', {
			options: [{ value: 'get' }, { value: 'getAll' }, { value: 'watch' }],
		});
		expect(comparison(more)).toEqual({
			broken: [],
			added: ['Parameter operation of Node getThings has a new value "watch".'],
		});
	});

	eachRow<[string, unknown, string]>([
		[
			'a removed parameter',
			withProperties((all) => all.filter(({ name }) => name !== 'limit')),
			'Parameter limit of Node getThings was removed or renamed.',
		],
		[
			'a renamed parameter',
			changed('limit', { name: 'maximum' }),
			'Parameter limit of Node getThings was removed or renamed.',
		],
		[
			'a removed value',
			changed('operation', { options: [{ value: 'getAll' }] }),
			'Parameter operation of Node getThings has lost its value "get".',
		],
		[
			'a changed type',
			changed('limit', { type: 'string' }),
			'Parameter limit of Node getThings has lost its type "number", and now has "string".',
		],
		[
			'a changed default',
			changed('limit', { default: 100 }),
			'Parameter limit of Node getThings has lost its default 50, and now has 100.',
		],
		[
			'a field that leaves its collection',
			changed('filters', { options: [] }),
			'Parameter filters.status of Node getThings was removed or renamed.',
		],
		[
			'a list that becomes a single value',
			changed('parameters', { typeOptions: {} }),
			'Parameter parameters of Node getThings has lost its type "fixedCollection[]", and now has "fixedCollection".',
		],
		[
			'a removed credential of a node',
			{ ...DESCRIPTION, credentials: [] },
			'Node getThings has lost its credential "thingApi".',
		],
		[
			'a dropped version',
			{ ...DESCRIPTION, version: 2 },
			'Node getThings has lost its version 1, and now has 2.',
		],
	])('removed or changed name, value, type or default → broken', (_change, description, sentence) => {
		expect(comparison(description).broken).toEqual([sentence]);
	});

	it('removed node, credential or property → broken', () => {
		const before = namesOf(DESCRIPTION);
		expect(comparePublicNames(before, { ...before, nodes: {} }).broken).toEqual([
			'Node getThings was removed or renamed.',
		]);
		expect(comparePublicNames(before, { ...before, credentials: {} }).broken).toEqual([
			'Credential thingApi was removed or renamed.',
		]);
		const less = namesOf(DESCRIPTION, { ...CREDENTIAL, properties: CREDENTIAL.properties.slice(1) });
		expect(comparePublicNames(before, less).broken).toEqual([
			'Property tenantId of Credential thingApi was removed or renamed.',
		]);
	});
});
