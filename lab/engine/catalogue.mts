import { existsSync, readFileSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import type { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType, INodeTypes, KnownNodesAndCredentials } from 'n8n-workflow';
import { BASE_NODES, isBaseNode } from './baseNodes.mts';
import { baseDirectory, core, workflow } from './n8n.mts';

/** The node and credential types that workflows may name: one package's own and the chosen ones of n8n-nodes-base. */
export interface Catalogue {
	/** What n8n's `Workflow` asks for node types; a name it does not hold is an error that lists what is known. */
	readonly nodeTypes: INodeTypes;
	/** All node type names with their package prefix, sorted. */
	readonly nodeNames: readonly string[];
	/** Credential type names of the package (those of n8n-nodes-base are known too, but not listed). */
	readonly ownCredentialNames: readonly string[];
	readonly knowsCredential: (type: string) => boolean;
	/** Throws when the type is unknown. */
	readonly credential: (type: string) => ICredentialType;
	/** All ancestors through `extends`, nearest first. */
	readonly parentTypes: (type: string) => string[];
	/** Prefixed names of the nodes that declare this credential type. */
	readonly supportedNodes: (type: string) => string[];
}

/**
 * Loads a built package through n8n's own loader, beside the named nodes of n8n-nodes-base.
 *
 * @param packageDir folder with package.json and dist
 * @param baseNodes names of ./baseNodes.mts, without prefix
 * @throws Error naming what is missing when the package is not built or a base node is not offered
 */
export async function loadCatalogue(packageDir: string, baseNodes: readonly string[]): Promise<Catalogue> {
	const loaders = [await loadPackage(packageDir), prepareBase(baseNodes)];
	const tools = toolsIn(loaders);
	const nodeNames = [
		...loaders.flatMap((loader) =>
			Object.keys(loader.known.nodes).map((name) => `${loader.packageName}.${name}`),
		),
		...tools.keys(),
	].sort();
	const holderOf = (type: string) => loaders.find((loader) => Object.hasOwn(loader.known.credentials, type));
	const ownCredentialNames = Object.keys(loaders[0]?.known.credentials ?? {}).sort();

	const loadedNode = (type: string) => {
		const tool = tools.get(type);
		if (tool !== undefined) return tool;
		const [packageName, name = ''] = splitOnce(type);
		const loader = loaders.find((one) => one.packageName === packageName);
		if (loader === undefined || !Object.hasOwn(loader.known.nodes, name)) {
			throw new Error(`Node type "${type}" is not loaded. Known are: ${nodeNames.join(', ')}.`);
		}
		return loader.getNode(name).type;
	};
	const credential = (type: string) => {
		const loader = holderOf(type);
		if (loader === undefined) {
			throw new Error(
				`Credential type "${type}" is not known. The package has: ${ownCredentialNames.join(', ')}; those of n8n-nodes-base are known too.`,
			);
		}
		return loader.getCredential(type).type;
	};
	const parentTypes = (type: string): string[] => {
		const parents = holderOf(type)?.known.credentials[type]?.extends ?? [];
		return [...parents, ...parents.flatMap(parentTypes)];
	};
	return {
		nodeTypes: {
			getByName: loadedNode,
			getByNameAndVersion: (type, version) =>
				workflow.NodeHelpers.getVersionedNodeType(loadedNode(type), version),
			getKnownTypes: () => Object.fromEntries(nodeNames.map((name) => [name, {}])),
		},
		nodeNames,
		ownCredentialNames,
		knowsCredential: (type) => holderOf(type) !== undefined,
		credential,
		parentTypes,
		supportedNodes: (type) => {
			const loader = holderOf(type);
			const names = loader?.known.credentials[type]?.supportedNodes ?? [];
			return names.map((name) => `${loader?.packageName}.${name}`);
		},
	};
}

/**
 * The tools for AI agents that n8n makes of a package's nodes: the same node under a type that ends with `Tool`
 * (packages/cli/src/tool-generation/ai-tools.ts, `convertNodeToAiTool`). Like n8n's server they are not in the loader.
 */
function toolsIn(loaders: readonly PackageDirectoryLoader[]): ReadonlyMap<string, INodeType> {
	const tools = new Map<string, INodeType>();
	for (const { packageName, nodeTypes } of loaders) {
		for (const { type } of Object.values(nodeTypes)) {
			if (!('execute' in type) || type.description.usableAsTool === undefined) continue;
			const { usableAsTool: _, ...description } = type.description;
			const name = `${description.name}Tool`;
			const tool: INodeType = Object.create(type, {
				description: { value: { ...description, name, inputs: [], outputs: ['ai_tool'] } },
			}) as INodeType;
			tools.set(`${packageName}.${name}`, tool);
		}
	}
	return tools;
}

async function loadPackage(packageDir: string): Promise<PackageDirectoryLoader> {
	if (!existsSync(join(packageDir, 'package.json'))) {
		throw new Error(`There is no package.json in ${packageDir}.`);
	}
	const loader = new core.PackageDirectoryLoader(resolve(packageDir));
	const { nodes = [], credentials = [] } = loader.packageJson.n8n ?? {};
	const missing = [...nodes, ...credentials].filter((file) => !existsSync(join(packageDir, file)));
	if (missing.length > 0) {
		throw new Error(`${packageDir} lacks ${missing.join(', ')}. Build the package first: npm run build.`);
	}
	await loader.loadAll();
	return loader;
}

/** Registers what exists without loading it; the loader reads each file on first use, as n8n's lazy loader does. */
function prepareBase(baseNodes: readonly string[]): PackageDirectoryLoader {
	const loader = new core.PackageDirectoryLoader(baseDirectory);
	// n8n tests a credential through No Operation, so that one is always there.
	for (const name of new Set(['noOp', ...baseNodes])) {
		if (!isBaseNode(name)) {
			throw new Error(
				`n8n-nodes-base.${name} is not offered. Known are: ${Object.keys(BASE_NODES).join(', ')}.`,
			);
		}
		const sourcePath = BASE_NODES[name];
		loader.known.nodes[name] = { className: parse(sourcePath).name.replace('.node', ''), sourcePath };
	}
	loader.known.credentials = JSON.parse(
		readFileSync(join(baseDirectory, 'dist/known/credentials.json'), 'utf8'),
	) as KnownNodesAndCredentials['credentials'];
	return loader;
}

function splitOnce(type: string): [string, string?] {
	const dot = type.indexOf('.');
	return dot < 0 ? [type] : [type.slice(0, dot), type.slice(dot + 1)];
}
