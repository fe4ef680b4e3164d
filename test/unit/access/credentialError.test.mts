import { NodeApiError } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { findCredentialError, markErrors } from '../../../defender/access/credentialError.ts';
import { node } from '../../support/n8nContext.mts';

/** Marks an error as the credential does. */
async function markError(error: Error): Promise<unknown> {
	return await markErrors((): unknown => {
		throw error;
	}).catch((failure: unknown) => failure);
}

describe('findCredentialError', () => {
	it('500 errors → only the latest are recognized', async () => {
		for (let at = 0; at < 500; at++) await markError(new Error(`Sentence ${at}`));
		const recognized = (at: number) =>
			findCredentialError(new NodeApiError(node, { message: `Sentence ${at}` }))?.sentence;
		expect([recognized(0), recognized(499)]).toEqual([undefined, 'Sentence 499']);
	});

	it('error with a response → left to n8n', async () => {
		const stale = Object.assign(new Error('stale'), { response: { status: 401 } });
		const marked = await markError(stale);
		expect([marked, findCredentialError(marked)]).toEqual([stale, undefined]);
	});
});
