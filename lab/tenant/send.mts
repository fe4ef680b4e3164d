import type { FastifyReply } from 'fastify';
import type { Answer } from './surface.mts';
import type { OpenCall } from './requestLedger.mts';

/** The bytes of an answer: a text as it is, everything else as JSON. */
export const bodyText = ({ body }: Answer): string =>
	body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);

/**
 * Writes an answer past Fastify, which would add headers of its own, and notes its status.
 * @param cutAt bytes after which the connection ends although more were announced; absent: all of it
 */
export function sendAnswer(reply: FastifyReply, call: OpenCall, answer: Answer, cutAt?: number): void {
	const bytes = Buffer.from(bodyText(answer), 'utf8');
	call.status = answer.status;
	reply.hijack();
	reply.raw.writeHead(answer.status, {
		'content-type': 'application/json; charset=utf-8',
		...answer.headers,
		...(answer.cookies === undefined ? {} : { 'set-cookie': [...answer.cookies] }),
		'content-length': bytes.length,
	});
	if (cutAt === undefined) {
		reply.raw.end(call.method === 'HEAD' ? undefined : bytes);
		return;
	}
	reply.raw.write(bytes.subarray(0, cutAt), () => reply.raw.destroy());
}
