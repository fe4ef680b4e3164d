import { describe, expect } from 'vitest';
import { readCertificate } from '../../defender/access/certificate.ts';
import { readPemBlocks } from '../../defender/access/pem.ts';
import { readRefusal } from '../../defender/access/explainSignIn.ts';
import { readTokenClaims } from '../../defender/access/tokenClaims.ts';
import { parseBody } from '../../defender/api/parseBody.ts';
import { parseQuotaMessage } from '../../defender/api/quotaMessage.ts';
import { fingerprintOf } from '../../defender/trigger/snapshot.ts';
import { parseInstant } from '../../defender/core/instant.ts';
import { withoutTokens } from '../../defender/core/redaction.ts';
import { csvLines } from '../../defender/hunting/result/csv.ts';
import { readParameter } from '../../defender/hunting/values/parameter.ts';
import { explainRefusal } from '../../defender/hunting/refusal/explainRefusal.ts';
import { parseIp } from '../../defender/incidents/evidence/ipAddress.ts';
import { outputItems } from '../../defender/incidents/outputs.ts';
import { EVERYTHING, matches } from '../../defender/incidents/query.ts';
import { incidentItem } from '../../defender/incidents/simplify.ts';
import { isSameText } from '../../defender/incidents/textComparison.ts';
import { relaxRequest } from '../../defender/tasks/read/relaxRequest.ts';
import { graphOf } from '../support/apiCaller.mts';
import { answering, json, text } from '../support/fakeHost.mts';
import { alert, evidence, incident } from '../support/incidents.mts';
import { olderOf } from '../support/wireOlder.mts';
import { eachRow } from '../../lab/test/support/eachRow.mts';
import { shortestTime } from '../support/shortestTime.mts';

const LENGTH = 1_000_000;
/** Maximum time for which one reader may block the process, in milliseconds. */
const MAX_MS = 250;

/** Pieces that are repeated: what patterns repeat over, and what precedes it. */
const PIECES: readonly string[] = [
	...[' ', '\t\r', '0', '9.', '/', '=', '\\', '"', '<a ', '(', '{', ':', '\u202e', '\ud800', '1.1.1.1', '::'],
	...[
		'-----BEGIN A ',
		'-----BEGIN A-----',
		'-----BEGIN A-----\n-----END B-----',
		'line\t',
		'line 1,',
		"'resolve'",
	],
	...['application roles:', 'application roles:\t', 'Bearer ', 'eyJ0eXAiOiJK', "National Cloud '", '=cmd|'],
];
const ENDS = ['', '!', '\0'];
const hostile = (piece: string, end: string) => piece.repeat(Math.ceil(LENGTH / piece.length)) + end;

const settled = async (work: Promise<unknown>) =>
	await work.then(
		() => undefined,
		() => undefined,
	);
const quietly = (work: () => unknown) => {
	try {
		work();
	} catch {
		// Only the time matters.
	}
};
const claims = (aud: string) => `e30.${Buffer.from(JSON.stringify({ aud })).toString('base64url')}.`;
const refused = (status: number, message: string) =>
	answering(json(status, { error: { code: message, message } }));
const hunt = {
	query: 'T',
	timespan: undefined,
	rewordMessage: (message: string) => {
		const { message: reworded, advice } = explainRefusal(message, {
			query: 'T',
			prologueLines: 1,
			parameterNames: ['a'],
		});
		return { message: reworded, advice };
	},
};
const readMoment = (value: unknown) => (typeof value === 'string' ? parseInstant(value) : undefined);
const parameter =
	(type: 'real' | 'long' | 'datetime' | 'timespan' | 'guid' | 'bool' | 'dynamic') => (value: string) =>
		quietly(() => readParameter({ name: 'a', type, value }, readMoment));
const NAMES = ['title', 'fileName', 'url', 'ipAddress', 'accountName'];
/** An incident of which each text is a part of the megabyte. */
const full = (whole: string, text = whole.slice(0, LENGTH / 16)) =>
	incident({
		...{ displayName: text, description: text, summary: text, resolvingComment: text, assignedTo: text },
		...{ customTags: [text], systemTags: [text], comments: [{ comment: text, createdByDisplayName: text }] },
		alerts: [
			alert({
				...{ title: text, category: text, serviceSource: text, mitreTechniques: [text] },
				evidence: [
					evidence('ipEvidence', { ipAddress: text }),
					evidence('urlEvidence', { url: text }),
					evidence('deviceEvidence', { deviceDnsName: text }),
					evidence('fileEvidence', { fileDetails: { fileName: text, sha256: text } }),
					evidence('userEvidence', { userAccount: { accountName: text, userPrincipalName: text } }),
					evidence('unheardOfEvidence', Object.fromEntries(NAMES.map((name) => [name, text]))),
				],
			}),
		],
	});

type Work = () => unknown;
const GET = { alerts: false } as const;
const prepared =
	<T,>(value: T, work: (value: T) => unknown): Work =>
	() =>
		work(value);
const graph = (status: number, message: string) =>
	prepared(graphOf(refused(status, message)), async (api) => await settled(api.getIncident('1', GET)));
const TYPES = ['real', 'long', 'datetime', 'timespan', 'guid', 'bool', 'dynamic'] as const;
const CSV = { escapeFormulas: true, forExcel: false };
const ASKED = {
	hasOrder: true,
	unconfirmed: new Set(['or'] as const),
	odata: "a eq 'b'",
	filter: "a eq 'b'",
};

/** Readers of text from outside. The time to create the response or incident that contains it does not count. */
const ENTRIES: readonly (readonly [string, (input: string) => Work])[] = [
	['message of a 403', (input) => graph(403, input)],
	['message of a 404', (input) => graph(404, input)],
	['message of a 400', (input) => graph(400, input)],
	[
		'message of a 403, older API',
		(input) =>
			prepared(olderOf(refused(403, input)), async (api) => await settled(api.getIncident('1', GET))),
	],
	[
		'message of a refused hunt',
		(input) => prepared(graphOf(refused(400, input)), async (api) => await settled(api.runHunt(hunt))),
	],
	[
		'page of a proxy',
		(input) =>
			prepared(graphOf(answering(text(403, `<html>${input}`))), async (api) => {
				await settled(api.getIncident('1', GET));
			}),
	],
	['body of a success', (input) => prepared(`{"a":${input}`, parseBody)],
	['quota in the message of a 429', (input) => () => parseQuotaMessage('hunt', input, 0)],
	['reason for a refused filter', (input) => () => relaxRequest(input, ASKED)],
	['refusal of a sign-in', (input) => () => readRefusal({ error: input, error_description: input })],
	['audience of a token', (input) => prepared(claims(input), readTokenClaims)],
	['PEM text', (input) => () => readPemBlocks(input)],
	[
		'pasted certificate and key',
		(input) => () =>
			quietly(() => readCertificate({ certificate: input, privateKey: input, passphrase: '' }, 0)),
	],
	['text that may contain tokens', (input) => () => withoutTokens(input)],
	...TYPES.map((type) => [`value of type ${type}`, (input: string) => () => parameter(type)(input)] as const),
	[
		'cell of a CSV file',
		(input) => () => [...csvLines([{ name: 'a', type: 'String' }], [{ a: input }], CSV)],
	],
	['names and titles, Simplify on', (input) => prepared(full(input), (one) => incidentItem(one, true))],
	[
		'names and titles as alerts',
		(input) => prepared(full(input), (one) => outputItems([one], { kind: 'alerts' })),
	],
	[
		'names and titles as evidence',
		(input) => prepared(full(input), (one) => outputItems([one], { kind: 'evidence' })),
	],
	[
		'address as evidence',
		(input) =>
			prepared(
				incident({ alerts: [alert({ evidence: [evidence('ipEvidence', { ipAddress: input })] })] }),
				(one) => outputItems([one], { kind: 'evidence' }),
			),
	],
	[
		'names in a filter',
		(input) =>
			prepared(full(input), (one) =>
				matches({ ...EVERYTHING, nameContains: 'x', tags: ['x'], assignedTo: 'x' }, one),
			),
	],
	['names in the state of a trigger', (input) => prepared(full(input), fingerprintOf)],
	['comments that are compared', (input) => prepared(`${input} `, (other) => isSameText(input, other))],
	['address', (input) => () => parseIp(input)],
	['time stamp', (input) => () => parseInstant(input)],
];

describe('1 MB of hostile text', () => {
	eachRow(ENTRIES)(
		`each reader of outside text → at most ${MAX_MS} ms`,
		async (_, prepare) => {
			const slow: string[] = [];
			for (const [place, piece] of PIECES.entries()) {
				const ms = await shortestTime(prepare(hostile(piece, ENDS[place % ENDS.length] ?? '')), MAX_MS / 2);
				if (ms > MAX_MS) slow.push(`${JSON.stringify(piece)}: ${ms.toFixed(0)} ms`);
			}
			expect(slow).toEqual([]);
		},
		60_000,
	);
});
