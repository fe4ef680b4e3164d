import type { Quota, ServiceTrace } from '../errors';
import { instantText, oneLine, quoted, type Sentence } from '../sentence';

/** What the user was doing, for the first words of a sentence. */
export type Activity = 'readIncidents' | 'updateIncident' | 'addComment' | 'runHunt';

export const ACTIVITY_TEXT: Readonly<Record<Activity, string>> = {
	readIncidents: 'reading incidents',
	updateIncident: 'updating the incident',
	addComment: 'adding the comment',
	runHunt: 'running the hunting query',
};

/** Microsoft's own words and ids, which its support asks for. */
export function traceText(trace: ServiceTrace | undefined): string {
	return trace === undefined ? '' : partsText([`Status ${trace.status}`, ...wordsAndIds(trace)]);
}

/** Like {@link traceText}, for a response whose status is as expected and explains nothing. */
export function idsText(trace: ServiceTrace): string {
	return partsText(wordsAndIds(trace));
}

function partsText(parts: readonly string[]): string {
	return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

function wordsAndIds(trace: ServiceTrace): readonly string[] {
	const parts: string[] = [];
	if (trace.code !== '') parts.push(`code ${quoted(trace.code)}`);
	if (trace.message !== '') parts.push(`Microsoft says: ${bounded(trace.message, 300)}`);
	if (trace.requestId !== undefined) parts.push(`request id ${bounded(trace.requestId, 80)}`);
	if (trace.clientRequestId !== undefined)
		parts.push(`client request id ${bounded(trace.clientRequestId, 80)}`);
	return parts;
}

export function cancelled(): Sentence {
	return { message: 'The execution was cancelled', description: 'No further call was started after that.' };
}

const THROTTLED: Record<Quota | 'unknown', Sentence> = {
	calls: {
		message: 'Microsoft Defender limits the number of calls',
		description:
			'This quota is the whole tenant’s. Run the workflow later, process fewer items at a time, or run other automations of this tenant less often.',
	},
	cpu: {
		message: 'This tenant’s share of processing time for hunting is used up',
		description:
			'The share is the whole tenant’s and renews every quarter of an hour. Filter on time and on columns early in the query, hunt less often, or let the option Max Wait reach to the next quarter (up to 900 s).',
	},
	unknown: {
		message: 'Microsoft Defender limits the number of calls',
		description:
			'Run the workflow later, process fewer items at a time, or run other automations of this tenant less often.',
	},
};

/** `maxWaitMs` is the shared waiting budget that is not enough; undefined for a call that may not wait. */
export function throttled(
	retryAt: number,
	maxWaitMs: number | undefined,
	trace?: ServiceTrace,
	quota: Quota | 'unknown' = 'unknown',
): Sentence {
	const { message, description } = THROTTLED[quota];
	const budget =
		maxWaitMs === undefined
			? ''
			: `The calls of this execution may wait ${Math.round(maxWaitMs / 1000)} s in all for the service, which does not reach until then. `;
	return {
		message: `${message}; try again after ${instantText(retryAt)}`,
		description: `${budget}${description}${traceText(trace)}`,
	};
}

/** `incidentId` is absent where the call names no incident. */
export function notFound(incidentId: string | undefined, trace: ServiceTrace): Sentence {
	return {
		message:
			incidentId === undefined
				? 'Microsoft Defender does not know this address'
				: `Incident ${quoted(incidentId)} was not found`,
		description: `The id may be mistyped, the incident may be older than the service keeps (about 180 days), or this app or user may have no right to see it.${traceText(trace)}`,
	};
}

/** @param advice what to do, where more is known than that the request has to change */
export function rejected(doing: Activity, trace: ServiceTrace, advice?: string): Sentence {
	const said = trace.message === '' ? `with status ${trace.status}` : `: ${bounded(trace.message, 300)}`;
	return {
		message: `Microsoft Defender refused ${ACTIVITY_TEXT[doing]} ${said}`.replace(' : ', ': '),
		description: `${advice ?? 'Change what the message names and run the node again; repeating it unchanged will be refused again.'}${traceText(trace)}`,
	};
}

/** A `$filter` that the user wrote; `fields` can be filtered by, `trace` is what Microsoft said to it. */
export function odataRefused(
	filter: string,
	fields: readonly string[],
	trace: ServiceTrace | undefined,
): Sentence {
	const said = bounded(trace?.message ?? '', 300);
	return {
		message: `Microsoft Defender does not take the OData filter ${quoted(filter)}${said === '' ? '' : `: ${said}`}`,
		description: `Correct OData Filter, or use the other filters. The list of incidents filters by ${fields.slice(0, -1).join(', ')} and ${fields[fields.length - 1] ?? ''}.${traceText(trace)}`,
	};
}

export function serviceDown(doing: Activity, attempts: number, trace: ServiceTrace): Sentence {
	return {
		message: `Microsoft Defender is not able to answer at the moment (${ACTIVITY_TEXT[doing]})`,
		description: `${attempts === 1 ? 'One call was' : `${attempts} calls were`} answered with a fault of the service. Try again in a few minutes; for a hunt, narrow the time range.${traceText(trace)}`,
	};
}

/** Microsoft's own error in a response whose status says success. */
export function reported(doing: Activity, trace: ServiceTrace): Sentence {
	const said = bounded(trace.message === '' ? trace.code : trace.message, 300);
	const isWrite = doing === 'updateIncident' || doing === 'addComment';
	return {
		message: `Microsoft Defender did not complete ${ACTIVITY_TEXT[doing]}${said === '' ? '' : `: ${said}`}`,
		description: `${isWrite ? 'Report' : 'Try again. If that recurs, report'} it to Microsoft with these details.${traceText(trace)}`,
	};
}

export function unreadable(
	doing: Activity,
	what: 'empty' | 'html' | 'cut' | 'notJson' | 'wrongShape',
	trace: ServiceTrace,
): Sentence {
	const found = {
		empty: 'an empty response',
		html: 'a web page instead of data',
		cut: 'a truncated response',
		notJson: 'a response that is not JSON',
		wrongShape: 'data without the properties it must have',
	}[what];
	return {
		message: `Microsoft Defender sent ${found} while ${ACTIVITY_TEXT[doing]}`,
		description: `Try again. If that recurs, look for a proxy between n8n and Microsoft.${traceText(trace)}`,
	};
}

/** @param answered ID of the incident that the response is about; `asked` is the one of the request */
export function otherIncident(asked: string, answered: string, trace: ServiceTrace): Sentence {
	return {
		message: `The response is about incident ${quoted(answered)} instead of ${asked}`,
		description: `Look for a cache or proxy between n8n and Microsoft that mixes responses up, then run the workflow again. Nothing of this response was used.${idsText(trace)}`,
	};
}

export function redirected(status: number, location: string): Sentence {
	return {
		message: `The API address answered with a redirect to ${quoted(location)}`,
		description: `Microsoft's APIs never redirect (status ${status}), so the host is wrong or a proxy answers in its place. The token was not sent there. Check the credential's cloud and API URL.`,
	};
}

export function foreignLink(origin: string, expected: string): Sentence {
	return {
		message: `The next page of the list points to another host (${quoted(origin)})`,
		description: `The token is only sent to ${expected}, so reading stopped. A proxy may have changed the answer.`,
	};
}

/** A next link to the API's own host: `found` is its path, `expected` the list's. */
export function linkLeavesList(found: string, expected: string, origin: string): Sentence {
	return {
		message: `The next page of the list has another path (${quoted(found)})`,
		description: `Try again. If that recurs, check the API URL of the credential, or look for a proxy that changes responses. The list is at ${expected}; the token is only sent to ${origin} and this path.`,
	};
}

export function unreadableLink(): Sentence {
	return {
		message: 'The link to the next page of the list is not a text',
		description:
			'Run the node again; without the link the list would be incomplete. If that recurs, look for a proxy that changes responses.',
	};
}

/** Only the credential of an application has a Test button. */
export function signInSentence(sentence: string, context: 'application' | 'user'): Sentence {
	return {
		message: sentence,
		description:
			context === 'application'
				? 'Once what it names is put right, the Test button of the credential tells whether the sign-in works.'
				: 'Once what it names is put right, run the workflow again.',
	};
}

/** Microsoft's text on one line, at most `most` UTF-16 units. */
function bounded(text: string, most: number): string {
	const line = oneLine(text);
	return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
