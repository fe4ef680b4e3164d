import type { ServiceTrace } from '../../core/errors';
import { boundedLine, quoted, type Sentence } from '../../core/sentence';
import { ACTIVITY_TEXT, idsText, traceText, type Activity } from '../../core/sentences/serviceText';

/** @param incidentId undefined for a request that names no incident */
export function notFound(incidentId: string | undefined, trace: ServiceTrace): Sentence {
	return {
		message:
			incidentId === undefined
				? 'Microsoft Defender found nothing at this address'
				: `Incident ${quoted(incidentId)} was not found`,
		description: `Check the ID. Defender keeps incidents for about 180 days, so it may have deleted this one. Or this app or user may not have access to it.${traceText(trace)}`,
	};
}

/** @param advice what to do, if more is known than that the request must change */
export function rejected(activity: Activity, trace: ServiceTrace, advice?: string): Sentence {
	const cause = trace.message === '' ? `status ${trace.status}` : boundedLine(trace.message, 300);
	return {
		message: `Microsoft Defender rejected the request while ${ACTIVITY_TEXT[activity]}: ${cause}`,
		description: `${advice ?? 'Correct the cause that the message names, then run the node again. A retry of the same request would fail.'}${traceText(trace)}`,
	};
}

export function serviceDown(activity: Activity, attempts: number, trace: ServiceTrace): Sentence {
	return {
		message: `Microsoft Defender is temporarily unavailable (${ACTIVITY_TEXT[activity]})`,
		description: `Try again in a few minutes; for a hunt, narrow the time range. ${attempts === 1 ? 'One request' : `${attempts} requests`} failed with a server error.${traceText(trace)}`,
	};
}

/** A 2xx response that contains Microsoft's own error. */
export function reported(activity: Activity, trace: ServiceTrace): Sentence {
	const cause = boundedLine(trace.message === '' ? trace.code : trace.message, 300);
	const isWrite = activity === 'updateIncident' || activity === 'addComment';
	return {
		message: `Microsoft Defender did not complete ${ACTIVITY_TEXT[activity]}${cause === '' ? '' : `: ${cause}`}`,
		description: `${isWrite ? 'Report' : 'Try again. If this happens again, report'} these details to Microsoft.${traceText(trace)}`,
	};
}

export function unreadable(
	activity: Activity,
	because: 'empty' | 'html' | 'truncated' | 'notJson' | 'wrongShape',
	trace: ServiceTrace,
): Sentence {
	const content = {
		empty: 'an empty response',
		html: 'a web page instead of data',
		truncated: 'a truncated response',
		notJson: 'a response that is not JSON',
		wrongShape: 'data without required properties',
	}[because];
	return {
		message: `Microsoft Defender sent ${content} while ${ACTIVITY_TEXT[activity]}`,
		description: `Try again. If this happens again, look for a proxy between n8n and Microsoft.${traceText(trace)}`,
	};
}

/** One incident that could not be read. */
export function malformedIncident(id: string, property: string, trace: ServiceTrace): Sentence {
	return {
		message: `Microsoft Defender sent incident ${quoted(id)} without a valid ${property}`,
		description: `Check the incident in the Defender portal, and run the node again later.${idsText(trace)}`,
	};
}

/**
 * @param requested ID of the incident in the request
 * @param returned ID of the incident in the response
 */
export function otherIncident(requested: string, returned: string, trace: ServiceTrace): Sentence {
	return {
		message: `The response is about incident ${quoted(returned)} instead of ${requested}`,
		description: `Look for a cache or proxy between n8n and Microsoft that mixes up responses, then run the workflow again. Nothing in this response was used.${idsText(trace)}`,
	};
}

export function foreignLink(origin: string, expected: string): Sentence {
	return {
		message: `The next page of the list points to another host (${quoted(origin)})`,
		description: `Look for a proxy that changes responses. Reading stopped, because the token is only sent to ${expected}.`,
	};
}

/**
 * A link to the API's own host.
 * @param path path of the link
 * @param expected path of the list
 */
export function linkLeavesList(path: string, expected: string, origin: string): Sentence {
	return {
		message: `The next page of the list has another path (${quoted(path)})`,
		description: `Try again. If this happens again, check the API URL of the credential, or look for a proxy that changes responses. The list is at ${expected}; the token is only sent to ${origin} and this path.`,
	};
}

export function unreadableLink(): Sentence {
	return {
		message: 'The link to the next page is not text',
		description:
			'Run the node again; without the link the list would be incomplete. If this happens again, look for a proxy that changes responses.',
	};
}

/** Only the credential of an application has a Test button. */
export function signInSentence(message: string, context: 'application' | 'user'): Sentence {
	return {
		message,
		description:
			context === 'application'
				? 'Fix the problem above, then use Test in the credential to check the sign-in.'
				: 'Fix the problem above, then run the workflow again.',
	};
}
