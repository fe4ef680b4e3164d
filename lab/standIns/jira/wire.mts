import { z } from 'zod';
import {
	STATUSES,
	type JiraChange,
	type JiraComment,
	type JiraIssue,
	type JiraStatus,
	type JiraUser,
} from './issues.mts';

/** The one project and its issue types. */
export const PROJECT = { id: '10010', key: 'SOC', name: 'Security Operations' };
export const ISSUE_TYPES = [
	{ id: '10003', name: 'Task', subtask: false },
	{ id: '10004', name: 'Sub-task', subtask: true },
];
export const LINK_TYPES = [
	{ id: '10100', name: 'Relates', inward: 'relates to', outward: 'relates to' },
	{ id: '10101', name: 'Duplicate', inward: 'is duplicated by', outward: 'duplicates' },
];

/** An answer in Jira's shape. */
export interface JiraAnswer {
	readonly status: number;
	readonly body?: unknown;
}

export const refused = (status: number, ...errorMessages: string[]): JiraAnswer => ({
	status,
	body: { errorMessages, errors: {} },
});
export const refusedFields = (errors: Readonly<Record<string, string>>): JiraAnswer => ({
	status: 400,
	body: { errorMessages: [], errors },
});

const text = z.string();
const byId = z.strictObject({ id: text });

export const createBody = z.strictObject({
	fields: z.strictObject({
		summary: z.unknown(),
		project: z.strictObject({ id: text }),
		issuetype: byId,
		labels: z.array(text).optional(),
		description: text.optional(),
		assignee: byId.optional(),
	}),
});
export const editBody = z.strictObject({
	update: z
		.strictObject({
			labels: z.array(z.union([z.strictObject({ add: text }), z.strictObject({ remove: text })])),
		})
		.optional(),
	fields: z.strictObject({
		summary: z.unknown(),
		labels: z.array(text).optional(),
		description: text.optional(),
		assignee: z.strictObject({ id: text.nullable() }).nullable().optional(),
	}),
});
export const transitionBody = z.strictObject({ transition: byId });
export const searchBody = z.strictObject({
	jql: text,
	fields: z.array(text),
	maxResults: z.number().int().min(1).max(5000),
	nextPageToken: text.optional(),
	expand: z.literal('changelog').optional(),
});
export const linkBody = z.strictObject({
	type: z.strictObject({ name: text }),
	inwardIssue: z.strictObject({ key: text }),
	outwardIssue: z.strictObject({ key: text }),
});
export const remoteLinkBody = z.strictObject({
	globalId: text.max(255),
	object: z.strictObject({ url: z.string().regex(/^https?:\/\/\S+$/u), title: text.min(1).max(255) }),
});

/** A document with paragraphs of plain text, the only form of comment that the nodes send to Jira Cloud. */
export const commentBody = z.strictObject({
	body: z.strictObject({
		type: z.literal('doc'),
		version: z.literal(1),
		content: z.array(
			z.strictObject({
				type: z.literal('paragraph'),
				content: z.array(z.strictObject({ type: z.literal('text'), text: text.min(1) })),
			}),
		),
	}),
});

/** Jira's judgement of a summary; undefined when it is fine. */
export function summaryProblem(summary: unknown): string | undefined {
	if (typeof summary !== 'string' || summary.trim() === '') return 'You must specify a summary of the issue.';
	if (/[\r\n]/u.test(summary)) return 'The summary is invalid because it contains newline characters.';
	if (summary.length > 255) return 'Summary must be less than 255 characters.';
	return undefined;
}

export const labelProblem = (labels: readonly string[] = []): string | undefined => {
	const bad = labels.find((label) => /\s/u.test(label) || label === '' || label.length > 255);
	return bad === undefined ? undefined : `The label '${bad}' contains spaces which is invalid.`;
};

const statusToWire = ({ id, name, category }: JiraStatus) => ({
	id,
	name,
	statusCategory: { key: category, name },
});

export const transitionsToWire = () =>
	STATUSES.map((status) => ({
		id: status.transitionId,
		name: status.name,
		to: statusToWire(status),
		isAvailable: true,
	}));

export const commentToWire = ({ id, text: plain, author, created }: JiraComment) => ({
	id,
	author: { accountId: author },
	body: {
		type: 'doc',
		version: 1,
		content: [{ type: 'paragraph', content: [{ type: 'text', text: plain }] }],
	},
	created: jiraTime(created),
});

/** At most this many entries of a changelog are in a search result. */
const CHANGELOG_PAGE = 40;

/** What was changed on an issue since it was made, newest first. Comments are not part of it. */
export function changelogToWire(key: string, changes: readonly JiraChange[]) {
	const own = changes.filter((one) => one.key === key && !['created', 'comment'].includes(one.field));
	const histories = own.toReversed().map(({ by, field, from, to, at }, index) => ({
		id: `${30_000 + own.length - index}`,
		author: { accountId: by },
		created: jiraTime(at),
		items: [{ field, fieldId: field, fromString: valueToWire(from), toString: valueToWire(to) }],
	}));
	return {
		startAt: 0,
		maxResults: CHANGELOG_PAGE,
		total: histories.length,
		histories: histories.slice(0, CHANGELOG_PAGE),
	};
}

const valueToWire = (value: unknown): string =>
	Array.isArray(value) ? value.join(' ') : typeof value === 'string' ? value : '';

/** A person without an account in the site, such as an anonymized one, is shown by ID alone. */
const personToWire = (accountId: string | null, users: readonly JiraUser[]) =>
	accountId === null
		? null
		: {
				...(users.find((user) => user.accountId === accountId) ?? { accountId, displayName: accountId }),
				active: true,
			};

/** The issue with the named fields; `*navigable` and `*all` are every field. */
export function issueToWire(
	issue: JiraIssue,
	fields: readonly string[],
	users: readonly JiraUser[],
	origin: string,
) {
	const { id, key, summary, description, labels, status, assignee, creator, created, updated } = issue;
	const type = ISSUE_TYPES.find((one) => one.id === issue.issueType);
	const all = {
		summary,
		description,
		labels,
		status: statusToWire(status),
		assignee: personToWire(assignee, users),
		creator: personToWire(creator, users),
		issuetype: type,
		project: PROJECT,
		created: jiraTime(created),
		updated: jiraTime(updated),
	};
	const everything = fields.some((field) => field.startsWith('*'));
	const chosen = Object.entries(all).filter(([name]) => everything || fields.includes(name));
	return { id, key, self: `${origin}/rest/api/2/issue/${id}`, fields: Object.fromEntries(chosen) };
}

/** Jira writes an offset without a colon. */
const jiraTime = (iso: string) => iso.replace('Z', '+0000');
