import { describe, expect } from 'vitest';
import { DefenderError, type ErrorReason } from '../../../../../defender/core/errors.ts';
import { toNodeError } from '../../../../../nodes/shared/connection/toNodeError.ts';
import { node } from '../../../../support/n8nContext.mts';
import { eachRow } from '../../../../../lab/test/support/eachRow.mts';

describe('toNodeError', () => {
	eachRow<[string, ErrorReason, string | undefined]>([
		['a node error', { kind: 'unreachable' }, undefined],
		['an API error', { kind: 'rejected' }, '400'],
	])('message that contains EPERM, ENOENT and ECONNREFUSED → unchanged by n8n', (_, trouble, code) => {
		const message = 'Microsoft Defender refused the query: EPERM, ENOENT and ECONNREFUSED are no columns';
		const trace = { status: 400, code: '', message: '' };
		const error = toNodeError(
			node,
			new DefenderError(trouble, { message, description: 'Change it.' }, 'none', trace),
		);
		expect(error.message).toBe(message);
		expect('httpCode' in error ? error.httpCode : undefined).toBe(code);
	});

	eachRow<[ErrorReason['kind'], string | undefined]>([
		['intercepted', undefined],
		['reported', undefined],
	])(
		'response of an intermediary or a reported failure → no HTTP code, so that n8n does not report missing access',
		(kind, code) => {
			const reason: ErrorReason = kind === 'reported' ? { kind } : { kind: 'intercepted' };
			const trace = { status: 403, code: '', message: '' };
			const error = toNodeError(
				node,
				new DefenderError(reason, { message: 'm', description: 'd' }, 'none', trace),
			);
			expect('httpCode' in error ? error.httpCode : undefined).toBe(code);
		},
	);
});
