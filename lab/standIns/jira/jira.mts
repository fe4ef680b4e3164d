import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createOutage, jsonBody, listen, type Outage, type StandInCall } from '../listen.mts';
import { createIssueStore, type IssueStore, type JiraIssue, type JiraUser } from './issues.mts';
import * as operations from './operations.mts';
import { ISSUE_TYPES, PROJECT, issueToWire, refused, transitionsToWire } from './wire.mts';
import type { JiraAnswer } from './wire.mts';

export type { JiraChange, JiraIssue, JiraStatus } from './issues.mts';
export { STATUSES } from './issues.mts';
export { ISSUE_TYPES, PROJECT } from './wire.mts';

export interface JiraOptions {
	readonly port?: number;
	/** The site's clock; default: the machine's. */
	readonly now?: () => Date;
	/** People besides the automation's own account. Each signs in with their own address and the token of the credential. */
	readonly users?: readonly JiraUser[];
}

/**
 * A stand-in for a Jira Cloud site with one project on loopback: what n8n's Jira node (`n8n-nodes-base`, Jira.node.ts) and
 * HTTP Request nodes of the playbooks send, and nothing else. Shapes: developer.atlassian.com, REST API v2 and v3.
 */
export interface Jira extends Pick<Outage, 'fail'> {
	readonly origin: string;
	/** Fields of a credential of type `jiraSoftwareCloudApi`. */
	readonly credential: { readonly email: string; readonly apiToken: string; readonly domain: string };
	/** Account id of the automation. */
	readonly self: string;
	readonly issues: IssueStore;
	readonly calls: readonly StandInCall[];
	readonly close: () => Promise<void>;
}

const AUTOMATION: JiraUser = {
	accountId: '712020:automation',
	displayName: 'n8n automation',
	emailAddress: 'n8n@contoso.example',
};
const API_TOKEN = 'practice-jira-token';

export async function startJira({
	port,
	now = () => new Date(),
	users = [],
}: JiraOptions = {}): Promise<Jira> {
	const issues = createIssueStore(PROJECT.key, now);
	const calls: StandInCall[] = [];
	const outage = createOutage();
	let origin = '';
	const site: SharedSite = {
		issues,
		users: [AUTOMATION, ...users],
		now,
		origin: () => origin,
	};
	const listening = await listen((server) => register(server, site, outage), {
		calls,
		...(port === undefined ? {} : { port }),
	});
	origin = listening.origin;
	return {
		origin,
		credential: { email: AUTOMATION.emailAddress, apiToken: API_TOKEN, domain: origin },
		self: AUTOMATION.accountId,
		issues,
		calls,
		fail: outage.fail,
		close: listening.close,
	};
}

/** The site without a caller. */
type SharedSite = Omit<operations.Site, 'caller'>;

/** Account id of who signs in so. */
function callerOf({ headers }: FastifyRequest, users: readonly JiraUser[]): string | undefined {
	const basic = (email: string) => `Basic ${Buffer.from(`${email}:${API_TOKEN}`).toString('base64')}`;
	return users.find(({ emailAddress }) => basic(emailAddress) === headers.authorization)?.accountId;
}

const UNREADABLE: JiraAnswer = { status: 415, body: { message: 'Unsupported Media Type' } };
const NO_ISSUE = refused(404, 'Issue does not exist or you do not have permission to see it.');

function register(server: FastifyInstance, site: SharedSite, outage: Outage): void {
	const json = jsonFor(site);
	server.addHook('preHandler', async (request, reply) => {
		const failing = outage.next();
		if (failing !== undefined) return reply.code(failing).send('Service unavailable');
		if (callerOf(request, site.users) !== undefined) return undefined;
		return reply
			.code(401)
			.send({ message: 'Client must be authenticated to access this resource.', 'status-code': 401 });
	});
	server.get(
		'/rest/api/2/myself',
		json(({ users, caller }) => ({
			status: 200,
			body: { ...users.find(({ accountId }) => accountId === caller), active: true },
		})),
	);
	server.get(
		'/rest/api/2/issuetype',
		json(() => ({ status: 200, body: ISSUE_TYPES })),
	);
	server.post(
		'/rest/api/2/search/jql',
		json((by, body) => operations.search(by, body)),
	);
	server.post(
		'/rest/api/2/issue',
		json((by, body) => operations.createIssue(by, body)),
	);
	server.post(
		'/rest/api/2/issueLink',
		json((by, body) => operations.linkIssues(by, body)),
	);
	registerIssue(server, json);
	server.setNotFoundHandler(async (_request, reply) =>
		reply.code(404).send(refused(404, 'null for uri').body),
	);
}

function registerIssue(server: FastifyInstance, json: ReturnType<typeof jsonFor>): void {
	const onIssue = (answer: (site: operations.Site, issue: JiraIssue, body: unknown) => JiraAnswer) =>
		json((site, body, { params }) => {
			const key = typeof params === 'object' && params !== null && 'key' in params ? params.key : undefined;
			const issue = site.issues.all().find((one) => one.key === key || one.id === key);
			return issue === undefined ? NO_ISSUE : answer(site, issue, body);
		});
	const issue = '/rest/api/2/issue/:key';
	server.get(
		issue,
		onIssue(({ users, origin }, one) => ({
			status: 200,
			body: issueToWire(one, ['*all'], users, origin()),
		})),
	);
	server.put(issue, onIssue(operations.editIssue));
	server.get(
		`${issue}/transitions`,
		onIssue(() => ({ status: 200, body: { transitions: transitionsToWire() } })),
	);
	server.post(`${issue}/transitions`, onIssue(operations.moveIssue));
	server.post(`${issue}/remotelink`, onIssue(operations.linkRemotely));
	const comments = '/rest/api/3/issue/:key/comment';
	server.post(comments, onIssue(operations.commentIssue));
	server.get(
		comments,
		onIssue((_site, one) => operations.listComments(one)),
	);
}

/** A handler that authenticates the caller; a request body must be JSON with that content type. */
const jsonFor =
	(site: SharedSite) =>
	(answer: (site: operations.Site, body: unknown, request: FastifyRequest) => JiraAnswer) =>
	async (request: FastifyRequest, reply: FastifyReply) => {
		const writes = request.method === 'POST' || request.method === 'PUT';
		const body = jsonBody(request.headers['content-type'], request.body);
		const caller = callerOf(request, site.users) ?? '';
		const answered = writes && body === undefined ? UNREADABLE : answer({ ...site, caller }, body, request);
		return reply.code(answered.status).send(answered.body);
	};
