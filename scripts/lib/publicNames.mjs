/*
 * The names in saved workflows and credentials. n8n stores parameters by name and option values by value,
 * and leaves out values that equal the default. So a renamed parameter, a removed value or a different default
 * silently changes every existing workflow.
 */

/**
 * One place where a value is stored, over all declarations of that name.
 * @typedef {object} Parameter
 * @property {readonly string[]} types
 * @property {readonly unknown[]} defaults empty for a hidden property, because its default is derived
 * @property {readonly string[]} [values] option values, or the modes of a resource locator
 */

/**
 * Parameters by path, such as `filters.status`.
 * @typedef {Readonly<Record<string, Parameter>>} Parameters
 */

/**
 * @typedef {object} NodeNames
 * @property {readonly number[]} version
 * @property {readonly string[]} credentials
 * @property {Parameters} parameters
 */

/** @typedef {{ readonly extends: readonly string[], readonly properties: Parameters }} CredentialNames */

/**
 * @typedef {object} PublicNames
 * @property {Readonly<Record<string, CredentialNames>>} credentials
 * @property {Readonly<Record<string, NodeNames>>} nodes
 */

/** Types of properties that display text and store nothing. */
const SHOWN_ONLY = new Set(['notice', 'callout', 'button']);

const asText = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

const union = (left, right) => {
	const known = new Set(left.map(asText));
	return [...left, ...right.filter((value) => !known.has(asText(value)))];
};

/** The type decides the shape of the stored value; `[]` marks a field or collection that holds several. */
function typeOf(property) {
	const several = property.type === 'fixedCollection' || property.type === 'string';
	return several && property.typeOptions?.multipleValues === true ? `${property.type}[]` : property.type;
}

function valuesOf(property) {
	if (property.type === 'resourceLocator') return property.modes.map((mode) => mode.name);
	if (property.type !== 'options' && property.type !== 'multiOptions') return undefined;
	return (property.options ?? []).map((option) => asText(option.value));
}

/** A hidden property's default is derived (URLs, scopes): its name is public, its value is not. */
const defaultsOf = (property) => (property.type === 'hidden' ? [] : [property.default ?? null]);

function merge(known, found) {
	if (known === undefined) return found;
	const merged = {
		types: union(known.types, found.types),
		defaults: union(known.defaults, found.defaults),
	};
	if (known.values === undefined && found.values === undefined) return merged;
	return { ...merged, values: union(known.values ?? [], found.values ?? []) };
}

/**
 * @param {readonly import('n8n-workflow').INodeProperties[]} properties
 * @param {string} [prefix] the path of the collection they are in, with its final dot
 * @returns {Parameters}
 */
export function parametersOf(properties, prefix = '') {
	const found = {};
	const add = (path, parameter) => {
		found[path] = merge(found[path], parameter);
	};
	for (const property of properties.filter(({ type }) => !SHOWN_ONLY.has(type))) {
		const path = `${prefix}${property.name}`;
		const values = valuesOf(property);
		add(path, { types: [typeOf(property)], defaults: defaultsOf(property), ...(values && { values }) });
		const inner =
			property.type === 'collection'
				? parametersOf(property.options ?? [], `${path}.`)
				: property.type === 'fixedCollection'
					? parametersOfGroups(property.options ?? [], path)
					: {};
		for (const [innerPath, parameter] of Object.entries(inner)) add(innerPath, parameter);
	}
	return found;
}

const parametersOfGroups = (groups, path) =>
	Object.assign({}, ...groups.map((group) => parametersOf(group.values, `${path}.${group.name}.`)));

/**
 * @param {unknown} description n8n's `INodeTypeDescription`
 * @returns {NodeNames}
 */
export function namesOfNode(description) {
	return {
		version: [description.version].flat(),
		credentials: (description.credentials ?? []).map(({ name }) => name),
		parameters: parametersOf(description.properties),
	};
}

/**
 * @param {unknown} credential n8n's `ICredentialType`
 * @returns {CredentialNames}
 */
export function namesOfCredential(credential) {
	return { extends: credential.extends ?? [], properties: parametersOf(credential.properties) };
}

/** Compares two lists. An entry missing from the new one breaks saved workflows; an extra one is an addition. */
function compareLists(where, what, before, now) {
	const missing = before.filter((value) => !now.map(asText).includes(asText(value)));
	const extra = now.filter((value) => !before.map(asText).includes(asText(value)));
	const quote = (values) => values.map((value) => JSON.stringify(value)).join(', ');
	if (missing.length > 0) {
		const instead = extra.length > 0 ? `, and now has ${quote(extra)}` : '';
		return { broken: [`${where} has lost its ${what} ${quote(missing)}${instead}.`], added: [] };
	}
	return { broken: [], added: extra.length > 0 ? [`${where} has a new ${what} ${quote(extra)}.`] : [] };
}

const together = (results) => ({
	broken: results.flatMap(({ broken }) => broken),
	added: results.flatMap(({ added }) => added),
});

/** Compares two records name by name; `compare` receives the pairs that exist in both. */
function compareRecords(before, now, nameOf, compare) {
	return together([
		...Object.keys(before).map((key) =>
			key in now
				? compare(nameOf(key), before[key], now[key])
				: { broken: [`${nameOf(key)} was removed or renamed.`], added: [] },
		),
		...Object.keys(now)
			.filter((key) => !(key in before))
			.map((key) => ({ broken: [], added: [`${nameOf(key)} is new.`] })),
	]);
}

const compareParameter = (where, before, now) =>
	together([
		compareLists(where, 'type', before.types, now.types),
		compareLists(where, 'default', before.defaults, now.defaults),
		compareLists(where, 'value', before.values ?? [], now.values ?? []),
	]);

const compareParameters = (kind, owner, before, now) =>
	compareRecords(before, now, (path) => `${kind} ${path} of ${owner}`, compareParameter);

/**
 * Compares the golden names with those of today's code.
 * @param {PublicNames} before
 * @param {PublicNames} now
 * @returns {{ readonly broken: readonly string[], readonly added: readonly string[] }} sentences about changes that break
 *   saved workflows, and about additions
 */
export function comparePublicNames(before, now) {
	return together([
		compareRecords(
			before.credentials,
			now.credentials,
			(name) => `Credential ${name}`,
			(where, old, current) =>
				together([
					compareLists(where, 'parent type', old.extends, current.extends),
					compareParameters('Property', where, old.properties, current.properties),
				]),
		),
		compareRecords(
			before.nodes,
			now.nodes,
			(name) => `Node ${name}`,
			(where, old, current) =>
				together([
					compareLists(where, 'version', old.version, current.version),
					compareLists(where, 'credential', old.credentials, current.credentials),
					compareParameters('Parameter', where, old.parameters, current.parameters),
				]),
		),
	]);
}
