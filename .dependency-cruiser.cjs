/**
 * Import rules by folder. Type-only imports count too (tsPreCompilationDeps).
 * test/architecture/importRules.test.mts breaks each rule once.
 */

const PURE = 'incidents|trigger|hunting';
/** n8n provides these, or dist contains them: nothing else resolves on a user's n8n. */
const PROVIDED = ['n8n-workflow', 'luxon', 'crypto', 'node:crypto', '@azure/msal-node'];

const escaped = (name) => name.replace(/[/.]/g, '\\$&');
/** Matches a package by name, found in node_modules or not. */
const packages = (...names) => `(^|node_modules/)(${names.map(escaped).join('|')})(/|$)`;

module.exports = {
	forbidden: [
		{
			name: 'no-cycles',
			comment: 'Two files that need each other are one file, or hide a third.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'no-unresolved',
			comment: 'An import that resolves to nothing passes every other rule. dist may not be built yet.',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true, pathNot: '(^|/)dist/' },
		},
		{
			name: 'shipped-imports-provided-packages-only',
			comment: 'n8n installs no dependencies of ours: any other package would fail to load for the user.',
			severity: 'error',
			from: { path: '^(nodes|credentials|defender)/.*\\.ts$' },
			to: { pathNot: ['^(nodes|credentials|defender)/', packages(...PROVIDED)] },
		},
		{
			name: 'nodes-never-import-another-node',
			comment:
				'One node per job: an administrator may exclude any of them; what they share is in nodes/shared.',
			severity: 'error',
			from: { path: '^nodes/(?!shared/)([^/]+)/' },
			to: { path: '^nodes/(?!shared/)[^/]+/', pathNot: '^nodes/$1/' },
		},
		{
			name: 'nodes-never-import-api',
			comment: 'A node names a task; how a service is called is not its business, not even as a type.',
			severity: 'error',
			from: { path: '^nodes/(?!shared/)' },
			to: { path: '^defender/api/' },
		},
		{
			name: 'nodes-run-tasks-only',
			comment: 'Tasks and the pure folders decide; a node takes tasks, vocabularies and types.',
			severity: 'error',
			from: { path: '^nodes/(?!shared/)' },
			to: {
				path: '^defender/',
				pathNot: ['^defender/tasks/', '^defender/[^/]+/vocabulary\\.ts$', '^defender/api/'],
				dependencyTypesNot: ['type-only'],
			},
		},
		{
			name: 'nodes-import-n8n-workflow-only',
			comment: 'luxon is needed at the edge only, which is nodes/shared.',
			severity: 'error',
			from: { path: '^nodes/(?!shared/)' },
			to: { pathNot: ['^(nodes|credentials|defender)/', packages('n8n-workflow')] },
		},
		{
			name: 'shared-never-imports-a-node',
			comment: 'What all nodes share must not know one of them.',
			severity: 'error',
			from: { path: '^nodes/shared/' },
			to: { path: '^nodes/(?!shared/)' },
		},
		{
			name: 'shared-imports-n8n-workflow-and-luxon-only',
			comment: 'The edge to n8n needs its types and its dates, and no other package.',
			severity: 'error',
			from: { path: '^nodes/shared/' },
			to: { pathNot: ['^(nodes|credentials|defender)/', packages('n8n-workflow', 'luxon')] },
		},
		{
			name: 'defender-never-imports-nodes-or-credentials',
			comment: 'defender knows Microsoft and nothing of n8n, so that it can be tested and moved without n8n.',
			severity: 'error',
			from: { path: '^defender/' },
			to: { path: '^(nodes|credentials)/' },
		},
		{
			name: 'no-n8n-workflow-in-defender',
			comment: 'All I/O reaches defender through its Host; an n8n type would bring a second way in.',
			severity: 'error',
			from: { path: '^defender/' },
			to: { path: packages('n8n-workflow', 'n8n-core') },
		},
		{
			name: 'tasks-import-security-api-and-pure-folders',
			comment: 'A task works with either API: it sees the interface, never an implementation or a token.',
			severity: 'error',
			from: { path: '^defender/tasks/' },
			to: {
				path: '^defender/',
				pathNot: ['^defender/tasks/', '^defender/api/securityApi\\.ts$', `^defender/(${PURE}|core)/`],
			},
		},
		{
			name: 'tasks-import-no-other-task',
			comment: 'Reading, updating and hunting are separate jobs; what two of them need is a pure folder.',
			severity: 'error',
			from: { path: '^defender/tasks/(read|update|hunt)/' },
			to: { path: '^defender/tasks/', pathNot: '^defender/tasks/$1/' },
		},
		{
			name: 'poll-imports-read-only',
			comment: 'A poll reads lists of incidents as the other nodes do; it never writes or hunts.',
			severity: 'error',
			from: { path: '^defender/tasks/poll/' },
			to: { path: '^defender/tasks/', pathNot: '^defender/tasks/(poll|read)/' },
		},
		{
			name: 'api-imports-endpoint-types-rows-core',
			comment: 'An API turns wire shapes into canonical ones; what to do with them is decided elsewhere.',
			severity: 'error',
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
			comment: 'An API needs the types and the vocabulary of incidents, and decides nothing.',
			severity: 'error',
			from: { path: '^defender/api/' },
			to: {
				path: '^defender/incidents/',
				pathNot: '^defender/incidents/(incident|vocabulary)\\.ts$',
				dependencyTypesNot: ['type-only'],
			},
		},
		{
			name: 'access-imports-core-only',
			comment: 'Signing in must not depend on what is done with the token.',
			severity: 'error',
			from: { path: '^defender/access/' },
			to: { path: '^defender/', pathNot: '^defender/(access|core)/' },
		},
		{
			name: 'msal-in-app-token-only',
			comment: 'One file knows MSAL: it is bundled, large and renamed every few months.',
			severity: 'error',
			from: { pathNot: ['^defender/access/appToken\\.ts$', '^(lab|test|scripts|node_modules)/'] },
			to: { path: packages('@azure/msal-node') },
		},
		{
			name: 'incidents-and-hunting-import-core-only',
			comment: 'Pure decisions about one thing each; where they meet is a task.',
			severity: 'error',
			from: { path: '^defender/(incidents|hunting)/' },
			to: { path: '^defender/', pathNot: '^defender/($1|core)/' },
		},
		{
			name: 'trigger-imports-incidents-and-core',
			comment: "The trigger's reducer is pure: state and incidents in, events out.",
			severity: 'error',
			from: { path: '^defender/trigger/' },
			to: { path: '^defender/', pathNot: '^defender/(trigger|incidents|core)/' },
		},
		{
			name: 'core-imports-nothing',
			comment: 'Everything stands on core, so core stands on nothing, neither ours nor a package.',
			severity: 'error',
			// core/hash needs Node's own digest.
			from: { path: '^defender/core/', pathNot: '^defender/core/hash\\.ts$' },
			to: { pathNot: '^defender/core/' },
		},
		{
			name: 'examiner-never-reaches-defender',
			comment:
				'The practice tenant, the checker and test oracles judge the code; sharing a line with it, they would agree by construction.',
			severity: 'error',
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
				'Engine, demo, editor and bench run what users get: dist, as n8n loads it. Stand-ins know other services only.',
			severity: 'error',
			from: { path: '^lab/(engine|demo|editor|bench|prove|standIns)/' },
			to: { path: '^(defender|nodes|credentials)/' },
		},
	],
	options: {
		// What tools and the lab's n8n keep there is not ours.
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
