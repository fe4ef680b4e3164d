/**
 * Import rules by folder. Type-only imports count too (tsPreCompilationDeps).
 * test/architecture/importRules.test.mts breaks each rule once.
 */

const PURE = 'incidents|trigger|hunting';
/** n8n provides these packages, or dist contains them. No other package resolves in a user's n8n. */
const PROVIDED = ['n8n-workflow', 'luxon', 'crypto', 'node:crypto', '@azure/msal-node'];

/** Modules of defender, besides the tasks, whose values a node may import. */
const NODE_MODULES = [
	'^defender/[^/]+/(triggerV|v)ocabulary\\.ts$',
	'^defender/[^/]+/sentences/',
	'^defender/hunting/library/(huntLibrary|libraryHunt|librarySummary|tenantTables)\\.ts$',
	'^defender/incidents/(conditions|outputs|simplify|updateRequest)\\.ts$',
];

const escaped = (name) => name.replace(/[/.]/g, '\\$&');
/** Matches a package by name, found in node_modules or not. */
const packages = (...names) => `(^|node_modules/)(${names.map(escaped).join('|')})(/|$)`;

module.exports = {
	forbidden: [
		{
			name: 'no-cycles',
			comment: 'Two files that need each other belong together, or need a third one.',
			from: {},
			to: { circular: true },
		},
		{
			name: 'no-unresolved',
			comment: 'An import that resolves to nothing passes every other rule. dist may not be built yet.',
			from: {},
			to: { couldNotResolve: true, pathNot: '(^|/)dist/' },
		},
		{
			name: 'shipped-imports-provided-packages-only',
			comment: 'n8n does not install our dependencies, so any other package would fail to load.',
			from: { path: '^(nodes|credentials|defender)/.*\\.ts$' },
			to: { pathNot: ['^(nodes|credentials|defender)/', packages(...PROVIDED)] },
		},
		{
			name: 'nodes-never-import-another-node',
			comment:
				'An administrator may exclude any node, so none may need another one. Shared code is in nodes/shared.',
			from: { path: '^nodes/(?!shared/)([^/]+)/' },
			to: { path: '^nodes/(?!shared/)[^/]+/', pathNot: '^nodes/$1/' },
		},
		{
			name: 'nodes-never-import-api',
			comment:
				'A node calls a task, which alone knows the interface of an API; not even its types reach a node.',
			from: { path: '^nodes/(?!shared/)' },
			to: { path: '^defender/api/' },
		},
		{
			name: 'nodes-import-tasks-and-named-modules',
			comment:
				'Tasks and the pure folders decide. A node uses only these values of defender, and any of its types.',
			from: { path: '^nodes/(?!shared/)' },
			to: {
				path: '^defender/',
				pathNot: ['^defender/tasks/', '^defender/api/', ...NODE_MODULES],
				dependencyTypesNot: ['type-only'],
			},
		},
		{
			name: 'no-re-exports',
			comment: 'A file that hands on the exports of another one hides an import from every other rule.',
			from: { path: '^(nodes|credentials|defender)/' },
			to: { dependencyTypes: ['export'] },
		},
		{
			name: 'nodes-import-n8n-workflow-only',
			comment: 'Only nodes/shared converts dates, so only it needs luxon.',
			from: { path: '^nodes/(?!shared/)' },
			to: { pathNot: ['^(nodes|credentials|defender)/', packages('n8n-workflow')] },
		},
		{
			name: 'shared-never-imports-a-node',
			comment: 'Code that all nodes share must not depend on one of them.',
			from: { path: '^nodes/shared/' },
			to: { path: '^nodes/(?!shared/)' },
		},
		{
			name: 'shared-imports-n8n-workflow-and-luxon-only',
			comment: 'The code that talks to n8n needs its types and dates, and no other package.',
			from: { path: '^nodes/shared/' },
			to: { pathNot: ['^(nodes|credentials|defender)/', packages('n8n-workflow', 'luxon')] },
		},
		{
			name: 'defender-never-imports-nodes-or-credentials',
			comment: 'defender contains nothing about n8n, so it can be tested and moved without n8n.',
			from: { path: '^defender/' },
			to: { path: '^(nodes|credentials)/' },
		},
		{
			name: 'no-n8n-workflow-in-defender',
			comment: 'All I/O of defender goes through Host; an n8n type would open a second way.',
			from: { path: '^defender/' },
			to: { path: packages('n8n-workflow', 'n8n-core') },
		},
		{
			name: 'tasks-import-security-api-and-pure-folders',
			comment:
				'A task works with either API, so it imports the interface, never an implementation or a token.',
			from: { path: '^defender/tasks/' },
			to: {
				path: '^defender/',
				pathNot: ['^defender/tasks/', '^defender/api/securityApi\\.ts$', `^defender/(${PURE}|core)/`],
			},
		},
		{
			name: 'tasks-import-no-other-task',
			comment:
				'Reading, updating and hunting are separate jobs. Code that two of them need belongs in a pure folder.',
			from: { path: '^defender/tasks/(read|update|hunt)/' },
			to: { path: '^defender/tasks/', pathNot: '^defender/tasks/$1/' },
		},
		{
			name: 'poll-imports-read-only',
			comment: 'A poll reads lists of incidents like Get Incidents; it never writes or hunts.',
			from: { path: '^defender/tasks/poll/' },
			to: { path: '^defender/tasks/', pathNot: '^defender/tasks/(poll|read)/' },
		},
		{
			name: 'api-imports-endpoint-types-rows-core',
			comment: 'An API converts wire shapes to canonical ones; other folders decide what to do with them.',
			from: { path: '^defender/api/' },
			to: {
				path: '^defender/',
				pathNot: [
					'^defender/(api|core|incidents)/',
					'^defender/access/endpoint\\.ts$',
					'^defender/hunting/result/rows\\.ts$',
				],
			},
		},
		{
			name: 'api-takes-incident-types-only',
			comment: 'An API needs only the types and the vocabulary of incidents; it decides nothing.',
			from: { path: '^defender/api/' },
			to: {
				path: '^defender/incidents/',
				pathNot: '^defender/incidents/(incident|vocabulary)\\.ts$',
				dependencyTypesNot: ['type-only'],
			},
		},
		{
			name: 'access-imports-core-only',
			comment: 'Signing in must not depend on how the token is used.',
			from: { path: '^defender/access/' },
			to: { path: '^defender/', pathNot: '^defender/(access|core)/' },
		},
		{
			name: 'msal-in-app-token-only',
			comment: 'Only one file imports MSAL, which is bundled, large, and changes its names every few months.',
			from: { pathNot: ['^defender/access/appToken\\.ts$', '^(lab|test|scripts|node_modules)/'] },
			to: { path: packages('@azure/msal-node') },
		},
		{
			name: 'incidents-and-hunting-import-core-only',
			comment: 'Pure decisions about one subject each; only a task combines them.',
			from: { path: '^defender/(incidents|hunting)/' },
			to: { path: '^defender/', pathNot: '^defender/($1|core)/' },
		},
		{
			name: 'trigger-imports-incidents-and-core',
			comment: "The trigger's decisions are pure: state and incidents in, events out.",
			from: { path: '^defender/trigger/' },
			to: { path: '^defender/', pathNot: '^defender/(trigger|incidents|core)/' },
		},
		{
			name: 'core-imports-nothing',
			comment: 'Everything depends on core, so core depends on nothing, neither our code nor a package.',
			// core/hash needs Node's own digest.
			from: { path: '^defender/core/', pathNot: '^defender/core/hash\\.ts$' },
			to: { pathNot: '^defender/core/' },
		},
		{
			name: 'examiner-never-reaches-defender',
			comment:
				'The practice tenant, the checker and test oracles verify the code. If they shared a line with it, they would agree by construction.',
			from: {
				path: [
					'^lab/tenant/',
					'^lab/prove/checker/',
					'^test/oracles/',
					'^test/[^/]+/oracles/',
					'^test/.+[oO]racle\\.mts$',
				],
			},
			to: { path: '^(defender|nodes|credentials|dist)/', reachable: true },
		},
		{
			name: 'lab-uses-the-built-package',
			comment:
				'Engine, demo, editor and bench run dist, as n8n loads it for users. Stand-ins imitate other services only.',
			from: { path: '^lab/(engine|demo|editor|bench|prove|standIns)/' },
			to: { path: '^(defender|nodes|credentials)/' },
		},
	].map((rule) => ({ severity: 'error', ...rule })),
	options: {
		// Caches of tools and of the lab's n8n contain code that is not ours.
		exclude: { path: '^\\.cache/' },
		doNotFollow: { path: ['node_modules', '^dist/'] },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			extensions: ['.ts', '.mts', '.mjs', '.cjs', '.js', '.json'],
			exportsFields: ['exports'],
			conditionNames: ['import', 'require', 'node', 'default'],
		},
	},
};
