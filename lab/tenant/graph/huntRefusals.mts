/** How the service refuses a hunt that is one too many, too heavy, too large or too slow. */
export type HuntRefusal =
	| 'callsInMinute'
	| 'callsInHour'
	| 'cpu'
	| 'cpuUntilCycle'
	| 'preempted'
	| 'tooLarge'
	| 'timeout';

interface Refusal {
	readonly status: number;
	readonly code: string;
	readonly message: string;
}

/**
 * Status, code and message of each refusal. Calls: MicrosoftDocs/microsoft-365-docs #4616. Preempted: OpenAEV #3983. Size:
 * Defender for Endpoint, Advanced hunting API, Limitations. Time: an empty 504 (field reports). The words for CPU are not
 * published for the API; these are the portal's in substance. None of the 429 is known to carry `Retry-After`.
 */
export const HUNT_REFUSALS: Readonly<Record<HuntRefusal, Refusal>> = {
	callsInMinute: {
		status: 429,
		code: '429',
		message: 'API calls quota exceeded! maximum allowed 45 per 00:01:00',
	},
	callsInHour: {
		status: 429,
		code: '429',
		message: 'API calls quota exceeded! maximum allowed 1500 per 01:00:00',
	},
	cpu: {
		status: 429,
		code: 'TooManyRequests',
		message:
			'You have exceeded processing resources allocated to this tenant. You can run queries again in 7 minutes.',
	},
	cpuUntilCycle: {
		status: 429,
		code: 'TooManyRequests',
		message:
			'This tenant has used 100% of its allocated resources. Queries are blocked until the next 15-minute cycle.',
	},
	preempted: {
		status: 400,
		code: 'BadRequest',
		message:
			'Query execution has exceeded the allowed limits. The query execution was preempted. This could possibly be due to high CPU and/or memory resource consumption. Optimize your query by following best practices and try again.',
	},
	tooLarge: {
		status: 400,
		code: 'BadRequest',
		message:
			'Query execution has exceeded the allowed result size. Optimize your query by limiting the number of results and try again.',
	},
	timeout: { status: 504, code: 'UnknownError', message: '' },
};
