import type { Quota, ServiceTrace } from '../errors';
import { boundedLine, instantText, quoted, type Sentence } from '../sentence';

/** Activity during which a request failed. */
export type Activity = 'readIncidents' | 'updateIncident' | 'addComment' | 'runHunt';

/** Activities as they appear in a sentence. */
export const ACTIVITY_TEXT: Readonly<Record<Activity, string>> = {
	readIncidents: 'reading incidents',
	updateIncident: 'updating the incident',
	addComment: 'adding the comment',
	runHunt: 'running the hunting query',
};

/** Microsoft's message and request IDs, which Microsoft's support asks for. */
export function traceText(trace: ServiceTrace | undefined): string {
	return trace === undefined ? '' : partsText([`Status ${trace.status}`, ...traceParts(trace)]);
}

/** Like {@link traceText}, for a response whose status explains nothing. */
export function idsText(trace: ServiceTrace): string {
	return partsText(traceParts(trace));
}

function partsText(parts: readonly string[]): string {
	return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

function traceParts({ code, message, requestId, clientRequestId }: ServiceTrace): readonly string[] {
	const parts: string[] = [];
	if (code !== '') parts.push(`code ${quoted(code)}`);
	if (message !== '') parts.push(`Microsoft's message: ${boundedLine(message, 300)}`);
	if (requestId !== undefined) parts.push(`request id ${boundedLine(requestId, 80)}`);
	if (clientRequestId !== undefined) parts.push(`client request id ${boundedLine(clientRequestId, 80)}`);
	return parts;
}

export function canceled(): Sentence {
	return {
		message: 'The execution was canceled',
		description: 'Run the workflow again to continue. No further request was sent.',
	};
}

const THROTTLED: Record<Quota | 'unknown', Sentence> = {
	calls: {
		message: 'Microsoft Defender limits the number of requests',
		description:
			'Run the workflow later, process fewer items at a time, or run other automations of this tenant less often. The entire tenant shares this quota.',
	},
	cpu: {
		message: 'The tenant has used its CPU quota for hunting',
		description:
			'Filter by time and by columns early in the query, hunt less often, or raise Max Wait (900 s always reaches the next renewal). The entire tenant shares this quota, which renews every 15 minutes.',
	},
	unknown: {
		message: 'Microsoft Defender limits the number of requests',
		description:
			'Run the workflow later, process fewer items at a time, or run other automations of this tenant less often.',
	},
};

/**
 * @param retryAt Unix time in milliseconds
 * @param maxWaitMs maximum total wait of the execution, which is too short; undefined for a request that may not wait
 */
export function throttled(
	retryAt: number,
	maxWaitMs: number | undefined,
	trace?: ServiceTrace,
	quota: Quota | 'unknown' = 'unknown',
): Sentence {
	const { message, description } = THROTTLED[quota];
	const limit =
		maxWaitMs === undefined
			? ''
			: ` The requests of this execution may wait at most ${Math.round(maxWaitMs / 1000)} s in total, which is not long enough.`;
	return {
		message: `${message}; try again after ${instantText(retryAt)}`,
		description: `${description}${limit}${traceText(trace)}`,
	};
}

/**
 * @param filter `$filter` that the user entered
 * @param fields fields that the list can be filtered by
 * @param trace Microsoft's response to the filter
 */
export function odataRejected(
	filter: string,
	fields: readonly string[],
	trace: ServiceTrace | undefined,
): Sentence {
	const cause = boundedLine(trace?.message ?? '', 300);
	return {
		message: `Microsoft Defender rejected the OData filter ${quoted(filter)}${cause === '' ? '' : `: ${cause}`}`,
		description: `Correct OData Filter, or use the other filters. The incident list can be filtered by ${fields.slice(0, -1).join(', ')} and ${fields[fields.length - 1] ?? ''}.${traceText(trace)}`,
	};
}

/** A redirect, which no API of Microsoft uses. */
export function redirected(status: number, location: string): Sentence {
	return {
		message: `The API address redirects to ${quoted(location)}`,
		description: `Check the cloud and the API URL in the credential. Microsoft's APIs never redirect (status ${status}), so the host is wrong or a proxy responded instead. The token was not sent there.`,
	};
}
