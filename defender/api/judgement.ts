import type { ServiceTrace } from '../core/errors';
import type { HttpResponse } from '../core/host';
import { findIntermediary, type Intermediary } from '../core/intermediary';
import { isRecord } from '../core/isRecord';
import { parseBody, type JsonObject, type UnusableBody } from './parseBody';
import { reportedError } from './errorBody';
import type { KeptNumbers } from './quoteNumbers';

export interface ApiAnswer {
	readonly body: JsonObject;
	readonly headers: HttpResponse['headers'];
	readonly status: number;
	/** Characters of the body's text; no more than its bytes. */
	readonly length: number;
	/** Whether numbers of the body are text; see `parseBody`. */
	readonly numbersAsText: boolean;
	/** Microsoft's error in a 2xx response. Whatever comes next to it is incomplete. */
	readonly reported?: ServiceTrace;
}

/** What a response is, by its content and not by its status alone. */
export type Judgement =
	| { readonly kind: 'usable'; readonly answer: ApiAnswer }
	/** 2xx, but its body cannot be used. */
	| { readonly kind: 'unreadable'; readonly what: UnusableBody }
	/** Something between n8n and the service sent it. */
	| { readonly kind: 'foreign'; readonly intermediary: Intermediary }
	/** Any status but 2xx. */
	| { readonly kind: 'refused' };

/** @param kept which numbers of the body keep their digits */
export function judge(answer: HttpResponse, kept: KeptNumbers): Judgement {
	const { text, headers, status } = answer;
	const isSuccess = status >= 200 && status < 300;
	const parsed = parseBody(text, kept);
	const body = parsed.kind === 'json' ? parsed.value : undefined;
	const isRedirect = status >= 300 && status < 400;
	const intermediary = isRedirect ? undefined : findIntermediary(answer, body);
	if (intermediary !== undefined) return { kind: 'foreign', intermediary };
	if (!isSuccess) return { kind: 'refused' };
	if (parsed.kind === 'unreadable') return parsed;
	if (!isRecord(body)) return { kind: 'unreadable', what: 'wrongShape' };
	const reported = reportedError(answer, body);
	const read = { body, length: text.length, numbersAsText: parsed.numbersAsText };
	return { kind: 'usable', answer: { ...read, headers, status, ...(reported && { reported }) } };
}
