import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import {
	allProperties,
	enumMembers,
	enumNames,
	modelType,
	NAMESPACE,
	settledMembers,
	subtypesOf,
	typeNames,
	unfold,
} from './model.mts';

/** The answers of the Graph surface. */
export type AnswerKind = 'incidentList' | 'incident' | 'commentList' | 'huntingResults';

type Schema = Readonly<Record<string, unknown>>;

const INSTANT = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?Z$';
const PRIMITIVES: Readonly<Record<string, Schema>> = {
	'Edm.String': { type: 'string' },
	'Edm.DateTimeOffset': { type: 'string', pattern: INSTANT },
	'Edm.Guid': { type: 'string', pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' },
	'Edm.Boolean': { type: 'boolean' },
	'Edm.Int32': { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
	'Edm.Int64': { type: 'integer' },
	'Edm.Double': { type: 'number' },
};

const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const definition = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
const odataType = (name: string) => `#${NAMESPACE}.${name}`;

function valueSchema(type: string, nullable: boolean): Schema {
	const { item, collection } = unfold(type);
	const known = PRIMITIVES[item];
	if (known === undefined && item.startsWith('Edm.')) throw new Error(`No schema for ${item}.`);
	// A type with subtypes is only a base: the item's @odata.type names the subtype.
	const single = known ?? definition(subtypesOf(item).length > 0 ? `any-${item}` : item);
	const schema = collection ? { type: 'array', items: single } : single;
	return nullable ? orNull(schema) : schema;
}

function typeSchema(name: string, annotations: Schema = {}): Schema {
	const properties = allProperties(name);
	const links = Object.entries(properties)
		.filter(([, { type }]) => unfold(type).collection)
		.map(([key]): [string, Schema] => [`${key}@odata.nextLink`, { type: 'string', pattern: '^https?://' }]);
	const schemas = Object.entries(properties).map(([key, { type, nullable }]): [string, Schema] => [
		key,
		valueSchema(type, nullable),
	]);
	return {
		type: 'object',
		properties: {
			'@odata.type': { const: odataType(name) },
			'@odata.etag': { type: 'string' },
			...annotations,
			...Object.fromEntries(links),
			...Object.fromEntries(schemas),
		},
		required: Object.entries(properties)
			.filter(([, { nullable }]) => !nullable)
			.map(([key]) => key),
		additionalProperties: modelType(name).open,
	};
}

// The keyword below: an item's @odata.type names its subtype.
const polymorphic = (base: string): Schema => ({
	type: 'object',
	required: ['@odata.type'],
	subtypeOf: base,
});

interface SubtypeCheck {
	(item: Readonly<Record<string, unknown>>): boolean;
	errors?: Partial<ErrorObject>[];
}

/** Compiles a subtype's schema at its first item, because most of the fifty subtypes never occur. */
function addSubtypeKeyword(ajv: Ajv): void {
	ajv.addKeyword({
		keyword: 'subtypeOf',
		schemaType: 'string',
		errors: true,
		compile: (base: string) => {
			const byName = new Map(subtypesOf(base).map((name) => [odataType(name), name]));
			const check: SubtypeCheck = (item) => {
				const subtype = byName.get(String(item['@odata.type']));
				const validate = ajv.getSchema(`graph#/definitions/${subtype ?? ''}`);
				const unknownType = { message: `must be a subtype of ${base}`, params: { is: item['@odata.type'] } };
				if (subtype === undefined || validate === undefined) check.errors = [unknownType];
				else if (validate(item) !== true) check.errors = validate.errors ?? [];
				else return true;
				return false;
			};
			return check;
		},
	});
}

const listOf = (item: string): Schema => ({
	type: 'object',
	properties: {
		'@odata.context': { type: 'string' },
		'@odata.count': { type: 'integer', minimum: 0 },
		'@odata.nextLink': { type: 'string', pattern: '^https?://' },
		value: { type: 'array', items: definition(item) },
	},
	required: ['@odata.context', 'value'],
	additionalProperties: false,
});

// An entity at the top of an answer names its context.
const topLevel = (name: string): Schema => typeSchema(name, { '@odata.context': { type: 'string' } });

const ANSWERS: Readonly<Record<AnswerKind, () => Schema>> = {
	incidentList: () => listOf('incident'),
	incident: () => topLevel('incident'),
	commentList: () => listOf('alertComment'),
	huntingResults: () => topLevel('huntingQueryResults'),
};

function definitions(evolved: boolean): Record<string, Schema> {
	const members = (name: string) => (evolved ? enumMembers(name) : settledMembers(name));
	return Object.fromEntries<Schema>([
		...typeNames.map((name): [string, Schema] => [name, typeSchema(name)]),
		...enumNames.map((name): [string, Schema] => [name, { enum: members(name) }]),
		...typeNames
			.filter((name) => subtypesOf(name).length > 0)
			.map((name): [string, Schema] => [`any-${name}`, polymorphic(name)]),
	]);
}

const schemas = new Map<boolean, Ajv>();

// One schema set for all kinds of answers: what two of them share is compiled once.
function schemaSet(evolved: boolean): Ajv {
	const ready = schemas.get(evolved);
	if (ready !== undefined) return ready;
	const ajv = new Ajv({ strict: false, validateSchema: false });
	addSubtypeKeyword(ajv);
	const answers = Object.entries(ANSWERS).map(([kind, schema]): [string, Schema] => [
		`answer-${kind}`,
		schema(),
	]);
	ajv.addSchema({ $id: 'graph', definitions: { ...definitions(evolved), ...Object.fromEntries(answers) } });
	schemas.set(evolved, ajv);
	return ajv;
}

function validatorFor(kind: AnswerKind, evolved: boolean): ValidateFunction {
	const validate = schemaSet(evolved).getSchema(`graph#/definitions/answer-${kind}`);
	if (validate === undefined) throw new Error(`No schema for the answer ${kind}.`);
	return validate;
}

/**
 * Throws unless `body` is an answer as the published model describes it: no unknown property, nothing null that may
 * not be, only known members of enumerations.
 * @param evolved whether the caller asked for members newer than `unknownFutureValue` (default true)
 */
export function assertConforms(kind: AnswerKind, body: unknown, evolved = true): void {
	const validate = validatorFor(kind, evolved);
	if (validate(body)) return;
	const first = validate.errors?.[0];
	const detail = JSON.stringify(first?.params ?? {});
	throw new Error(`Not a Graph ${kind}: ${first?.instancePath || '/'} ${first?.message ?? ''} ${detail}`);
}
