/**
 * The nodes of n8n-nodes-base that the engine offers, by type name, each with its file inside that package.
 * All of them load and run on Node 20 without a task runner (so no Code node); a file is read when a workflow
 * first uses the node.
 */
export const BASE_NODES = {
	aggregate: 'dist/nodes/Transform/Aggregate/Aggregate.node.js',
	compareDatasets: 'dist/nodes/CompareDatasets/CompareDatasets.node.js',
	convertToFile: 'dist/nodes/Files/ConvertToFile/ConvertToFile.node.js',
	dataTable: 'dist/nodes/DataTable/DataTable.node.js',
	dateTime: 'dist/nodes/DateTime/DateTime.node.js',
	emailSend: 'dist/nodes/EmailSend/EmailSend.node.js',
	filter: 'dist/nodes/Filter/Filter.node.js',
	html: 'dist/nodes/Html/Html.node.js',
	httpRequest: 'dist/nodes/HttpRequest/HttpRequest.node.js',
	if: 'dist/nodes/If/If.node.js',
	jira: 'dist/nodes/Jira/Jira.node.js',
	limit: 'dist/nodes/Transform/Limit/Limit.node.js',
	manualTrigger: 'dist/nodes/ManualTrigger/ManualTrigger.node.js',
	markdown: 'dist/nodes/Markdown/Markdown.node.js',
	merge: 'dist/nodes/Merge/Merge.node.js',
	noOp: 'dist/nodes/NoOp/NoOp.node.js',
	removeDuplicates: 'dist/nodes/Transform/RemoveDuplicates/RemoveDuplicates.node.js',
	renameKeys: 'dist/nodes/RenameKeys/RenameKeys.node.js',
	scheduleTrigger: 'dist/nodes/Schedule/ScheduleTrigger.node.js',
	set: 'dist/nodes/Set/Set.node.js',
	sort: 'dist/nodes/Transform/Sort/Sort.node.js',
	splitInBatches: 'dist/nodes/SplitInBatches/SplitInBatches.node.js',
	splitOut: 'dist/nodes/Transform/SplitOut/SplitOut.node.js',
	stickyNote: 'dist/nodes/StickyNote/StickyNote.node.js',
	stopAndError: 'dist/nodes/StopAndError/StopAndError.node.js',
	summarize: 'dist/nodes/Transform/Summarize/Summarize.node.js',
	switch: 'dist/nodes/Switch/Switch.node.js',
	wait: 'dist/nodes/Wait/Wait.node.js',
} as const;

/** Type name of an offered node, without the prefix `n8n-nodes-base.`. */
export type BaseNode = keyof typeof BASE_NODES;

/** Every offered node: the default of an engine. */
export const ALL_BASE_NODES: readonly BaseNode[] = Object.keys(BASE_NODES).filter(isBaseNode);

/** Whether the engine offers this node of n8n-nodes-base. */
export function isBaseNode(name: string): name is BaseNode {
	return Object.hasOwn(BASE_NODES, name);
}
