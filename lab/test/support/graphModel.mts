import { readFileSync } from 'node:fs';

import { z } from 'zod';

const ModelSchema = z.object({
	enums: z.record(z.object({ members: z.array(z.string()) })),
	types: z.record(
		z.object({
			base: z.string().nullable(),
			open: z.boolean(),
			properties: z.record(z.object({ type: z.string(), nullable: z.boolean() })),
			navigation: z.record(z.string()),
		}),
	),
});
type Property = { type: string; nullable: boolean };

const file = new URL('../../tenant/graph/graph-security-v1.0.json', import.meta.url);
const model = ModelSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
const WIRE_NAMESPACE = '#microsoft.graph.security.';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/;

const PRIMITIVES: Readonly<Record<string, (value: unknown) => boolean>> = {
	'Edm.String': (value) => typeof value === 'string',
	'Edm.Boolean': (value) => typeof value === 'boolean',
	'Edm.Int32': (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
	'Edm.Int64': (value) => Number.isSafeInteger(value),
	'Edm.Double': (value) => typeof value === 'number' && Number.isFinite(value),
	'Edm.Guid': (value) => typeof value === 'string' && GUID.test(value),
	'Edm.DateTimeOffset': (value) => typeof value === 'string' && INSTANT.test(value),
};

/** Properties of a type and of all it is derived from; entities have an id as well. */
function propertiesOf(name: string): Map<string, Property> {
	const type = model.types[name];
	if (type === undefined) return new Map([['id', { type: 'Edm.String', nullable: false }]]);
	const inherited = type.base === null ? new Map<string, Property>() : propertiesOf(bare(type.base));
	for (const [key, target] of Object.entries(type.navigation))
		inherited.set(key, { type: target, nullable: false });
	for (const [key, property] of Object.entries(type.properties)) inherited.set(key, property);
	return inherited;
}

function bare(name: string): string {
	return name.replace(/^self\./, '');
}

function isDerived(name: string, from: string): boolean {
	const base = model.types[name]?.base;
	return name === from || (typeof base === 'string' && isDerived(bare(base), from));
}

function objectFaults(value: object, declared: string, path: string): string[] {
	const tag: unknown = Reflect.get(value, '@odata.type');
	const name = typeof tag === 'string' ? tag.replace(WIRE_NAMESPACE, '') : declared;
	const type = model.types[name];
	if (type === undefined || !isDerived(name, declared)) return [`${path}: ${name} is not a ${declared}`];
	if (declared === 'alertEvidence' && name === declared) return [`${path}: evidence without its type`];
	if (type.open) return [];
	const properties = propertiesOf(name);
	return Object.entries(value).flatMap(([key, item]) => {
		if (key === '@odata.type') return [];
		const property = properties.get(key);
		return property === undefined
			? [`${path}: ${name} has no ${key}`]
			: valueFaults(item, property, `${path}.${key}`);
	});
}

function valueFaults(value: unknown, { type, nullable }: Property, path: string): string[] {
	if (value === null) return nullable ? [] : [`${path}: must not be null`];
	const collection = /^Collection\((.*)\)$/.exec(type)?.[1];
	if (collection !== undefined) {
		if (!Array.isArray(value)) return [`${path}: is not a list`];
		return value.flatMap((item: unknown, index) =>
			valueFaults(item, { type: collection, nullable: false }, `${path}[${index}]`),
		);
	}
	const primitive = PRIMITIVES[type];
	if (primitive !== undefined)
		return primitive(value) ? [] : [`${path}: ${JSON.stringify(value)} is not an ${type}`];
	const members = model.enums[bare(type)]?.members;
	if (members !== undefined) {
		return typeof value === 'string' && members.includes(value)
			? []
			: [`${path}: ${JSON.stringify(value)} is no ${type}`];
	}
	return typeof value === 'object' ? objectFaults(value, bare(type), path) : [`${path}: is not an object`];
}

/** Every way in which `value` departs from the published type: unknown properties, wrong types, unknown members. */
export function faultsAgainstModel(value: object, typeName: string): string[] {
	return objectFaults(value, typeName, typeName);
}

/** Property names of a type, inherited ones included. */
export function propertyNames(typeName: string): string[] {
	return [...propertiesOf(typeName).keys()];
}
