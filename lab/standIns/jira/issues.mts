/** A state of the project's workflow, with the transition of the same name that leads to it from any other. */
export interface JiraStatus {
	readonly id: string;
	readonly transitionId: string;
	readonly name: string;
	readonly category: 'new' | 'indeterminate' | 'done';
}

export const STATUSES: readonly JiraStatus[] = [
	{ id: '10000', transitionId: '11', name: 'To Do', category: 'new' },
	{ id: '10001', transitionId: '21', name: 'In Progress', category: 'indeterminate' },
	{ id: '10002', transitionId: '31', name: 'Done', category: 'done' },
];

/** A user with an account in the site. */
export interface JiraUser {
	readonly accountId: string;
	readonly displayName: string;
	readonly emailAddress: string;
}

export interface JiraComment {
	readonly id: string;
	/** Plain text of the document. */
	readonly text: string;
	/** Account id. */
	readonly author: string;
	readonly created: string;
}

export interface JiraIssue {
	readonly id: string;
	readonly key: string;
	readonly summary: string;
	readonly description: string | null;
	readonly labels: readonly string[];
	readonly status: JiraStatus;
	/** Account id. */
	readonly assignee: string | null;
	/** Account ID of the issue's creator, which cannot be changed; null for a visitor without an account. */
	readonly creator: string | null;
	readonly issueType: string;
	readonly created: string;
	readonly updated: string;
	readonly comments: readonly JiraComment[];
	readonly remoteLinks: readonly {
		readonly globalId: string;
		readonly url: string;
		readonly title: string;
	}[];
	/** Keys of linked issues. */
	readonly links: readonly string[];
}

export type JiraPatch = Partial<
	Pick<JiraIssue, 'summary' | 'description' | 'labels' | 'status' | 'assignee' | 'links' | 'remoteLinks'>
>;

/** One changed field of one issue. */
export interface JiraChange {
	readonly by: string;
	readonly key: string;
	/** Name of the field; `created` for a new issue, `comment` for a comment. */
	readonly field: string;
	/** Undefined for a new issue and a comment. */
	readonly from?: unknown;
	readonly to: unknown;
	/** ISO 8601. */
	readonly at: string;
}

/** The issues of the one project. Unknown keys throw. */
export interface IssueStore {
	readonly all: () => readonly JiraIssue[];
	readonly get: (key: string) => JiraIssue | undefined;
	readonly create: (by: string, issue: Pick<JiraIssue, 'summary'> & Partial<JiraIssue>) => JiraIssue;
	/** Equal values change nothing, `updated` included. */
	readonly edit: (by: string, key: string, patch: JiraPatch) => JiraIssue;
	readonly comment: (by: string, key: string, text: string) => JiraComment;
	readonly changes: readonly JiraChange[];
}

/** @param now the site's clock */
export function createIssueStore(projectKey: string, now: () => Date): IssueStore {
	const issues = new Map<string, JiraIssue>();
	const changes: JiraChange[] = [];
	const [toDo] = STATUSES;
	if (toDo === undefined) throw new Error('The workflow has no first status.');
	const find = (key: string): JiraIssue => {
		const issue = issues.get(key);
		if (issue === undefined) throw new Error(`The stand-in has no issue "${key}".`);
		return issue;
	};
	return {
		all: () => [...issues.values()],
		get: (key) => issues.get(key),
		changes,
		create: (by, given) => {
			const at = now().toISOString();
			const issue = newIssue(projectKey, issues.size + 1, { by, at, status: toDo, given });
			issues.set(issue.key, issue);
			changes.push({ by, key: issue.key, field: 'created', to: issue.summary, at });
			return issue;
		},
		edit: (by, key, patch) => {
			const old = find(key);
			const next: JiraIssue = { ...old, ...patch };
			const changed = Object.entries(patch).filter(
				([field, to]) => JSON.stringify(to) !== JSON.stringify(new Map(Object.entries(old)).get(field)),
			);
			if (changed.length === 0) return old;
			const at = now().toISOString();
			for (const [field, to] of changed) {
				const from: unknown = new Map<string, unknown>(Object.entries(old)).get(field);
				changes.push({ by, key, field, from: briefly(from), to: briefly(to), at });
			}
			const updated = { ...next, updated: at };
			issues.set(key, updated);
			return updated;
		},
		comment: (by, key, text) => {
			const old = find(key);
			const at = now().toISOString();
			const comment = { id: `${20_000 + changes.length}`, text, author: by, created: at };
			issues.set(key, { ...old, comments: [...old.comments, comment], updated: at });
			changes.push({ by, key, field: 'comment', to: text, at });
			return comment;
		},
	};
}

function newIssue(
	projectKey: string,
	number: number,
	{
		by,
		at,
		status,
		given,
	}: {
		readonly by: string;
		readonly at: string;
		readonly status: JiraStatus;
		readonly given: Pick<JiraIssue, 'summary'> & Partial<JiraIssue>;
	},
): JiraIssue {
	return {
		id: `${10_000 + number}`,
		key: `${projectKey}-${number}`,
		description: null,
		labels: [],
		status,
		assignee: null,
		creator: by,
		issueType: '10003',
		created: at,
		updated: at,
		comments: [],
		remoteLinks: [],
		links: [],
		...given,
	};
}

/** A status by its name, anything else as it is. */
function briefly(to: unknown): unknown {
	return typeof to === 'object' && to !== null && 'name' in to ? to.name : to;
}
