import { readJql, JqlRefused } from './jql.mts';
import { STATUSES, type IssueStore, type JiraIssue, type JiraUser } from './issues.mts';
import * as wire from './wire.mts';
import type { JiraAnswer } from './wire.mts';

/** What every operation needs: the site, and who calls. */
export interface Site {
	readonly issues: IssueStore;
	readonly users: readonly JiraUser[];
	readonly now: () => Date;
	readonly origin: () => string;
	/** Account id of the caller. */
	readonly caller: string;
}

const MALFORMED = wire.refused(
	400,
	'Invalid request payload. Refer to the REST API documentation and try again.',
);
const GONE = wire.refused(404, 'Issue does not exist or you do not have permission to see it.');

const isUser = (site: Site, id: string | null | undefined) =>
	id === null || id === undefined || site.users.some(({ accountId }) => accountId === id);

export function createIssue(site: Site, body: unknown): JiraAnswer {
	const read = wire.createBody.safeParse(body);
	if (!read.success) return MALFORMED;
	const { summary, project, issuetype, labels = [], description, assignee } = read.data.fields;
	const type = wire.ISSUE_TYPES.find(({ id, subtask }) => id === issuetype.id && !subtask);
	const errors = {
		...(project.id === wire.PROJECT.id ? {} : { project: 'Specify a valid project ID or key' }),
		...(type === undefined ? { issuetype: 'Specify a valid issue type' } : {}),
		...problems({ summary: wire.summaryProblem(summary), labels: wire.labelProblem(labels) }),
		...(isUser(site, assignee?.id) ? {} : { assignee: `User '${assignee?.id}' does not exist.` }),
		...((description?.length ?? 0) > 32_767
			? { description: 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.' }
			: {}),
	};
	if (Object.keys(errors).length > 0 || typeof summary !== 'string') return wire.refusedFields(errors);
	const { id, key } = site.issues.create(site.caller, {
		summary,
		labels,
		description: description ?? null,
		assignee: assignee?.id ?? null,
		issueType: issuetype.id,
	});
	return { status: 201, body: { id, key, self: `${site.origin()}/rest/api/2/issue/${id}` } };
}

export function editIssue(site: Site, issue: JiraIssue, body: unknown): JiraAnswer {
	const read = wire.editBody.safeParse(body);
	if (!read.success) return MALFORMED;
	const { fields, update } = read.data;
	const { summary, description, assignee } = fields;
	if (fields.labels !== undefined && update !== undefined)
		return wire.refusedFields({ labels: "Field with id 'labels' and name 'labels' is repeated." });
	const labels = update === undefined ? fields.labels : relabelled(issue.labels, update.labels);
	const errors = {
		...problems({
			summary: summary === undefined ? undefined : wire.summaryProblem(summary),
			labels: wire.labelProblem(labels),
		}),
		...(isUser(site, assignee?.id) ? {} : { assignee: `User '${assignee?.id}' does not exist.` }),
	};
	if (Object.keys(errors).length > 0) return wire.refusedFields(errors);
	site.issues.edit(site.caller, issue.key, {
		...(typeof summary === 'string' ? { summary } : {}),
		...(labels === undefined ? {} : { labels }),
		...(description === undefined ? {} : { description }),
		...(assignee === undefined ? {} : { assignee: assignee?.id ?? null }),
	});
	return { status: 204 };
}

type LabelChange = { readonly add: string } | { readonly remove: string };

function relabelled(labels: readonly string[], changes: readonly LabelChange[]): readonly string[] {
	const removed = changes.flatMap((one) => ('remove' in one ? [one.remove] : []));
	const added = changes.flatMap((one) => ('add' in one ? [one.add] : []));
	return [...new Set([...labels.filter((label) => !removed.includes(label)), ...added])];
}

export function moveIssue(site: Site, issue: JiraIssue, body: unknown): JiraAnswer {
	const read = wire.transitionBody.safeParse(body);
	if (!read.success) return MALFORMED;
	const { id } = read.data.transition;
	const status = STATUSES.find(({ transitionId }) => transitionId === id);
	if (status === undefined) return wire.refused(400, `Transition id '${id}' is not valid for this issue.`);
	site.issues.edit(site.caller, issue.key, { status });
	return { status: 204 };
}

export function commentIssue(site: Site, issue: JiraIssue, body: unknown): JiraAnswer {
	const read = wire.commentBody.safeParse(body);
	if (!read.success) return wire.refusedFields({ comment: 'Comment body is not valid!' });
	const text = read.data.body.content
		.map(({ content }) => content.map((part) => part.text).join(''))
		.join('\n');
	return { status: 201, body: wire.commentToWire(site.issues.comment(site.caller, issue.key, text)) };
}

export const listComments = ({ comments }: JiraIssue): JiraAnswer => ({
	status: 200,
	body: {
		startAt: 0,
		maxResults: 5000,
		total: comments.length,
		comments: comments.map(wire.commentToWire),
	},
});

/** The same `globalId` replaces the link that is there. */
export function linkRemotely(site: Site, issue: JiraIssue, body: unknown): JiraAnswer {
	const read = wire.remoteLinkBody.safeParse(body);
	if (!read.success) return MALFORMED;
	const { globalId, object } = read.data;
	const others = issue.remoteLinks.filter((link) => link.globalId !== globalId);
	const known = others.length < issue.remoteLinks.length;
	const remoteLinks = [...others, { globalId, url: object.url, title: object.title }];
	site.issues.edit(site.caller, issue.key, { remoteLinks });
	return { status: known ? 200 : 201, body: { id: 10_000 + others.length } };
}

export function linkIssues(site: Site, body: unknown): JiraAnswer {
	const read = wire.linkBody.safeParse(body);
	if (!read.success) return MALFORMED;
	const { type, inwardIssue, outwardIssue } = read.data;
	if (!wire.LINK_TYPES.some(({ name }) => name === type.name))
		return wire.refused(404, `No issue link type with name '${type.name}' found.`);
	const [one, other] = [site.issues.get(inwardIssue.key), site.issues.get(outwardIssue.key)];
	if (one === undefined || other === undefined) return GONE;
	const both = [
		[one, other],
		[other, one],
	] as const;
	for (const [from, { key }] of both)
		site.issues.edit(site.caller, from.key, { links: [...new Set([...from.links, key])] });
	return { status: 201 };
}

/** One page of the search; the token is the number of issues before it. */
export function search(site: Site, body: unknown): JiraAnswer {
	const read = wire.searchBody.safeParse(body);
	if (!read.success) return MALFORMED;
	const { jql, fields, maxResults, nextPageToken = '0', expand } = read.data;
	if (!/^\d+$/u.test(nextPageToken)) return wire.refused(400, 'The provided next page token is invalid.');
	try {
		const { matches, order } = readJql(jql, {
			projectKey: wire.PROJECT.key,
			now: site.now(),
			caller: site.caller,
		});
		const found = site.issues.all().filter(matches).sort(order);
		const start = Number(nextPageToken);
		const end = start + Math.min(maxResults, 100);
		const issues = found.slice(start, end).map((issue) => ({
			...wire.issueToWire(issue, fields, site.users, site.origin()),
			...(expand === undefined ? {} : { changelog: wire.changelogToWire(issue.key, site.issues.changes) }),
		}));
		const isLast = end >= found.length;
		return { status: 200, body: { issues, isLast, ...(isLast ? {} : { nextPageToken: `${end}` }) } };
	} catch (error) {
		if (error instanceof JqlRefused) return wire.refused(400, error.message);
		throw error;
	}
}

const problems = (found: Readonly<Record<string, string | undefined>>): Record<string, string> =>
	Object.fromEntries(Object.entries(found).flatMap(([field, text]) => (text ? [[field, text]] : [])));
